//! `DELETE /organisations/{organisation}/servers/{server}`.

use axum::extract::State;
use http::StatusCode;
use hub_store::servers;

use super::find;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::IfMatch,
        path::Path,
        problem::Problem,
    },
};

/// Delete a server
///
/// With its versions; one that is deployed has to be stopped before. Records of its calls stay until their time has come.
#[utoipa::path(delete, path = "/organisations/{organisation}/servers/{server}", operation_id = "deleteServer", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDelete>,
    Path((_, server)): Path<(String, String)>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let server = find(&app, id, &server).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    servers::delete(&tx, id, server.id, version).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
