//! `GET /organisations/{organisation}/servers/{server}/versions/{version}`.

use axum::extract::State;

use super::{VersionView, find};
use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// See a version of a server
///
/// `{version}` is an identifier or a number.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/versions/{version}", operation_id = "getServerVersion", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path), ("version" = String, Path)),
    responses((status = 200, description = "The version", body = VersionView)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server, version)): Path<(String, String, String)>,
) -> Result<Json<VersionView>, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    Ok(Json(find(&app, id, server.id, &version).await?.into()))
}
