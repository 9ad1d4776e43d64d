//! `DELETE /organisations/{organisation}/roles/{role}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::RoleId;
use hub_store::organisations::roles;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Delete a role that nobody has
#[utoipa::path(delete, path = "/organisations/{organisation}/roles/{role}", operation_id = "deleteRole", tag = "roles",
    params(("organisation" = String, Path), ("role" = RoleId, Path)), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::RolesManage>,
    Path((_, role)): Path<(String, RoleId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    roles::delete(&tx, id, role).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
