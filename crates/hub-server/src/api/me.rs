//! What people do with their own account.

pub(crate) mod begin_second_factor;
pub(crate) mod confirm_second_factor;
pub(crate) mod end_session;
pub(crate) mod get;
pub(crate) mod password;
pub(crate) mod remove_second_factor;
pub(crate) mod sessions;
pub(crate) mod update;

use hub_store::accounts::users;
use secrecy::SecretString;

use crate::{
    app::App,
    http::{caller::Person, problem::Problem},
};

/// Makes sure that it is really them: for what a thief of an access token would do first.
async fn confirm(app: &App, person: &Person, password: SecretString) -> Result<(), Problem> {
    crate::http::rates::sign_in(app, &person.caller).await?;
    let hash = users::password(app.store(), person.user).await?;
    if app.verify_password(password, hash).await? {
        return Ok(());
    }
    Err(Problem::invalid("password", "this is not your password"))
}
