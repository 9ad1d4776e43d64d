//! `GET /organisations/{organisation}/servers/{server}/deployment`.

use std::time::Duration;

use axum::extract::State;
use hub_store::servers::deployments;
use serde::Deserialize;
use utoipa::IntoParams;

use super::DeploymentView;
use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
    },
};

/// How long the answer may wait.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wait {
    /// Seconds that are waited until it is settled whether it serves; the answer comes at once when left out.
    #[param(minimum = 0, maximum = 60)]
    wait: Option<u64>,
}

/// See how a server is deployed
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/deployment", operation_id = "getDeployment", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path), Wait),
    responses((status = 200, description = "What is wanted, and how far it is", body = DeploymentView)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
    Query(Wait { wait }): Query<Wait>,
) -> Result<Json<DeploymentView>, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let seconds = wait.unwrap_or(0);
    if seconds > 60 {
        return Err(Problem::invalid("wait", "60 seconds are the most"));
    }
    // Heard before it is looked at: nothing is missed in between.
    let mut notices = app.store().bus().subscribe();
    let until = tokio::time::Instant::now() + Duration::from_secs(seconds);
    loop {
        let found = deployments::find(app.store(), id, server.id).await?;
        let deployment = found.ok_or_else(|| Problem::not_found("the deployment"))?;
        if deployment.is_settled() || tokio::time::Instant::now() >= until {
            return Ok(Json(DeploymentView::of(&app, deployment).await?));
        }
        // A notice may get lost, so it is looked at from time to time as well.
        let pause = (tokio::time::Instant::now() + Duration::from_secs(1)).min(until);
        let _ = tokio::time::timeout_at(pause, notices.recv()).await;
    }
}
