//! `DELETE /organisations/{organisation}/api-keys/{key}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::KeyId;
use hub_store::organisations::keys;

use super::may_touch;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Take an API key back
///
/// One's own, or anybody's with the permission `keys:manage`.
#[utoipa::path(delete, path = "/organisations/{organisation}/api-keys/{key}", operation_id = "revokeApiKey", tag = "keys",
    params(("organisation" = String, Path), ("key" = KeyId, Path)), responses((status = 204, description = "It does not work any more")))]
pub(crate) async fn revoke(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationRead>,
    Path((_, key)): Path<(String, KeyId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let found = keys::find(app.store(), id, key).await?.ok_or_else(|| Problem::not_found("the key"))?;
    may_touch(&authorised, found.owner)?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    keys::revoke(&tx, id, key).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
