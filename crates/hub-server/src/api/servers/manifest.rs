//! `GET /organisations/{organisation}/servers/{server}/server.json`: a server as registries write it.

use axum::extract::State;

use super::served::served;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
    registry::ServerJson,
};

/// See a server as registries write it
///
/// A `server.json` of the schema of 2025-12-11, with the version that is served and where it is.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/server.json", operation_id = "getServerManifest", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 200, description = "The `server.json`", body = ServerJson)))]
pub(crate) async fn manifest(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Json<ServerJson>, Problem> {
    let (_, served) = served(&app, &authorised, &server).await?;
    Ok(Json(ServerJson::of(&app, &served)))
}
