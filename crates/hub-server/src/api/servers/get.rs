//! `GET /organisations/{organisation}/servers/{server}`.

use axum::extract::State;
use hub_store::servers::deployments;

use super::{ServerView, find};
use crate::{
    api::deployments::DeploymentView,
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::Versioned,
        path::Path,
        problem::Problem,
    },
};

/// See a server
///
/// `{server}` is an identifier or a slug, here and everywhere.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}", operation_id = "getServer", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 200, description = "The server", body = ServerView)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Versioned<ServerView>, Problem> {
    let id = authorised.id();
    let server = find(&app, id, &server).await?;
    let deployment = match deployments::find(app.store(), id, server.id).await? {
        Some(deployment) => Some(DeploymentView::of(&app, deployment).await?),
        None => None,
    };
    let version = server.version;
    Ok(Versioned::ok(version, ServerView::of(&app, &authorised.organisation.slug, server, deployment)))
}
