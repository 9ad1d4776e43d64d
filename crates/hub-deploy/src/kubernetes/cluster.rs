//! A cluster: reached as `kubectl` would, or from within; told what there should be, and asked what there is.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use k8s_openapi::api::core::v1::{Pod as Found, Secret};
use kube::{
    Client, Config, Error,
    api::{DeleteParams, ListParams, LogParams, Patch, PatchParams, PropagationPolicy},
    config::{KubeConfigOptions, Kubeconfig},
};
use serde_json::{Value, json};
use tokio::sync::broadcast;

use super::{
    MANAGER, Names, Pod,
    api::{self, Kind},
    label,
    manifests::TOLD,
    watch::{Changed, Watch},
};

/// How the cluster is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// A file as `kubectl` has it; where `kubectl` looks, or the pod's own account, when absent.
    pub kubeconfig: Option<PathBuf>,
    /// The context in it; the current one when absent.
    pub context: Option<String>,
    /// The only namespace that is used; each organisation gets one of its own when absent.
    pub namespace: Option<String>,
    /// The hub's name among others.
    pub hub: String,
}

/// A server that the cluster has something of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// Whose it is.
    pub organisation: String,
    /// The server.
    pub server: String,
    /// Where it is.
    pub namespace: String,
}

/// A cluster. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cluster {
    client: DebugClient,
    watch: Arc<Watch>,
}

#[derive(Clone)]
struct DebugClient(Client);

impl std::fmt::Debug for DebugClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

/// A cluster that answers.
pub(super) async fn dial(access: &Access) -> Result<Client, String> {
    let options = KubeConfigOptions { context: access.context.clone(), ..KubeConfigOptions::default() };
    let config = match &access.kubeconfig {
        Some(path) => {
            let read = Kubeconfig::read_from(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Config::from_custom_kubeconfig(read, &options).await.map_err(|error| error.to_string())?
        }
        None => Config::infer().await.map_err(|error| format!("no cluster is known: {error}"))?,
    };
    let client = Client::try_from(config).map_err(words)?;
    client.apiserver_version().await.map_err(|error| format!("the cluster does not answer: {}", words(error)))?;
    Ok(client)
}

impl Cluster {
    /// Connects, and begins to watch.
    ///
    /// # Errors
    /// When it cannot be reached; in words for an operator.
    pub async fn connect(access: &Access) -> Result<Self, String> {
        let client = dial(access).await?;
        let watch = Arc::new(Watch::new(&client, &access.hub, access.namespace.as_deref()));
        Ok(Self { client: DebugClient(client), watch })
    }

    /// Applies manifests in their order. Fields of others are kept; those that we set and others changed are ours again.
    ///
    /// # Errors
    /// The first that the cluster refuses, and why.
    pub async fn apply(&self, manifests: &[Value]) -> Result<(), String> {
        let params = PatchParams::apply(MANAGER).force();
        for manifest in manifests {
            let name = text(manifest, "/metadata/name");
            let kind = Kind::of(manifest).ok_or_else(|| format!("{name} is of no kind that is applied"))?;
            let api = kind.within(&self.client.0, text(manifest, "/metadata/namespace"));
            let applied = api.patch(name, &params, &Patch::Apply(manifest)).await;
            applied.map_err(|error| format!("{} {name}: {}", kind.kind, words(error)))?;
        }
        Ok(())
    }

    /// Removes all that there is of a server.
    ///
    /// # Errors
    /// When the cluster does not answer, or refuses.
    pub async fn prune(&self, namespace: &str, server: &str) -> Result<(), String> {
        self.remove(&api::OWNED, namespace, &format!("{}={server}", label::SERVER)).await
    }

    /// Removes versions of a server that are not among these.
    ///
    /// # Errors
    /// When the cluster does not answer, or refuses.
    pub async fn retire(&self, namespace: &str, server: &str, versions: &[String]) -> Result<(), String> {
        let others =
            format!("{}={server},{},{} notin ({})", label::SERVER, label::VERSION, label::VERSION, versions.join(","));
        self.remove(&api::OWNED, namespace, &others).await
    }

    /// Removes the autoscalers of a server.
    ///
    /// # Errors
    /// When the cluster does not answer, or refuses.
    pub async fn unscale(&self, namespace: &str, server: &str) -> Result<(), String> {
        self.remove(&[api::SCALER], namespace, &format!("{}={server}", label::SERVER)).await
    }

    async fn remove(&self, kinds: &[Kind], namespace: &str, selector: &str) -> Result<(), String> {
        let ours = ListParams::default().labels(selector);
        let params =
            DeleteParams { propagation_policy: Some(PropagationPolicy::Background), ..DeleteParams::default() };
        let is_gone = |error: &Error| matches!(error, Error::Api(status) if status.code == 404);
        for kind in kinds {
            let api = kind.within(&self.client.0, namespace);
            let found = match api.list_metadata(&ours).await {
                Ok(found) => found,
                Err(error) if is_gone(&error) => continue,
                Err(error) => return Err(words(error)),
            };
            for name in found.items.into_iter().filter_map(|object| object.metadata.name) {
                match api.delete(&name, &params).await {
                    Ok(_) => {}
                    Err(error) if is_gone(&error) => {}
                    Err(error) => return Err(format!("{} {name}: {}", kind.kind, words(error))),
                }
            }
        }
        Ok(())
    }

    /// What the pods of a version are told, where there are any.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub async fn told(&self, namespace: &str, name: &str) -> Result<Option<Vec<u8>>, String> {
        let secrets: kube::Api<Secret> = kube::Api::namespaced(self.client.0.clone(), namespace);
        match secrets.get_opt(name).await {
            Ok(found) => Ok(found.and_then(|secret| secret.data?.remove(TOLD)).map(|told| told.0)),
            Err(error) => Err(words(error)),
        }
    }

    /// Lets the kubelets of a version's pods look at its secret at once, instead of within a minute.
    pub async fn nudge(&self, namespace: &str, server: &str, version: &str, mark: &str) {
        let patch = json!({ "metadata": { "annotations": { label::TOLD: mark } } });
        let pods = api::POD.within(&self.client.0, namespace);
        for pod in self.watch.pods(server).into_iter().filter(|pod| pod.version == version) {
            // One that is gone needs no nudge.
            let _ = pods.patch(&pod.name, &PatchParams::default(), &Patch::Merge(&patch)).await;
        }
    }

    /// Servers that there is anything of, with their organisations and namespaces.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub async fn servers(&self, hub: &str, namespace: Option<&str>) -> Result<BTreeSet<Left>, String> {
        let ours = ListParams::default().labels(&format!("{}={hub}", label::HUB));
        let mut left = BTreeSet::new();
        for kind in [api::DEPLOYMENT, api::SECRET] {
            let resource = kind.resource();
            let api: kube::Api<kube::api::DynamicObject> = match namespace {
                Some(namespace) => kube::Api::namespaced_with(self.client.0.clone(), namespace, &resource),
                None => kube::Api::all_with(self.client.0.clone(), &resource),
            };
            for object in api.list_metadata(&ours).await.map_err(words)?.items {
                let labels = object.metadata.labels.unwrap_or_default();
                let of = |name: &str| labels.get(name).cloned().unwrap_or_default();
                left.insert(Left {
                    organisation: of(label::ORGANISATION),
                    server: of(label::SERVER),
                    namespace: object.metadata.namespace.unwrap_or_default(),
                });
            }
        }
        Ok(left)
    }

    /// How many pods a version is wanted to have; nothing where it is not there.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub async fn count(&self, namespace: &str, name: &str) -> Result<Option<i64>, String> {
        match api::DEPLOYMENT.within(&self.client.0, namespace).get_opt(name).await {
            Ok(found) => Ok(found.and_then(|found| found.data.pointer("/spec/replicas").and_then(Value::as_i64))),
            Err(error) => Err(words(error)),
        }
    }

    /// Pods of a server, as they were last heard of.
    #[must_use]
    pub fn pods(&self, server: &str) -> Vec<Pod> {
        self.watch.pods(server)
    }

    /// Hears of what changes.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Changed> {
        self.watch.subscribe()
    }

    /// The last lines of a pod's log; of the container before the one that there is now, where that is asked for.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub async fn log(&self, namespace: &str, pod: &str, lines: i64, previous: bool) -> Result<String, String> {
        let pods: kube::Api<Found> = kube::Api::namespaced(self.client.0.clone(), namespace);
        pods.logs(pod, &LogParams { tail_lines: Some(lines), previous, ..LogParams::default() }).await.map_err(words)
    }

    /// What the cluster said lately about objects of a server: warnings, newest last.
    ///
    /// # Errors
    /// When the cluster does not answer.
    pub async fn warnings(&self, names: &Names) -> Result<Vec<String>, String> {
        let events = api::EVENT.within(&self.client.0, &names.namespace);
        let listed = events.list(&ListParams::default().fields("type=Warning")).await.map_err(words)?;
        let about = |event: &Value| text(event, "/involvedObject/name").starts_with(&names.server);
        let mut said: Vec<(String, String)> = listed
            .items
            .iter()
            .filter(|event| about(&event.data))
            .map(|event| {
                let at = ["/lastTimestamp", "/eventTime"].map(|place| text(&event.data, place)).join("");
                (at, format!("{}: {}", text(&event.data, "/reason"), text(&event.data, "/message")))
            })
            .collect();
        said.sort();
        Ok(said.into_iter().map(|(_, words)| words).collect())
    }
}

fn text<'v>(value: &'v Value, place: &str) -> &'v str {
    value.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn words(error: Error) -> String {
    match error {
        Error::Api(status) => status.message.clone(),
        other => other.to_string(),
    }
}
