//! `GET /admin/jobs`: the work of the whole hub.

use axum::extract::State;
use hub_store::jobs;

use crate::{
    api::jobs::{JobView, list::Which},
    app::App,
    http::{
        body::Json,
        caller::Admin,
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// List the jobs of the whole hub
#[utoipa::path(get, path = "/admin/jobs", operation_id = "listAllJobs", tag = "admin", params(Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<JobView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    _admin: Admin,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<JobView>>, Problem> {
    let found = jobs::all(&app.store().lagging(), &which.filter(), page.request()?).await?;
    Ok(Json(List::of(found, JobView::from)))
}
