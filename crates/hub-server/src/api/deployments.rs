//! How servers are deployed.

pub(crate) mod deploy;
pub(crate) mod get;
pub(crate) mod promote;
pub(crate) mod replicas;
pub(crate) mod roll_back;
pub(crate) mod stop;

use hub_model::{
    Timestamp,
    id::{OrganisationId, ServerId, VersionId},
    server::{Canary, Deployment, DeploymentState, Scaling, Target},
};
use hub_store::servers::replicas as running;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{app::App, http::problem::Problem};

/// How a server is deployed: what is wanted, and what there is.
#[derive(Serialize, ToSchema)]
#[schema(as = Deployment)]
pub(crate) struct DeploymentView {
    /// It is wanted to serve.
    is_wanted: bool,
    /// Where.
    target: Target,
    /// The version that it serves.
    version: VersionId,
    /// A newer version that some callers get.
    canary: Option<Canary>,
    /// Replicas of each version, where it has processes or containers of its own.
    replicas: i64,
    /// As many as there is to do instead, where it says so.
    scaling: Option<Scaling>,
    /// How far it is.
    state: DeploymentState,
    /// None of its replicas runs, because nobody calls: the first call starts one, and waits for it.
    is_asleep: bool,
    /// Since when.
    since: Timestamp,
    /// What there is to say about it: why it failed, what is missing.
    message: String,
    /// What is wanted has been looked at: the state is the one of what is wanted now.
    is_settled: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl DeploymentView {
    /// What is known of a deployment, and whether it sleeps.
    pub(crate) async fn of(app: &App, deployment: Deployment) -> Result<Self, Problem> {
        let mut views = Self::all(app, deployment.organisation, vec![deployment]).await?;
        views.pop().map(|(_, view)| view).ok_or_else(|| Problem::not_found("the deployment"))
    }

    /// The same of some deployments of an organisation, with their servers.
    pub(crate) async fn all(
        app: &App,
        organisation: OrganisationId,
        deployments: Vec<Deployment>,
    ) -> Result<Vec<(ServerId, Self)>, Problem> {
        let can_sleep: Vec<ServerId> = deployments.iter().filter(|one| one.can_sleep()).map(|one| one.server).collect();
        let awake = running::servers_with_any(app.store(), organisation, &can_sleep).await?;
        let is_asleep = |server: ServerId| can_sleep.contains(&server) && !awake.contains(&server);
        let view = |one: Deployment| (one.server, is_asleep(one.server), one);
        let views = deployments.into_iter().map(view);
        Ok(views.map(|(server, is_asleep, one)| (server, Self::new(one, is_asleep))).collect())
    }

    fn new(deployment: Deployment, is_asleep: bool) -> Self {
        let Deployment { is_wanted, target, current, canary, replicas, scaling, state, since, message, .. } =
            deployment;
        Self {
            is_wanted,
            target,
            version: current,
            canary,
            replicas,
            scaling,
            state,
            is_asleep,
            since,
            message,
            is_settled: deployment.generation == deployment.observed_generation,
            created_at: deployment.created_at,
            updated_at: deployment.updated_at,
        }
    }
}
