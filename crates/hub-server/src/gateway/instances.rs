//! Servers that are awake: made of a version when they are first used, and kept while they are.

use std::{
    sync::{Arc, Weak},
    time::{Duration, Instant},
};

use hub_compiler::narrow;
use hub_model::{
    Blueprint,
    id::{ServerId, SessionId, UserId, VersionId},
    server::Ask,
};
use hub_runtime::{
    discovery::Discovery,
    http::{Access, Endpoint, Hosts, Options},
    server::Server,
    settings::Settings,
};
use moka::future::Cache;

use super::{
    admit::Visit,
    hosted::Hosted,
    table::{Frozen, Route, Tenant},
};
use crate::{app::App, calls::outfit, http::problem::Problem};

/// How long what served the last call serves without being looked for.
const LOOK: Duration = Duration::from_secs(60);

/// What an instance depends on beside its version.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Name {
    server: ServerId,
    version: VersionId,
    stamp: u64,
    tools: Arc<[String]>,
    /// Who has credentials of their own for it.
    user: Option<UserId>,
}

/// What served the last call of a route: mostly the next one wants the same, and need not look for it among all.
pub(super) struct Recent {
    version: VersionId,
    tools: Arc<[String]>,
    user: Option<UserId>,
    endpoint: Weak<Endpoint<Hosted>>,
    at: Instant,
}

impl Recent {
    /// What is still there. From time to time it is looked for among all, where it would otherwise be thought to be idle.
    fn endpoint(&self, now: Instant) -> Option<Arc<Endpoint<Hosted>>> {
        if now.saturating_duration_since(self.at) > LOOK { None } else { self.endpoint.upgrade() }
    }
}

pub(super) struct Instances {
    awake: Cache<Name, Arc<Endpoint<Hosted>>>,
    sessions: Cache<SessionId, bool>,
}

impl Default for Instances {
    fn default() -> Self {
        let weight = |_: &Name, endpoint: &Arc<Endpoint<Hosted>>| endpoint.service().weight();
        Self {
            awake: Cache::builder()
                .weigher(weight)
                .max_capacity(2 << 20)
                .time_to_idle(Duration::from_secs(3_600))
                .build(),
            sessions: Cache::builder().max_capacity(100_000).time_to_live(Duration::from_secs(15)).build(),
        }
    }
}

impl Instances {
    /// What serves a visit.
    pub(super) async fn get(
        &self,
        app: &App,
        tenant: &Arc<Tenant>,
        visit: &Visit,
    ) -> Result<Arc<Endpoint<Hosted>>, Problem> {
        let Visit { route, frozen, tools, .. } = visit;
        let user = visit.user.filter(|user| has_own(tenant, frozen, *user));
        let now = visit.arrived;
        let is_same =
            |recent: &&Recent| recent.version == frozen.version && recent.user == user && recent.tools == *tools;
        let recent = route.recent.lock().ok().and_then(|recent| recent.as_ref().filter(is_same)?.endpoint(now));
        if let Some(endpoint) = recent {
            return Ok(endpoint);
        }
        let endpoint = self.found(app, tenant, visit, user).await?;
        if let Ok(mut recent) = route.recent.lock() {
            let (tools, endpoint) = (Arc::clone(tools), Arc::downgrade(&endpoint));
            *recent = Some(Recent { version: frozen.version, tools, user, endpoint, at: now });
        }
        Ok(endpoint)
    }

    async fn found(
        &self,
        app: &App,
        tenant: &Arc<Tenant>,
        visit: &Visit,
        user: Option<UserId>,
    ) -> Result<Arc<Endpoint<Hosted>>, Problem> {
        let Visit { route, frozen, tools, .. } = visit;
        let name = Name {
            server: route.server.id,
            version: frozen.version,
            stamp: route.stamp,
            tools: Arc::clone(tools),
            user,
        };
        if let Some(awake) = self.awake.get(&name).await {
            return Ok(awake);
        }
        let made = (app.clone(), Arc::clone(tenant), Arc::clone(route), Arc::clone(frozen), Arc::clone(tools));
        let waking = async move {
            let (app, tenant, route, frozen, tools) = made;
            // Thousands of tools take a moment to prepare.
            let woken = tokio::task::spawn_blocking(move || wake(&app, &tenant, &route, &frozen, &tools, user)).await;
            woken.map_err(|error| error.to_string())?
        };
        self.awake
            .try_get_with(name, waking)
            .await
            .map_err(|why| Problem::conflict(format!("the server cannot be started: {why}")))
    }

    /// Whether a sign-in holds, as it was a moment ago.
    pub(super) async fn session(&self, id: SessionId, look: impl Future<Output = bool>) -> bool {
        self.sessions.get_with(id, look).await
    }
}

fn has_own(tenant: &Tenant, frozen: &Frozen, user: UserId) -> bool {
    let held = frozen.sources.iter().filter_map(|source| tenant.apis.get(&source.api));
    held.flat_map(|held| &held.secrets).any(|(owner, _)| *owner == Some(user))
}

/// Makes a server of a version; the reason where it cannot be one.
fn wake(
    app: &App,
    tenant: &Tenant,
    route: &Route,
    frozen: &Frozen,
    tools: &[String],
    user: Option<UserId>,
) -> Result<Arc<Endpoint<Hosted>>, String> {
    let bytes = frozen.blueprint.unpack().map_err(|error| error.to_string())?;
    let mut blueprint: Blueprint = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if !tools.is_empty() {
        blueprint = narrow(blueprint, tools);
    }
    let settings = &route.server.settings;
    let many = blueprint.tools.len();
    let held = |id| tenant.apis.get(&id).map(|held| &**held);
    let (runtime, secrets) = outfit::outfit(app, &blueprint, &frozen.sources, held, settings, user).settings(None);
    let runtime = Settings {
        discovery: match route.server.design.discovery.lists(many) {
            true => Discovery::List,
            false => Discovery::Search,
        },
        ask: (settings.ask == Ask::Destructive).then(|| Arc::clone(app.asking())),
        clock: Arc::clone(app.clock()),
        ..runtime
    };
    let weight = u32::try_from(many.saturating_mul(4)).unwrap_or(u32::MAX).saturating_add(16);
    let mut server = Server::new(blueprint, secrets, runtime).map_err(|error| error.to_string())?;
    if !tools.is_empty() {
        // Another key sees other tools.
        server = server.with_private_lists();
    }
    let origins = app.settings().listen.allowed_origins.clone();
    let questions = app.gateway().questions.clone();
    let access = Access { hosts: Hosts::Any, origins, bearer: None };
    let options = Options { access, questions, ..Options::default() };
    Ok(Arc::new(Endpoint::new(Arc::new(Hosted::new(app.clone(), server, weight, user)), options)))
}
