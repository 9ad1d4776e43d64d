//! What is served, and who may use it, as this process knows it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use hub_access::secret_text::TokenHash;
use hub_model::{
    account::{ApiKey, KeyOwner, Permissions, Quotas},
    event::Actor,
    id::{ApiId, OrganisationId, ServerId, UserId, VersionId},
    server::{FrozenSource, Server, Target},
};
use hub_store::{apis::blobs::Packed, servers::calls};
use tokio::sync::Semaphore;

use super::{instances::Recent, replicas::Peer};
use crate::calls::outfit::Held;

/// Everything.
#[derive(Default)]
pub(super) struct Table {
    tenants: RwLock<Arc<Tenants>>,
    is_ready: AtomicBool,
    stamps: AtomicU64,
}

#[derive(Default, Clone)]
struct Tenants {
    by_slug: HashMap<String, Arc<Tenant>>,
    by_id: HashMap<OrganisationId, Arc<Tenant>>,
    keys: HashMap<[u8; 32], (OrganisationId, Arc<Key>)>,
}

/// An organisation.
#[derive(Clone)]
pub(super) struct Tenant {
    pub(super) id: OrganisationId,
    pub(super) slug: String,
    pub(super) quotas: Quotas,
    /// The last event that this takes in.
    pub(super) seen: i64,
    pub(super) members: HashMap<UserId, Permissions>,
    /// By the hashes of their texts.
    pub(super) keys: HashMap<[u8; 32], Arc<Key>>,
    pub(super) apis: HashMap<ApiId, Arc<Held>>,
    pub(super) routes: HashMap<ServerId, Arc<Route>>,
    slugs: HashMap<String, ServerId>,
}

/// A key that works.
pub(super) struct Key {
    pub(super) key: ApiKey,
    /// What it may do: its scopes, as far as its owner has them.
    pub(super) permissions: Permissions,
    /// The caller that it makes.
    pub(super) actor: Actor,
    /// By which calls of it are counted.
    pub(super) who: Arc<str>,
    /// Only these tools, where it says so.
    pub(super) tools: Arc<[String]>,
}

/// A server that is wanted to serve.
pub(super) struct Route {
    pub(super) server: Server,
    pub(super) current: Arc<Frozen>,
    pub(super) canary: Option<(Arc<Frozen>, u8)>,
    pub(super) target: Target,
    /// How many replicas there are depends on how many calls are in flight: they are told.
    pub(super) is_scaled: bool,
    /// Those that answer, where it has processes of its own.
    pub(super) replicas: Vec<Arc<Peer>>,
    /// What served its last call.
    pub(super) recent: Mutex<Option<Recent>>,
    /// Leave to call, for as many as may at a time.
    pub(super) room: Arc<Semaphore>,
    /// Under which its calls are counted.
    pub(super) limit: String,
    /// Another one whenever something about it changed, so that nothing made of an older one is used.
    pub(super) stamp: u64,
}

/// A version, as it is kept.
pub(super) struct Frozen {
    pub(super) version: VersionId,
    pub(super) sources: Vec<FrozenSource>,
    pub(super) blueprint: Arc<Packed>,
}

impl Key {
    pub(super) fn new(key: ApiKey, permissions: Permissions) -> Self {
        let actor = match key.owner {
            KeyOwner::User(user) => Actor::Key { id: key.id, user },
            KeyOwner::Service(id) => Actor::Service { id, key: key.id },
        };
        let tools = key.reach.as_ref().map(|reach| reach.tools.as_slice()).unwrap_or_default().into();
        Self { key, permissions, actor, who: calls::actor_id(actor).into(), tools }
    }
}

impl Tenant {
    pub(super) fn new(id: OrganisationId, slug: String, quotas: Quotas, seen: i64) -> Self {
        Self {
            id,
            slug,
            quotas,
            seen,
            members: HashMap::new(),
            keys: HashMap::new(),
            apis: HashMap::new(),
            routes: HashMap::new(),
            slugs: HashMap::new(),
        }
    }

    /// Takes a server in, or out.
    pub(super) fn set_route(&mut self, server: ServerId, route: Option<Arc<Route>>) {
        self.slugs.retain(|_, known| *known != server);
        match route {
            Some(route) => {
                self.slugs.insert(route.server.slug.clone(), server);
                self.routes.insert(server, route);
            }
            None => drop(self.routes.remove(&server)),
        }
    }
}

impl Table {
    fn read(&self) -> Arc<Tenants> {
        self.tenants.read().map(|tenants| Arc::clone(&tenants)).unwrap_or_default()
    }

    /// A server by the names in its address.
    pub(super) fn find(&self, organisation: &str, server: &str) -> Option<(Arc<Tenant>, Arc<Route>)> {
        let tenant = Arc::clone(self.read().by_slug.get(organisation)?);
        let route = Arc::clone(tenant.routes.get(tenant.slugs.get(server)?)?);
        Some((tenant, route))
    }

    pub(super) fn tenant(&self, id: OrganisationId) -> Option<Arc<Tenant>> {
        self.read().by_id.get(&id).map(Arc::clone)
    }

    /// The key of a hash, and the organisation that it is for.
    pub(super) fn key(&self, hash: &TokenHash) -> Option<(OrganisationId, Arc<Key>)> {
        self.read().keys.get(&hash.0).map(|(id, key)| (*id, Arc::clone(key)))
    }

    /// Puts an organisation in the place of what was known of it; takes it out where there is none.
    pub(super) fn set(&self, id: OrganisationId, tenant: Option<Tenant>) {
        let Ok(mut tenants) = self.tenants.write() else { return };
        let mut next = Tenants::clone(&tenants);
        if let Some(before) = next.by_id.remove(&id) {
            next.by_slug.remove(&before.slug);
            next.keys.retain(|_, (owner, _)| *owner != id);
        }
        if let Some(tenant) = tenant {
            let tenant = Arc::new(tenant);
            next.keys.extend(tenant.keys.iter().map(|(hash, key)| (*hash, (id, Arc::clone(key)))));
            next.by_slug.insert(tenant.slug.clone(), Arc::clone(&tenant));
            next.by_id.insert(id, tenant);
        }
        *tenants = Arc::new(next);
    }

    /// Servers whose replicas depend on how many calls are in flight.
    pub(super) fn scaled(&self) -> Vec<Arc<Route>> {
        let tenants = self.read();
        let routes = tenants.by_id.values().flat_map(|tenant| tenant.routes.values());
        routes.filter(|route| route.is_scaled).map(Arc::clone).collect()
    }

    /// The last event that is known of each organisation.
    pub(super) fn seen(&self) -> HashMap<OrganisationId, i64> {
        self.read().by_id.iter().map(|(id, tenant)| (*id, tenant.seen)).collect()
    }

    pub(super) fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Acquire)
    }

    pub(super) fn set_ready(&self) {
        self.is_ready.store(true, Ordering::Release);
    }

    pub(super) fn stamp(&self) -> u64 {
        self.stamps.fetch_add(1, Ordering::Relaxed)
    }
}
