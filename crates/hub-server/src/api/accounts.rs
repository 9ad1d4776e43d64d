//! Accounts: the first administrator's, those that people make themselves, and new passwords for those who forgot theirs.

pub(crate) mod reset_password;
pub(crate) mod setup;
pub(crate) mod sign_up;
mod view;

pub(crate) use view::AccountView;

use hub_model::{account::User, id::UserId};
use hub_store::{Error, Transaction, accounts::users, organisations};
use secrecy::SecretString;

use crate::{
    app::App,
    http::{
        problem::Problem,
        text::{Email, Name, slug_of},
    },
};

/// Names that a personal organisation tries before it takes a random one.
const TRIES: usize = 3;

/// An account that is to be made, with an organisation of its own.
pub(crate) struct NewAccount {
    pub(crate) email: Email,
    pub(crate) name: Name,
    pub(crate) password: Option<String>,
    pub(crate) is_admin: bool,
}

/// Makes an account with its personal organisation.
pub(crate) async fn create(app: &App, tx: &Transaction<'_>, new: NewAccount) -> Result<User, Problem> {
    let NewAccount { email, name, password, is_admin } = new;
    let user = users::New { email: email.0, name: name.0, password, is_admin };
    let user = users::create(tx, user).await.map_err(|error| match error {
        Error::Taken(_) => Problem::conflict(
            "there is an account with this address; sign in, or ask an administrator for a new password",
        ),
        other => other.into(),
    })?;
    let slug = free_slug(app, tx, &user).await?;
    let own = organisations::New { slug, name: user.name.clone(), personal_of: Some(user.id) };
    organisations::create(tx, own, user.id).await?;
    Ok(user)
}

/// A name in URLs for somebody's own organisation.
async fn free_slug(app: &App, tx: &Transaction<'_>, user: &User) -> Result<String, Problem> {
    let local = user.email.split('@').next().unwrap_or_default();
    let wanted = slug_of(local);
    for number in 0..TRIES {
        let slug = if number == 0 { wanted.clone() } else { format!("{wanted}-{}", number + 1) };
        if organisations::by_slug(tx, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    let tail: String = UserId(app.fresh_bits()).to_string().chars().rev().take(8).collect();
    Ok(format!("{wanted}-{tail}"))
}

/// A password that was sent: checked, then hashed.
pub(crate) async fn hashed(app: &App, field: &str, password: SecretString, about: &[&str]) -> Result<String, Problem> {
    app.check_password(field, &password, about)?;
    app.hash_password(password).await
}
