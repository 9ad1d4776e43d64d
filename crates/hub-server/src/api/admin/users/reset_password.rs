//! `POST /admin/users/{user}/password-resets`: a link for somebody who forgot their password.

use std::time::Duration;

use axum::{extract::State, response::Response};
use hub_access::secret_text::{Kind, OpaqueToken};
use hub_model::{Timestamp, id::UserId};
use hub_store::{
    Transaction,
    accounts::{
        links::{self, Purpose},
        users,
    },
};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        caller::Admin,
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
    },
};

/// How long a link works.
const HOLDS: Duration = Duration::from_secs(24 * 3600);

/// A link that works once.
#[derive(Serialize, ToSchema)]
#[schema(as = PasswordLink)]
pub(crate) struct Link {
    /// Shown once, and to be given to the account's owner.
    token: String,
    /// The same as a link.
    url: String,
    /// Until when it works.
    expires_at: Timestamp,
}

/// Makes a link with which an account's owner chooses a password.
pub(super) async fn link(app: &App, tx: &Transaction<'_>, user: UserId) -> Result<Link, Problem> {
    let (token, hash) = OpaqueToken::fresh(Kind::Reset, app.entropy());
    let expires_at = tx.at().after(HOLDS);
    links::create(tx, Purpose::Reset, Some(user), &hash.to_string(), expires_at).await?;
    let token = token.expose_secret().to_owned();
    Ok(Link { url: format!("{}/reset-password?token={token}", app.public_url()), token, expires_at })
}

/// Let somebody choose a new password
///
/// Answers a link to be given to them. The present password works until it is used.
#[utoipa::path(post, path = "/admin/users/{user}/password-resets", operation_id = "createPasswordReset", tag = "admin",
    params(("user" = UserId, Path), IdempotencyKey), responses((status = 201, description = "The link", body = Link)))]
pub(crate) async fn reset_password(
    State(app): State<App>,
    admin: Admin,
    Path(user): Path<UserId>,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    let making = match key.begin(&app, &admin.caller, None, b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let user = users::find(&making.tx, user).await?.ok_or_else(|| Problem::not_found("the account"))?;
    making.tx.audit(None, "user.password-reset-link", user.id, "done", serde_json::json!({}));
    let link = link(&app, &making.tx, user.id).await?;
    making.end(Made::created(format!("/api/v1/admin/users/{}", user.id), user.version, link)).await
}
