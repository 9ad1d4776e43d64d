//! Reads what the gateway keeps: an organisation as a whole, or the part of it that an event is about.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use hub_access::{roles, secret_text::TokenHash};
use hub_model::{
    id::{ApiId, OrganisationId, ServerId, VersionId},
    server::{Deployment, Server, Target},
};
use hub_store::{
    Error, Result, Store,
    apis::blobs::Packed,
    organisations::quotas,
    servers::{replicas, serving, versions},
};
use tokio::sync::Semaphore;

use super::{
    replicas::Peer,
    table::{Frozen, Key, Route, Table, Tenant},
};
use crate::calls::outfit;

/// An organisation; nothing where it is gone.
pub(super) async fn tenant(store: &Store, table: &Table, id: OrganisationId) -> Result<Option<Tenant>> {
    let Some(found) = serving::tenant(store, id).await? else { return Ok(None) };
    let mut tenant = Tenant::new(id, found.slug, quotas::effective(&found.quotas, store.default_quotas()), found.seen);
    people(store, &mut tenant).await?;
    let before = table.tenant(id);
    let ready = currents(store, before.as_deref(), id).await?;
    for (server, deployment) in serving::deployed(store, id, None).await? {
        let id = server.id;
        let route = route(store, table, before.as_deref(), &ready, server, deployment).await?;
        hold(store, &mut tenant, &route).await?;
        tenant.set_route(id, Some(Arc::new(route)));
    }
    Ok(Some(tenant))
}

/// Keys and members.
pub(super) async fn people(store: &Store, tenant: &mut Tenant) -> Result<()> {
    let members = serving::members(store, tenant.id).await?;
    tenant.members = members
        .into_iter()
        .map(|(user, standing)| (user, roles::permissions(standing.role, standing.custom)))
        .collect();
    let keys = serving::keys(store, tenant.id).await?;
    let known = |caller: serving::Caller| {
        let granted = roles::permissions(caller.standing.role, caller.standing.custom);
        let hash: TokenHash = caller.hash.parse().ok()?;
        let permissions = granted.and(caller.key.scopes);
        Some((hash.0, Arc::new(Key::new(caller.key, permissions))))
    };
    tenant.keys = keys.into_iter().filter_map(known).collect();
    Ok(())
}

/// One server, as it is wanted now.
pub(super) async fn server(store: &Store, table: &Table, tenant: &mut Tenant, id: ServerId) -> Result<()> {
    let before = tenant.clone();
    match serving::deployed(store, tenant.id, Some(id)).await?.pop() {
        Some((server, deployment)) => {
            let route = route(store, table, Some(&before), &HashMap::new(), server, deployment).await?;
            hold(store, tenant, &route).await?;
            tenant.set_route(id, Some(Arc::new(route)));
        }
        None => tenant.set_route(id, None),
    }
    Ok(())
}

/// An API that changed, or whose secrets did: every server that is made of it is made anew.
pub(super) async fn api(store: &Store, table: &Table, tenant: &mut Tenant, id: ApiId) -> Result<()> {
    if tenant.apis.remove(&id).is_none() {
        return Ok(());
    }
    let uses = |route: &Arc<Route>| route.versions().any(|frozen| frozen.sources.iter().any(|source| source.api == id));
    let servers: Vec<ServerId> =
        tenant.routes.values().filter(|route| uses(route)).map(|route| route.server.id).collect();
    for id in servers {
        server(store, table, tenant, id).await?;
    }
    Ok(())
}

impl Route {
    /// Its versions.
    fn versions(&self) -> impl Iterator<Item = &Arc<Frozen>> {
        std::iter::once(&self.current).chain(self.canary.as_ref().map(|(frozen, _)| frozen))
    }
}

async fn route(
    store: &Store,
    table: &Table,
    before: Option<&Tenant>,
    ready: &HashMap<VersionId, Arc<Frozen>>,
    server: Server,
    deployment: Deployment,
) -> Result<Route> {
    let known = before.and_then(|tenant| tenant.routes.get(&server.id));
    let current = match ready.get(&deployment.current) {
        Some(ready) => Arc::clone(ready),
        None => frozen(store, known, &server, deployment.current).await?,
    };
    let canary = match deployment.canary {
        Some(canary) => Some((frozen(store, known, &server, canary.version).await?, canary.percent)),
        None => None,
    };
    let replicas = match deployment.target {
        Target::Embedded => Vec::new(),
        Target::Process | Target::Docker | Target::Kubernetes => peers(store, known, &server).await?,
    };
    let (current, canary) = match deployment.target {
        Target::Embedded => (current, canary),
        Target::Process | Target::Docker | Target::Kubernetes => {
            answering(store, known, &server, &replicas, current, canary).await?
        }
    };
    let most = usize::try_from(server.settings.concurrent_calls).unwrap_or(1);
    // Whoever is in stays counted, unless there is room for another number now.
    let room = known
        .filter(|known| known.server.settings.concurrent_calls == server.settings.concurrent_calls)
        .map_or_else(|| Arc::new(Semaphore::new(most)), |known| Arc::clone(&known.room));
    let target = match known {
        // What has to be started first is waited for here: the gateway goes on by itself until a replica answers.
        Some(known) if known.target == Target::Embedded && deployment.target.has_replicas() && replicas.is_empty() => {
            Target::Embedded
        }
        _ => deployment.target,
    };
    let (limit, stamp) = (format!("server:{}", server.id), table.stamp());
    let is_scaled = deployment.scaling.is_some();
    Ok(Route { server, current, canary, target, is_scaled, replicas, recent: Mutex::default(), room, limit, stamp })
}

/// The replicas that answer. Of one that is known, it stays known how much it has to do.
async fn peers(store: &Store, known: Option<&Arc<Route>>, server: &Server) -> Result<Vec<Arc<Peer>>> {
    let known = |id| known.and_then(|route| route.replicas.iter().find(|peer| peer.id() == id)).map(Arc::clone);
    let ready = replicas::ready(store, server.organisation, server.id).await?;
    let now = store.clock().now();
    Ok(ready
        .into_iter()
        .filter_map(|ready| known(ready.replica.id).or_else(|| Peer::new(ready, now).map(Arc::new)))
        .collect())
}

/// The versions that callers get: those that are wanted, as far as replicas of them answer. Until then, what served before goes on.
async fn answering(
    store: &Store,
    known: Option<&Arc<Route>>,
    server: &Server,
    replicas: &[Arc<Peer>],
    current: Arc<Frozen>,
    canary: Option<(Arc<Frozen>, u8)>,
) -> Result<(Arc<Frozen>, Option<(Arc<Frozen>, u8)>)> {
    let answers = |version: VersionId| replicas.iter().any(|peer| peer.version() == version);
    let canary = canary.filter(|(frozen, _)| answers(frozen.version));
    let is_candidate = |version: &VersionId| canary.as_ref().is_none_or(|(frozen, _)| frozen.version != *version);
    if answers(current.version) {
        return Ok((current, canary));
    }
    let before = replicas.iter().map(|peer| peer.version()).filter(is_candidate).max();
    match before {
        Some(before) => Ok((frozen(store, known, server, before).await?, canary)),
        None => Ok((current, canary)),
    }
}

/// What an organisation's servers serve, read together: one by one, thousands take too long.
async fn currents(
    store: &Store,
    before: Option<&Tenant>,
    id: OrganisationId,
) -> Result<HashMap<VersionId, Arc<Frozen>>> {
    let known = before.into_iter().flat_map(|tenant| tenant.routes.values()).flat_map(|route| route.versions());
    let mut ready: HashMap<VersionId, Arc<Frozen>> = known.map(|frozen| (frozen.version, Arc::clone(frozen))).collect();
    let missing: Vec<_> = serving::currents(store, id)
        .await?
        .into_iter()
        .filter(|current| !ready.contains_key(&current.version))
        .collect();
    if missing.is_empty() {
        return Ok(ready);
    }
    let blueprints = serving::blueprints(store, id).await?.into_iter().map(|(blob, packed)| (blob, Arc::new(packed)));
    let blueprints: HashMap<String, Arc<Packed>> = blueprints.collect();
    for current in missing {
        if let Some(blueprint) = blueprints.get(&current.blob) {
            let blueprint = Arc::clone(blueprint);
            let frozen = Frozen { version: current.version, sources: current.sources, blueprint };
            ready.insert(current.version, Arc::new(frozen));
        }
    }
    Ok(ready)
}

/// A version: it never changes, so that one that is known is not read again.
async fn frozen(store: &Store, known: Option<&Arc<Route>>, server: &Server, id: VersionId) -> Result<Arc<Frozen>> {
    let same = known.and_then(|route| route.versions().find(|frozen| frozen.version == id));
    if let Some(same) = same {
        return Ok(Arc::clone(same));
    }
    let missing = || Error::Missing("the version");
    let version = versions::find(store, server.organisation, server.id, id).await?.ok_or_else(missing)?;
    let blueprint = Arc::new(serving::blueprint(store, server.organisation, id).await?.ok_or_else(missing)?);
    Ok(Arc::new(Frozen { version: id, sources: version.sources, blueprint }))
}

/// The APIs that a server is made of, with their secrets.
async fn hold(store: &Store, tenant: &mut Tenant, route: &Route) -> Result<()> {
    let wanted: HashMap<ApiId, ()> =
        route.versions().flat_map(|frozen| frozen.sources.iter().map(|source| (source.api, ()))).collect();
    for id in wanted.into_keys().filter(|id| !tenant.apis.contains_key(id)).collect::<Vec<_>>() {
        if let Some(held) = outfit::held(store, tenant.id, id).await? {
            tenant.apis.insert(id, Arc::new(held));
        }
    }
    Ok(())
}
