//! `POST /me/second-factor`: a secret for an authenticator app.

use axum::extract::State;
use hub_access::totp;
use hub_store::accounts::{second_factor, users};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::confirm;
use crate::{
    app::App,
    http::{body::Json, caller::Person, problem::Problem},
};

/// The present password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordConfirmation)]
pub(crate) struct Body {
    #[schema(value_type = String, format = Password, max_length = 256)]
    pub(super) password: SecretString,
}

/// A secret for an authenticator app.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondFactor)]
pub(crate) struct SecondFactorView {
    /// To be typed.
    secret: String,
    /// To be shown as a QR code.
    uri: String,
}

/// Begin to use a second factor
///
/// Answers a secret for an authenticator app. It is asked for at sign-in once a code of it was confirmed.
#[utoipa::path(post, path = "/me/second-factor", operation_id = "beginSecondFactor", tag = "me", request_body = Body,
    responses((status = 200, description = "The secret, shown once", body = SecondFactorView)))]
pub(crate) async fn begin(
    State(app): State<App>,
    person: Person,
    Json(body): Json<Body>,
) -> Result<Json<SecondFactorView>, Problem> {
    confirm(&app, &person, body.password).await?;
    let user = users::find(app.store(), person.user).await?.ok_or_else(|| Problem::not_found("the account"))?;
    let secret = totp::fresh_secret(app.entropy());
    let tx = app.store().begin(person.caller.origin).await?;
    second_factor::begin(&tx, person.user, &secret).await?;
    tx.commit().await?;
    Ok(Json(SecondFactorView { secret: totp::typed(&secret), uri: totp::uri(&secret, "MCP Hub", &user.email) }))
}
