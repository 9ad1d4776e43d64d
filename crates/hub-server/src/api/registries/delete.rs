//! `DELETE /organisations/{organisation}/registries/{registry}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::RegistryId;
use hub_store::registries;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Delete a registry
///
/// What was pushed to it stays there.
#[utoipa::path(delete, path = "/organisations/{organisation}/registries/{registry}", operation_id = "deleteRegistry", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path)), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesManage>,
    Path((_, registry)): Path<(String, RegistryId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    registries::delete(&tx, id, registry).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
