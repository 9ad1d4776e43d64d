//! The first start: a link by which the first administrator is made.

use std::time::Duration;

use hub_access::secret_text::{Kind, OpaqueToken};
use hub_store::{
    Origin, Result,
    accounts::{
        links::{self, Purpose},
        users,
    },
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::app::App;

/// How long the link works. A new start makes a new one.
const HOLDS: Duration = Duration::from_secs(24 * 3600);

/// The token of a new link, where there is no account yet.
///
/// # Errors
/// When the database does not answer.
pub async fn token(app: &App) -> Result<Option<SecretString>> {
    if users::count(app.store()).await? > 0 {
        return Ok(None);
    }
    let (token, hash) = OpaqueToken::fresh(Kind::Setup, app.entropy());
    let tx = app.store().begin(Origin::system()).await?;
    links::create(&tx, Purpose::Setup, None, &hash.to_string(), tx.at().after(HOLDS)).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// The link of a token.
#[must_use]
pub fn link(app: &App, token: &SecretString) -> String {
    format!("{}/setup?token={}", app.public_url(), token.expose_secret())
}
