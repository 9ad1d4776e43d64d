//! Calls of tools by the hub itself: trials, tests of credentials, probes. By the same path as those of a server.

pub(crate) mod destinations;
pub(crate) mod outfit;

use std::{sync::Arc, time::Duration};

use hub_model::{
    Blueprint,
    api::Api,
    id::{OrganisationId, UserId},
};
use hub_runtime::{
    call::Executor,
    egress::Policy,
    secrets::Secrets,
    settings::{Limits, Settings},
};
use hub_store::apis::credentials;
use secrecy::{ExposeSecret as _, SecretString};

use crate::{app::App, http::problem::Problem};

/// Secrets by the names of their schemes.
pub(crate) type Named = Vec<(String, SecretString)>;

/// The egress rules that the operator set.
pub(crate) fn policy(app: &App) -> Policy {
    let egress = &app.settings().egress;
    Policy { allow_private: egress.allow_private, allow: egress.allow.clone() }
}

/// The secrets for the calls of a user to these tools: their own, or else everybody's. Refused when one of them was set for another
/// place than the tools lead to.
pub(crate) async fn secrets(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    blueprint: &Blueprint,
    user: Option<UserId>,
) -> Result<Named, Problem> {
    let opened = credentials::open(app.store(), organisation, api.id, user).await?;
    destinations::allowed(opened, blueprint, api)
}

/// What executes the tools of a blueprint for an API.
pub(crate) async fn executor(
    app: &App,
    blueprint: Arc<Blueprint>,
    api: &Api,
    secrets: &Named,
    timeout: Duration,
) -> Result<Executor, Problem> {
    let mut kept = Secrets::new();
    for (scheme, value) in secrets {
        kept.insert(scheme, value.expose_secret());
    }
    let settings = Settings {
        upstream: api.settings.upstream.clone(),
        egress: policy(app),
        limits: Limits { call_timeout: timeout, ..Limits::default() },
        clock: Arc::clone(app.clock()),
        ..Settings::default()
    };
    // Thousands of tools take a moment to prepare.
    let prepared = tokio::task::spawn_blocking(move || Executor::new(&blueprint, kept, settings)).await;
    prepared
        .map_err(Problem::internal)?
        .map_err(|error| Problem::conflict(format!("the API cannot be called: {error}")))
}

/// A blueprint with one of its tools only: preparing the others would be for nothing.
pub(crate) fn only(blueprint: &Blueprint, tool: &str) -> Option<Arc<Blueprint>> {
    let tool = blueprint.tools.iter().find(|known| known.name == tool)?;
    let used = blueprint.upstreams.iter().filter(|(key, _)| *key == tool.binding.upstream());
    let used = used.map(|(key, upstream)| (key.clone(), upstream.clone())).collect();
    Some(Arc::new(Blueprint {
        format: blueprint.format.clone(),
        digest: String::new(),
        name: blueprint.name.clone(),
        title: blueprint.title.clone(),
        version: blueprint.version.clone(),
        description: String::new(),
        instructions: String::new(),
        profile: blueprint.profile,
        tools: vec![tool.clone()],
        resources: Vec::new(),
        upstreams: used,
        schemes: blueprint.schemes.clone(),
        types: blueprint.types.clone(),
        xml: blueprint.xml.clone(),
        sources: Vec::new(),
    }))
}
