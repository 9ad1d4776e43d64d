//! What a cluster is asked for: a pure function of what is wanted, so that it can be read, compared with goldens, and applied again and again.

mod namespace;
mod network;
mod server;
mod version;

pub use namespace::namespace;
pub use network::Egress;
pub use server::server;
pub(crate) use version::TOLD;
pub use version::{Content, version};

use serde_json::{Map, Value, json};

use super::{Names, label};

/// The port that pods listen on.
pub const PORT: u16 = 8080;

/// The figure of calls in flight that gateways have for Prometheus, of servers whose number of replicas depends on it.
pub const CALLS_FIGURE: &str = "mcphub_calls_in_flight";
/// Its one label: the server's identifier. Autoscalers select the external metric by it, whatever an adapter calls that.
pub const CALLS_LABEL: &str = "server";

/// What holds for all servers of a hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The hub's name among others in the cluster.
    pub hub: String,
    /// The image with `mcphub-runtime`.
    pub image: String,
    /// `Always`, `IfNotPresent` or `Never`; what the cluster does by itself when absent.
    pub pull_policy: Option<String>,
    /// The secret with which images are pulled.
    pub pull_secret: Option<String>,
    /// What each pod may have.
    pub limits: Limits,
    /// Who may call pods.
    pub gateways: Vec<Peer>,
    /// Percent of the requested processor time that pods should use, where their number depends on the load and their server does not say.
    pub processor_target: u32,
    /// The external metric of calls in flight of a server, where an adapter has one.
    pub calls_metric: Option<String>,
    /// Pods that an organisation may have.
    pub pods: u32,
}

/// What a pod may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// MiB of memory, requested and at most.
    pub memory_mib: u64,
    /// Thousandths of a processor that are requested.
    pub processor_request: u64,
    /// Thousandths of a processor at most; as much as there is where it is 0.
    pub processor_limit: u64,
}

/// Where gateways are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Peer {
    /// In the namespace of this name, as pods with these labels.
    Pods {
        /// The namespace.
        namespace: String,
        /// All of these labels.
        labels: Vec<(String, String)>,
    },
    /// Outside the cluster, at these addresses: `10.0.0.0/24`.
    Addresses(String),
}

/// How many pods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Always as many.
    Fixed(u32),
    /// As the cluster's autoscaler finds it right.
    Scaled {
        /// The fewest, 1 or more.
        min: u32,
        /// The most.
        max: u32,
        /// Calls in flight of one of them.
        calls: u32,
        /// Percent of the requested processor time that one of them should use; as for all servers when absent.
        cpu_percent: Option<u32>,
        /// Seconds for which fewer have to be enough.
        quiet_seconds: u32,
    },
}

/// What a server's objects have in common.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'o> {
    /// Whose.
    pub organisation: &'o str,
    /// The server.
    pub server: &'o str,
    /// Its name in URLs, for people.
    pub slug: &'o str,
    /// What they are called.
    pub names: &'o Names,
}

/// The labels of an object.
fn labels(shape: &Shape, owner: Owner<'_>, version: Option<&str>) -> Value {
    let mut labels = Map::new();
    labels.insert("app.kubernetes.io/managed-by".to_owned(), "mcphub".into());
    labels.insert("app.kubernetes.io/part-of".to_owned(), "mcphub".into());
    labels.insert("app.kubernetes.io/name".to_owned(), "mcphub-server".into());
    labels.insert(label::HUB.to_owned(), shape.hub.as_str().into());
    labels.insert(label::ORGANISATION.to_owned(), owner.organisation.into());
    labels.insert(label::SERVER.to_owned(), owner.server.into());
    if let Some(version) = version {
        labels.insert(label::VERSION.to_owned(), version.into());
    }
    Value::Object(labels)
}

/// What all pods of a server have, and of one version where it is named.
fn selector(owner: Owner<'_>, version: Option<&str>) -> Value {
    match version {
        Some(version) => json!({ label::SERVER: owner.server, label::VERSION: version }),
        None => json!({ label::SERVER: owner.server }),
    }
}

fn object(api: &str, kind: &str, name: &str, owner: Owner<'_>, labels: &Value, rest: Value) -> Value {
    let mut object = json!({
        "apiVersion": api,
        "kind": kind,
        "metadata": {
            "name": name,
            "namespace": owner.names.namespace,
            "labels": labels,
            "annotations": { "mcphub.dev/slug": owner.slug },
        },
    });
    if let (Some(object), Value::Object(rest)) = (object.as_object_mut(), rest) {
        object.extend(rest);
    }
    object
}

#[cfg(test)]
mod tests;
