//! `GET /organisations/{organisation}/servers/{server}/deployment/replicas`.

use axum::extract::State;
use hub_model::{
    Timestamp,
    id::{ReplicaId, VersionId},
    server::{Replica, ReplicaState},
};
use hub_store::servers::replicas;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        path::Path,
        problem::Problem,
    },
};

/// A process that serves one version of a server.
#[derive(Serialize, ToSchema)]
#[schema(as = Replica)]
pub(crate) struct ReplicaView {
    id: ReplicaId,
    /// What it serves.
    version: VersionId,
    /// How it does.
    state: ReplicaState,
    /// What there is to say about it.
    message: String,
    /// The process of the hub that looks after it.
    node: String,
    /// Its number in the operating system there.
    process: Option<i64>,
    started_at: Timestamp,
    updated_at: Timestamp,
}

impl From<Replica> for ReplicaView {
    fn from(replica: Replica) -> Self {
        let Replica { id, version, state, message, node, process, started_at, updated_at, .. } = replica;
        Self { id, version, state, message, node, process, started_at, updated_at }
    }
}

/// See a server's processes
///
/// None where it runs in the gateway's own process.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/deployment/replicas", operation_id = "listReplicas", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 200, description = "The processes", body = List<ReplicaView>)))]
pub(crate) async fn replicas(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Json<List<ReplicaView>>, Problem> {
    let server = servers::find(&app, authorised.id(), &server).await?;
    let replicas = replicas::list(app.store(), authorised.id(), server.id).await?;
    Ok(Json(List::whole(replicas.into_iter().map(ReplicaView::from))))
}
