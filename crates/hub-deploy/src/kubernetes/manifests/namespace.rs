//! The namespace of an organisation: what all of its servers together may have, and that nobody reaches anybody unless it is said.

use serde_json::{Value, json};

use super::{Shape, label};

/// Objects of an organisation's own namespace.
#[must_use]
pub fn namespace(shape: &Shape, organisation: &str, slug: &str, name: &str) -> Vec<Value> {
    let labels = json!({
        "app.kubernetes.io/managed-by": "mcphub",
        "app.kubernetes.io/part-of": "mcphub",
        label::HUB: shape.hub,
        label::ORGANISATION: organisation,
    });
    let mut own = labels.clone();
    if let Some(own) = own.as_object_mut() {
        // Nothing in it needs more (Kubernetes, Pod Security Standards).
        own.insert("pod-security.kubernetes.io/enforce".to_owned(), "restricted".into());
    }
    let metadata = |of: &str| json!({ "name": of, "namespace": name, "labels": labels });
    let memory = u64::from(shape.pods).saturating_mul(shape.limits.memory_mib);
    let pod_memory = format!("{}Mi", shape.limits.memory_mib);
    let pod = json!({ "cpu": format!("{}m", shape.limits.processor_request), "memory": pod_memory });
    vec![
        json!({
            "apiVersion": "v1", "kind": "Namespace",
            "metadata": { "name": name, "labels": own, "annotations": { "mcphub.dev/slug": slug } },
        }),
        json!({
            "apiVersion": "v1", "kind": "ResourceQuota", "metadata": metadata("mcphub"),
            "spec": { "hard": {
                "pods": shape.pods.to_string(),
                "limits.memory": format!("{memory}Mi"),
                // A service that is reached from outside would go around the gateway.
                "services.loadbalancers": "0",
                "services.nodeports": "0",
            } },
        }),
        json!({
            "apiVersion": "v1", "kind": "LimitRange", "metadata": metadata("mcphub"),
            "spec": { "limits": [{ "type": "Container", "defaultRequest": pod, "default": { "memory": pod_memory } }] },
        }),
        json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata("mcphub-default-deny"),
            "spec": { "podSelector": {}, "policyTypes": ["Ingress", "Egress"] },
        }),
    ]
}
