//! `GET /admin/audit`: what was done to the hub itself, sign-ins included.

use axum::extract::State;
use hub_model::event::AuditEntry;
use hub_store::audit_entries;

use crate::{
    api::audit::Which,
    app::App,
    http::{
        body::Json,
        caller::Admin,
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// List the hub's own audit log
#[utoipa::path(get, path = "/admin/audit", operation_id = "listHubAudit", tag = "admin", params(Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<AuditEntry>)))]
pub(crate) async fn list(
    State(app): State<App>,
    _admin: Admin,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<AuditEntry>>, Problem> {
    let found = audit_entries(&app.store().lagging(), None, &which.filter(), page.request()?).await?;
    Ok(Json(List::of(found, |line| line)))
}
