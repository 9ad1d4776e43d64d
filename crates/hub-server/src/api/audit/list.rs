//! `GET /organisations/{organisation}/audit`.

use axum::extract::State;
use hub_model::event::AuditEntry;
use hub_store::audit_entries;

use super::Which;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// List the audit log
#[utoipa::path(get, path = "/organisations/{organisation}/audit", operation_id = "listAudit", tag = "audit",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<AuditEntry>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::AuditRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<AuditEntry>>, Problem> {
    let found = audit_entries(&app.store().lagging(), Some(authorised.id()), &which.filter(), page.request()?).await?;
    Ok(Json(List::of(found, |line| line)))
}
