//! How servers are deployed.

pub(crate) mod deploy;
pub(crate) mod get;
pub(crate) mod promote;
pub(crate) mod replicas;
pub(crate) mod roll_back;
pub(crate) mod stop;

use hub_model::{
    Timestamp,
    id::VersionId,
    server::{Canary, Deployment, DeploymentState, Scaling, Target},
};
use serde::Serialize;
use utoipa::ToSchema;

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
    /// Since when.
    since: Timestamp,
    /// What there is to say about it: why it failed, what is missing.
    message: String,
    /// What is wanted has been looked at: the state is the one of what is wanted now.
    is_settled: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<Deployment> for DeploymentView {
    fn from(deployment: Deployment) -> Self {
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
            since,
            message,
            is_settled: deployment.generation == deployment.observed_generation,
            created_at: deployment.created_at,
            updated_at: deployment.updated_at,
        }
    }
}
