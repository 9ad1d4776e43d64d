//! `PUT /me/password`: another password.

use axum::extract::State;
use http::StatusCode;
use hub_store::accounts::{sessions, users};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::confirm;
use crate::{
    api::accounts::hashed,
    app::App,
    http::{body::Json, caller::Person, problem::Problem},
};

/// The present password and the new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub(crate) struct Body {
    #[schema(value_type = String, format = Password, max_length = 256)]
    password: SecretString,
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 256)]
    new_password: SecretString,
}

/// Change your password
///
/// All other sign-ins of the account end.
#[utoipa::path(put, path = "/me/password", operation_id = "changePassword", tag = "me", request_body = Body,
    responses((status = 204, description = "The password was changed")))]
pub(crate) async fn password(
    State(app): State<App>,
    person: Person,
    Json(body): Json<Body>,
) -> Result<StatusCode, Problem> {
    confirm(&app, &person, body.password).await?;
    let user = users::find(app.store(), person.user).await?.ok_or_else(|| Problem::not_found("the account"))?;
    let new = hashed(&app, "new_password", body.new_password, &[&user.email, &user.name]).await?;
    let tx = app.store().begin(person.caller.origin).await?;
    users::set_password(&tx, person.user, &new, "changed").await?;
    sessions::end_all(&tx, person.user, Some(person.session), "password-changed").await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
