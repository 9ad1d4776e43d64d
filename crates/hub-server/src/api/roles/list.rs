//! `GET /organisations/{organisation}/roles`.

use axum::extract::State;
use hub_store::organisations::roles;

use super::RoleView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        problem::Problem,
    },
};

/// List an organisation's own roles
///
/// Beside them every organisation has `owner`, `admin`, `developer` and `viewer`.
#[utoipa::path(get, path = "/organisations/{organisation}/roles", operation_id = "listRoles", tag = "roles",
    params(("organisation" = String, Path)), responses((status = 200, description = "By name", body = List<RoleView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::RolesRead>,
) -> Result<Json<List<RoleView>>, Problem> {
    let roles = roles::list(app.store(), authorised.id()).await?;
    Ok(Json(List::whole(roles.into_iter().map(RoleView::from))))
}
