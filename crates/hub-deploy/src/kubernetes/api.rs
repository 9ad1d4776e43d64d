//! The kinds of objects that we make, as the API server wants them named.

use kube::{
    Api, Client,
    api::{ApiResource, DynamicObject, GroupVersionKind},
};
use serde_json::Value;

/// A kind, and what its collection is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) group: &'static str,
    version: &'static str,
    pub(super) kind: &'static str,
    pub(super) plural: &'static str,
}

const fn kind(group: &'static str, version: &'static str, kind: &'static str, plural: &'static str) -> Kind {
    Kind { group, version, kind, plural }
}

const NAMESPACE: Kind = kind("", "v1", "Namespace", "namespaces");
pub(super) const SECRET: Kind = kind("", "v1", "Secret", "secrets");
pub(super) const DEPLOYMENT: Kind = kind("apps", "v1", "Deployment", "deployments");
pub(super) const POD: Kind = kind("", "v1", "Pod", "pods");
pub(super) const EVENT: Kind = kind("", "v1", "Event", "events");
pub(super) const SCALER: Kind = kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");

/// Kinds of a server's objects: what takes others along when it goes comes first.
pub(super) const OWNED: [Kind; 8] = [
    SCALER,
    kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    DEPLOYMENT,
    kind("", "v1", "Service", "services"),
    kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
    SECRET,
    kind("", "v1", "ConfigMap", "configmaps"),
    kind("", "v1", "ServiceAccount", "serviceaccounts"),
];

/// Kinds of a namespace's own objects.
pub(super) const SHARED: [Kind; 3] =
    [NAMESPACE, kind("", "v1", "ResourceQuota", "resourcequotas"), kind("", "v1", "LimitRange", "limitranges")];

impl Kind {
    /// The kind of a manifest.
    pub(super) fn of(manifest: &Value) -> Option<Self> {
        let named = manifest.get("kind")?.as_str()?;
        OWNED.iter().chain(&SHARED).find(|known| known.kind == named).copied()
    }

    pub(super) fn resource(self) -> ApiResource {
        let kind = GroupVersionKind::gvk(self.group, self.version, self.kind);
        ApiResource::from_gvk_with_plural(&kind, self.plural)
    }

    /// Objects of this kind in a namespace.
    pub(super) fn within(self, client: &Client, namespace: &str) -> Api<DynamicObject> {
        match self == NAMESPACE {
            true => Api::all_with(client.clone(), &self.resource()),
            false => Api::namespaced_with(client.clone(), namespace, &self.resource()),
        }
    }
}
