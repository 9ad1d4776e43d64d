//! `GET /organisations/{organisation}/servers/{server}/versions`.

use axum::extract::State;
use hub_store::servers::versions;

use super::VersionView;
use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::{Path, Query},
        problem::Problem,
    },
};

/// List the versions of a server
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/versions", operation_id = "listServerVersions", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path), PageQuery),
    responses((status = 200, description = "Newest first", body = List<VersionView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<VersionView>>, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let found = versions::list(app.store(), id, server.id, page.request()?).await?;
    Ok(Json(List::of(found, VersionView::from)))
}
