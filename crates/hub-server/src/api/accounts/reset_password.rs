//! `POST /password-resets`: a new password, by a link that an administrator gave.

use http::StatusCode;
use hub_access::secret_text::{self, Kind};
use hub_store::accounts::{
    links::{self, Purpose},
    sessions, throttles, users,
};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::hashed;
use crate::{
    app::App,
    http::{body::Json, caller::Anyone, problem::Problem, rates},
};

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordReset)]
pub(crate) struct Body {
    /// The token in the link.
    #[schema(max_length = 200)]
    token: String,
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 256)]
    password: SecretString,
}

/// Choose a new password
///
/// With the token of a link that an administrator made. All sign-ins of the account end.
#[utoipa::path(post, path = "/password-resets", operation_id = "resetPassword", tag = "accounts", security(()), request_body = Body,
    responses((status = 204, description = "The password was set")))]
pub(crate) async fn reset_password(
    axum::extract::State(app): axum::extract::State<App>,
    Anyone(caller): Anyone,
    Json(body): Json<Body>,
) -> Result<StatusCode, Problem> {
    rates::sign_in(&app, &caller).await?;
    let refused = || Problem::forbidden("the link does not hold, or no longer; ask an administrator for a new one");
    let token = secret_text::parse(Kind::Reset, &body.token).ok_or_else(refused)?;
    let password = hashed(&app, "password", body.password, &[]).await?;
    let tx = app.store().begin(caller.origin).await?;
    let used = links::take(&tx, Purpose::Reset, &token.to_string()).await?.ok_or_else(refused)?;
    let user = users::find(&tx, used.user.ok_or_else(refused)?).await?.ok_or_else(refused)?;
    users::set_password(&tx, user.id, &password, "reset").await?;
    sessions::end_all(&tx, user.id, None, "password-reset").await?;
    throttles::clear(&tx, &crate::api::sessions::throttled(&user.email)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
