//! `PUT /organisations/{organisation}/servers/{server}/deployment`.

use axum::extract::State;
use hub_model::server::{Canary, Scaling, Target};
use hub_store::servers::deployments::{self, Wanted};
use serde::Deserialize;
use utoipa::ToSchema;

use super::DeploymentView;
use crate::{
    api::{servers, versions},
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// How a server is to be deployed; what is left out stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDeployment)]
pub(crate) struct Body {
    /// The version to serve, by its identifier or its number; the newest where nothing is deployed yet.
    #[serde(default)]
    #[schema(max_length = 40)]
    version: Option<String>,
    /// Let some callers have a newer version, and the others the one that there is.
    #[serde(default)]
    canary: Option<CanaryBody>,
    /// Where: in the gateway's own process at first.
    #[serde(default)]
    target: Option<Target>,
    /// Replicas of each version, where it has processes or containers of its own; one at first. Always so many: ends scaling.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 32)]
    replicas: Option<i64>,
    /// Replicas by how much there is to do, instead of always as many.
    #[serde(default)]
    scaling: Option<Scaling>,
}

/// Processes of a version.
const MOST: i64 = 32;

/// A newer version for some callers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCanary)]
pub(crate) struct CanaryBody {
    /// The newer version, by its identifier or its number.
    #[schema(max_length = 40)]
    version: String,
    /// Callers of a hundred.
    #[schema(minimum = 1, maximum = 99)]
    percent: u8,
}

/// Deploy a server
///
/// Answers at once; how far it is can be followed in the deployment and in the events. Deploying a version ends a canary.
#[utoipa::path(put, path = "/organisations/{organisation}/servers/{server}/deployment", operation_id = "deployServer", tag = "deployments",
    params(("organisation" = String, Path), ("server" = String, Path)), request_body = Body,
    responses((status = 202, description = "What is wanted, and how far it is", body = DeploymentView)))]
pub(crate) async fn deploy(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server)): Path<(String, String)>,
    Json(body): Json<Body>,
) -> Result<(http::StatusCode, Json<DeploymentView>), Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let before = deployments::find(app.store(), id, server.id).await?;
    let named = match &body.version {
        Some(named) => Some(versions::find(&app, id, server.id, named).await?.id),
        None => None,
    };
    let current = named.or(before.as_ref().map(|before| before.current)).or(server.latest);
    let current = current.ok_or_else(|| Problem::conflict("the server has no version yet; make one first"))?;
    let canary = match &body.canary {
        Some(CanaryBody { percent, .. }) if !(1..=99).contains(percent) => {
            return Err(Problem::invalid("canary.percent", "choose between 1 and 99"));
        }
        Some(CanaryBody { version, percent }) => {
            let version = versions::find(&app, id, server.id, version).await?.id;
            (version != current).then_some(Canary { version, percent: *percent })
        }
        // Somebody who only wants it to be served again does not want the canary to end.
        None if named.is_none() => before.as_ref().and_then(|before| before.canary),
        None => None,
    };
    let target = body.target.or(before.as_ref().map(|before| before.target)).unwrap_or(Target::Embedded);
    let replicas = body.replicas.or(before.as_ref().map(|before| before.replicas)).unwrap_or(1);
    if !(1..=MOST).contains(&replicas) {
        return Err(Problem::invalid("replicas", "choose between 1 and 32"));
    }
    let scaling = match (body.scaling, body.replicas) {
        (Some(_), Some(_)) => {
            return Err(Problem::invalid("scaling", "leave `replicas` out: how many there are is up to scaling"));
        }
        (Some(scaling), None) => Some(checked(scaling, target)?),
        (None, Some(_)) => None,
        (None, None) => before.as_ref().and_then(|before| before.scaling).filter(|_| target.has_replicas()),
    };
    let wanted = Wanted { target, current, canary, replicas, scaling };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let deployment = deployments::want(&tx, id, server.id, wanted).await?;
    tx.commit().await?;
    Ok((http::StatusCode::ACCEPTED, Json(DeploymentView::of(&app, deployment).await?)))
}

fn checked(scaling: Scaling, target: Target) -> Result<Scaling, Problem> {
    let Scaling { min, max, calls, cpu_percent, quiet_seconds } = scaling;
    if !target.has_replicas() {
        return Err(Problem::invalid(
            "scaling",
            "a server in the gateway's own process has no replicas; choose another target",
        ));
    }
    if !(1..=MOST).contains(&max) {
        return Err(Problem::invalid("scaling.max", "choose between 1 and 32"));
    }
    if !(0..=max).contains(&min) {
        return Err(Problem::invalid("scaling.min", "choose between 0 and `max`"));
    }
    if !(1..=10_000).contains(&calls) {
        return Err(Problem::invalid("scaling.calls", "choose between 1 and 10000"));
    }
    if cpu_percent.is_some_and(|percent| !(1..=1_000).contains(&percent)) {
        return Err(Problem::invalid("scaling.cpu_percent", "choose between 1 and 1000"));
    }
    if !(5..=3_600).contains(&quiet_seconds) {
        return Err(Problem::invalid("scaling.quiet_seconds", "choose between 5 and 3600"));
    }
    Ok(scaling)
}
