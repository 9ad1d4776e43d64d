//! `GET /organisations/{organisation}/apis/{api}/revisions`.

use axum::extract::State;
use hub_store::apis::revisions;

use super::RevisionView;
use crate::{
    api::apis,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::{Path, Query},
        problem::Problem,
    },
};

/// List revisions
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions", operation_id = "listRevisions", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), PageQuery),
    responses((status = 200, description = "Newest first", body = List<RevisionView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api)): Path<(String, String)>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<RevisionView>>, Problem> {
    let api = apis::find(&app, authorised.id(), &api).await?;
    let found = revisions::list(app.store(), authorised.id(), api.id, page.request()?).await?;
    Ok(Json(List::of(found, RevisionView::from)))
}
