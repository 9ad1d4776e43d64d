//! `POST /organisations/{organisation}/servers/{server}/deployment/promotion`: the canary for everybody.

use axum::extract::State;
use hub_model::server::Deployment;
use hub_store::servers::deployments::{self, Wanted};

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

/// Give the canary to everybody
#[utoipa::path(post, path = "/organisations/{organisation}/servers/{server}/deployment/promotion", operation_id = "promoteCanary", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path)),
    responses((status = 202, description = "What is wanted, and how far it is", body = DeploymentView)))]
pub(crate) async fn promote(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server)): Path<(String, String)>,
) -> Result<(http::StatusCode, Json<DeploymentView>), Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let before = deployments::find(app.store(), id, server.id).await?.filter(|before| before.is_wanted);
    let before = before.ok_or_else(|| Problem::conflict("the server is not deployed"))?;
    let canary = before.canary.ok_or_else(|| Problem::conflict("there is no canary to promote"))?;
    let Deployment { target, replicas, scaling, .. } = before;
    let wanted = Wanted { target, current: canary.version, canary: None, replicas, scaling };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let deployment = deployments::want(&tx, id, server.id, wanted).await?;
    tx.commit().await?;
    Ok((http::StatusCode::ACCEPTED, Json(DeploymentView::of(&app, deployment).await?)))
}
