//! `POST /organisations/{organisation}/servers/{server}/deployment/rollback`: back to an older version.

use axum::extract::State;
use hub_model::server::Deployment;
use hub_store::servers::{
    deployments::{self, Wanted},
    versions,
};

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

/// Roll a server back
///
/// A canary ends; where there is none, the version before the present one is served again. Any other version is gone back to by
/// deploying it.
#[utoipa::path(post, path = "/organisations/{organisation}/servers/{server}/deployment/rollback", operation_id = "rollBackServer", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path)),
    responses((status = 202, description = "What is wanted, and how far it is", body = DeploymentView)))]
pub(crate) async fn roll_back(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server)): Path<(String, String)>,
) -> Result<(http::StatusCode, Json<DeploymentView>), Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let before = deployments::find(app.store(), id, server.id).await?.filter(|before| before.is_wanted);
    let before = before.ok_or_else(|| Problem::conflict("the server is not deployed"))?;
    let current = if before.canary.is_some() {
        before.current
    } else {
        let present = versions::find(app.store(), id, server.id, before.current).await?;
        let present = present.ok_or_else(|| Problem::not_found("the version"))?;
        let older = versions::by_number(app.store(), id, server.id, present.number - 1).await?;
        older.ok_or_else(|| Problem::conflict("there is no older version to go back to"))?.id
    };
    let Deployment { target, replicas, scaling, .. } = before;
    let wanted = Wanted { target, current, canary: None, replicas, scaling };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let deployment = deployments::want(&tx, id, server.id, wanted).await?;
    tx.commit().await?;
    Ok((http::StatusCode::ACCEPTED, Json(DeploymentView::of(&app, deployment).await?)))
}
