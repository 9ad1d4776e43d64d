//! `DELETE /organisations/{organisation}/servers/{server}/deployment`.

use axum::extract::State;
use hub_store::servers::deployments;

use super::DeploymentView;
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

/// Stop a server
///
/// What is being answered gets the time to end.
#[utoipa::path(delete, path = "/organisations/{organisation}/servers/{server}/deployment", operation_id = "stopServer", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path)),
    responses((status = 202, description = "What is wanted, and how far it is", body = DeploymentView)))]
pub(crate) async fn stop(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server)): Path<(String, String)>,
) -> Result<(http::StatusCode, Json<DeploymentView>), Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    let deployment = deployments::unwant(&tx, id, server.id).await?;
    tx.commit().await?;
    Ok((http::StatusCode::ACCEPTED, Json(DeploymentView::of(&app, deployment).await?)))
}
