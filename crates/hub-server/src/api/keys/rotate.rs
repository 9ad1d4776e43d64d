//! `POST /organisations/{organisation}/api-keys/{key}/rotations`: another secret for the same key.

use axum::{extract::State, response::Response};
use hub_access::secret_text::{self, Kind, OpaqueToken};
use hub_model::id::KeyId;
use hub_store::organisations::keys;
use secrecy::ExposeSecret as _;

use super::{KeyView, WithKey, may_hold};
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
    },
};

/// Rotate an API key
///
/// The key before does not work any more; the new one is shown this once. Its scopes and its end stay.
#[utoipa::path(post, path = "/organisations/{organisation}/api-keys/{key}/rotations", operation_id = "rotateApiKey", tag = "keys",
    params(("organisation" = String, Path), ("key" = KeyId, Path), IdempotencyKey), responses((status = 201, description = "The key", body = WithKey)))]
pub(crate) async fn rotate(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationRead>,
    Path((_, key)): Path<(String, KeyId)>,
    idempotency: IdempotencyKey,
) -> Result<Response, Problem> {
    if authorised.caller.session.is_none() {
        return Err(Problem::forbidden("API keys are rotated by people who are signed in"));
    }
    let id = authorised.id();
    let found = keys::find(app.store(), id, key).await?.ok_or_else(|| Problem::not_found("the key"))?;
    may_hold(&app, &authorised, found.owner).await?;
    let (text, hash) = OpaqueToken::fresh(Kind::ApiKey, app.entropy());
    let text = text.expose_secret();
    let (hash, hint) = (hash.to_string(), secret_text::hint(text));
    let making = match idempotency.begin(&app, &authorised.caller, Some(id), b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let rotated = keys::rotate(&making.tx, id, key, &hint, &hash).await?;
    let location = format!("/api/v1/organisations/{id}/api-keys/{key}");
    making
        .end(Made::created(location, rotated.version, WithKey { view: KeyView::from(rotated), key: text.to_owned() }))
        .await
}
