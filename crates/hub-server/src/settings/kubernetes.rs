//! Pods of servers: the cluster, and what each pod may have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Servers as pods of a Kubernetes cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Kubernetes {
    /// Servers may run there.
    pub enabled: bool,
    /// A file that says how the cluster is reached, as `kubectl` has it; where `kubectl` looks, or this pod's own account, where nothing is given.
    pub kubeconfig: Option<String>,
    /// The context in that file; its current one where nothing is given.
    pub context: Option<String>,
    /// This hub's name among others in the cluster: lower-case letters, digits and dashes.
    pub hub: String,
    /// The only namespace that is used; each organisation gets one of its own, with a quota, where nothing is given.
    pub namespace: Option<String>,
    /// What the names of organisations' namespaces begin with.
    pub namespace_prefix: String,
    /// The image with `mcphub-runtime`, which all servers' pods are of.
    pub image: String,
    /// `Always`, `IfNotPresent` or `Never`; what the cluster does by itself where nothing is given.
    pub pull_policy: Option<String>,
    /// The secret, in each namespace, with which images are pulled.
    pub pull_secret: Option<String>,
    /// The namespace that gateways are in, where they run in the cluster.
    pub gateway_namespace: Option<String>,
    /// The labels of their pods there: `name=value`.
    #[serde(deserialize_with = "super::list")]
    pub gateway_labels: Vec<String>,
    /// Networks that gateways are in, where they run outside the cluster: `10.0.0.0/24`.
    #[serde(deserialize_with = "super::list")]
    pub gateway_networks: Vec<String>,
    /// MiB of memory that each pod may have.
    pub memory_mib: u64,
    /// Thousandths of a processor that each pod asks for.
    pub processor_request: u64,
    /// Thousandths of a processor that each pod may use; as much as there is where it is 0.
    pub processor_limit: u64,
    /// Percent of the requested processor time that pods should use, where their number depends on the load and their server does not say.
    pub processor_target: u32,
    /// The external metric with the calls of a server that are in flight, where an adapter has one: of `mcphub_calls_in_flight`, which gateways
    /// measure.
    pub calls_metric: Option<String>,
    /// Pods that an organisation may have.
    pub pods: u32,
    /// The namespace with the Secrets that an organisation's credentials may come from, with `{organisation}` in the place of its
    /// identifier (with `-` for `_`): `credentials-{organisation}`. Credentials cannot come from Kubernetes where nothing is given.
    pub credentials_namespace: Option<String>,
}

impl Default for Kubernetes {
    fn default() -> Self {
        Self {
            enabled: false,
            kubeconfig: None,
            context: None,
            hub: "mcphub".to_owned(),
            namespace: None,
            namespace_prefix: "mcphub-".to_owned(),
            image: format!("mcphub-runtime:{}", env!("CARGO_PKG_VERSION")),
            pull_policy: None,
            pull_secret: None,
            gateway_namespace: None,
            gateway_labels: vec!["app.kubernetes.io/component=gateway".to_owned()],
            gateway_networks: Vec::new(),
            memory_mib: 128,
            processor_request: 50,
            processor_limit: 0,
            processor_target: 70,
            calls_metric: None,
            pods: 200,
            credentials_namespace: None,
        }
    }
}

impl Kubernetes {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_label = |text: &str| {
            !text.is_empty()
                && text.len() <= 40
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        let words = "use lower-case letters, digits and dashes, at most 40";
        require(wrong, "kubernetes.hub", is_label(&self.hub), words);
        require(
            wrong,
            "kubernetes.namespace_prefix",
            self.namespace_prefix.is_empty() || is_label(&self.namespace_prefix),
            words,
        );
        let is_policy = |policy: &String| ["Always", "IfNotPresent", "Never"].contains(&policy.as_str());
        let policies = "choose Always, IfNotPresent or Never";
        require(wrong, "kubernetes.pull_policy", self.pull_policy.as_ref().is_none_or(is_policy), policies);
        let are_labels = self.gateway_labels.iter().all(|label| label.contains('='));
        require(wrong, "kubernetes.gateway_labels", are_labels, "write each as `name=value`");
        require(
            wrong,
            "kubernetes.memory_mib",
            (16..=1 << 20).contains(&self.memory_mib),
            "choose between 16 and 1048576",
        );
        require(
            wrong,
            "kubernetes.processor_target",
            (1..=1_000).contains(&self.processor_target),
            "choose between 1 and 1000",
        );
        let is_apart = |namespace: &String| namespace.contains("{organisation}");
        let apart = "name a namespace of each organisation's own, such as `credentials-{organisation}`";
        let namespace = self.credentials_namespace.as_ref();
        require(wrong, "kubernetes.credentials_namespace", namespace.is_none_or(is_apart), apart);
        let can_call = !self.enabled || self.gateway_namespace.is_some() || !self.gateway_networks.is_empty();
        let peers = "say where gateways are: `kubernetes.gateway_namespace`, or `kubernetes.gateway_networks`; nobody else may call pods";
        require(wrong, "kubernetes.enabled", can_call, peers);
    }
}
