//! What the cluster has of ours, kept fresh by watches: pods as they are, and which servers have an object that somebody changed.

use std::{
    collections::HashMap,
    fmt,
    pin::pin,
    sync::{Arc, PoisonError, RwLock},
};

use futures_util::StreamExt as _;
use k8s_openapi::api::core::v1::Pod as Found;
use kube::{
    Api, Client, ResourceExt as _,
    api::{DynamicObject, PartialObjectMeta},
    runtime::{
        WatchStreamExt as _,
        watcher::{Config, Event, watcher},
    },
};
use tokio::{sync::broadcast, task::AbortHandle};

use super::{Pod, api, label};

/// Notices that a slow listener may be behind before it misses some.
const BACKLOG: usize = 1_024;

/// What happened, of which server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The server's identifier.
    pub server: String,
    /// Something other than a pod is not as it was: whatever is wanted is to be applied again.
    pub is_object: bool,
}

pub(super) struct Watch {
    pods: Arc<RwLock<HashMap<String, Pod>>>,
    changes: broadcast::Sender<Changed>,
    tasks: Vec<AbortHandle>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Watches everything of a hub, in one namespace where there is only one.
    pub(super) fn new(client: &Client, hub: &str, namespace: Option<&str>) -> Self {
        let (changes, _) = broadcast::channel(BACKLOG);
        let pods: Arc<RwLock<HashMap<String, Pod>>> = Arc::default();
        let config = Config::default().labels(&format!("{}={hub}", label::HUB));
        let found: Api<Found> = match namespace {
            Some(namespace) => Api::namespaced(client.clone(), namespace),
            None => Api::all(client.clone()),
        };
        let mut tasks =
            vec![tokio::spawn(watch_pods(found, config.clone(), Arc::clone(&pods), changes.clone())).abort_handle()];
        for kind in api::OWNED {
            let resource = kind.resource();
            let objects: Api<PartialObjectMeta<DynamicObject>> = match namespace {
                Some(namespace) => Api::namespaced_with(client.clone(), namespace, &resource),
                None => Api::all_with(client.clone(), &resource),
            };
            let watching = watch_objects(objects, config.clone(), kind == api::DEPLOYMENT, changes.clone());
            tasks.push(tokio::spawn(watching).abort_handle());
        }
        Self { pods, changes, tasks }
    }

    pub(super) fn pods(&self, server: &str) -> Vec<Pod> {
        let pods = self.pods.read().unwrap_or_else(PoisonError::into_inner);
        let mut own: Vec<Pod> = pods.values().filter(|pod| pod.server == server).cloned().collect();
        own.sort_by(|one, other| one.name.cmp(&other.name));
        own
    }

    pub(super) fn subscribe(&self) -> broadcast::Receiver<Changed> {
        self.changes.subscribe()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

async fn watch_pods(
    api: Api<Found>,
    config: Config,
    pods: Arc<RwLock<HashMap<String, Pod>>>,
    changes: broadcast::Sender<Changed>,
) {
    let mut events = pin!(watcher(api, config).default_backoff());
    let mut fresh: HashMap<String, Pod> = HashMap::new();
    while let Some(event) = events.next().await {
        let changed: Vec<String> = {
            let mut known = pods.write().unwrap_or_else(PoisonError::into_inner);
            match event {
                Ok(Event::Apply(found)) => Pod::of(&found).map(|pod| keep(&mut known, pod)).into_iter().collect(),
                Ok(Event::Delete(found)) => {
                    let gone = found.uid().and_then(|uid| known.remove(&uid));
                    gone.map(|pod| pod.server).into_iter().collect()
                }
                Ok(Event::Init) => {
                    fresh.clear();
                    Vec::new()
                }
                Ok(Event::InitApply(found)) => {
                    if let Some(pod) = Pod::of(&found) {
                        keep(&mut fresh, pod);
                    }
                    Vec::new()
                }
                Ok(Event::InitDone) => {
                    let before = std::mem::replace(&mut *known, std::mem::take(&mut fresh));
                    before.into_values().chain(known.values().cloned()).map(|pod| pod.server).collect()
                }
                Err(error) => {
                    tracing::debug!(%error, "pods cannot be watched; it is tried again");
                    Vec::new()
                }
            }
        };
        for server in changed {
            let _ = changes.send(Changed { server, is_object: false });
        }
    }
}

fn keep(pods: &mut HashMap<String, Pod>, pod: Pod) -> String {
    let server = pod.server.clone();
    pods.insert(pod.uid.clone(), pod);
    server
}

/// `by_generation`: what the cluster itself writes about such an object is no change of it.
async fn watch_objects(
    api: Api<PartialObjectMeta<DynamicObject>>,
    config: Config,
    by_generation: bool,
    changes: broadcast::Sender<Changed>,
) {
    let mut generations: HashMap<String, i64> = HashMap::new();
    let mut events = pin!(watcher(api, config).default_backoff());
    while let Some(event) = events.next().await {
        let object: PartialObjectMeta<DynamicObject> = match event {
            Ok(Event::Apply(object) | Event::InitApply(object)) => {
                let generation = object.metadata.generation.unwrap_or(0);
                let before = object.uid().and_then(|uid| generations.insert(uid, generation));
                if by_generation && before == Some(generation) {
                    continue;
                }
                object
            }
            Ok(Event::Delete(object)) => {
                object.uid().map(|uid| generations.remove(&uid));
                object
            }
            Ok(Event::Init | Event::InitDone) => continue,
            Err(error) => {
                tracing::debug!(%error, "objects cannot be watched; it is tried again");
                continue;
            }
        };
        if let Some(server) = object.labels().get(label::SERVER) {
            let _ = changes.send(Changed { server: server.clone(), is_object: true });
        }
    }
}
