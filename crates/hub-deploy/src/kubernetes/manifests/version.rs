//! What is there for each version of a server: its blueprint, its pods, and how many of them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::{Amount, CALLS_LABEL, Owner, Shape, labels, object, selector, server::port};

/// Seconds that a pod still gets calls after it was told to end: gateways may hear of it late.
const LINGER: u64 = 4;
/// Seconds for calls in flight, and the pause before.
const GRACE: u64 = 40;
/// Bytes of one part of a blueprint: in Base64 it fits into an object (etcd takes 1.5 MiB, a `ConfigMap` 1 MiB).
const PART: usize = 700 << 10;
/// Where pods have the blueprint.
const BLUEPRINT: &str = "/run/blueprint";
/// The file with it.
pub(crate) const TOLD: &str = "told.json";
/// Where pods have their secret.
const SECRET: &str = "/run/mcphub";

/// What a version's pods are made of.
#[derive(Debug, Clone, Copy)]
pub struct Content<'c> {
    /// The version.
    pub version: &'c str,
    /// Its blueprint, compressed (gzip).
    pub blueprint: &'c [u8],
    /// What pods are told ([`hub_runtime::replica::Told`]).
    pub told: &'c [u8],
}

/// The objects of a version. `amount` is left to others where it is absent: the deployment is there, and how
/// many pods it has is not said.
#[must_use]
pub fn version(shape: &Shape, owner: Owner<'_>, content: Content<'_>, amount: Option<Amount>) -> Vec<Value> {
    let Content { version, blueprint, told } = content;
    let name = owner.names.version(version);
    let labels = labels(shape, owner, Some(version));
    let parts: Vec<(String, &[u8])> =
        blueprint.chunks(PART).enumerate().map(|(number, part)| (format!("{name}-{number}"), part)).collect();
    let mut objects: Vec<Value> = parts
        .iter()
        .enumerate()
        .map(|(number, (part, bytes))| {
            let file = Map::from_iter([(format!("blueprint.json.gz.{number:02}"), STANDARD.encode(bytes).into())]);
            object("v1", "ConfigMap", part, owner, &labels, json!({ "immutable": true, "binaryData": file }))
        })
        .collect();
    let secret = json!({ "type": "Opaque", "data": { TOLD: STANDARD.encode(told) } });
    objects.push(object("v1", "Secret", &name, owner, &labels, secret));
    let sources: Vec<Value> = parts.iter().map(|(part, _)| json!({ "configMap": { "name": part } })).collect();
    let mut spec = json!({
        "selector": { "matchLabels": selector(owner, Some(version)) },
        "revisionHistoryLimit": 1,
        "progressDeadlineSeconds": 120,
        "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": 0, "maxSurge": 1 } },
        "template": { "metadata": { "labels": labels }, "spec": pod(shape, owner, version, &sources) },
    });
    if let (Some(Amount::Fixed(count)), Some(spec)) = (amount, spec.as_object_mut()) {
        spec.insert("replicas".to_owned(), count.into());
    }
    objects.push(object("apps/v1", "Deployment", &name, owner, &labels, json!({ "spec": spec })));
    objects.push(object(
        "policy/v1",
        "PodDisruptionBudget",
        &name,
        owner,
        &labels,
        json!({ "spec": { "maxUnavailable": 1, "selector": { "matchLabels": selector(owner, Some(version)) } } }),
    ));
    if let Some(Amount::Scaled { min, max, calls, cpu_percent, quiet_seconds }) = amount {
        let spec = json!({
            "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": name },
            "minReplicas": min.max(1),
            "maxReplicas": max.max(1),
            "metrics": metrics(shape, owner, calls, cpu_percent),
            "behavior": { "scaleDown": { "stabilizationWindowSeconds": quiet_seconds } },
        });
        let spec = json!({ "spec": spec });
        objects.push(object("autoscaling/v2", "HorizontalPodAutoscaler", &name, owner, &labels, spec));
    }
    objects
}

/// What the number of pods depends on.
fn metrics(shape: &Shape, owner: Owner<'_>, calls: u32, cpu_percent: Option<u32>) -> Vec<Value> {
    let percent = cpu_percent.unwrap_or(shape.processor_target);
    let mut metrics = vec![json!({
        "type": "Resource",
        "resource": { "name": "cpu", "target": { "type": "Utilization", "averageUtilization": percent } },
    })];
    if let Some(metric) = &shape.calls_metric {
        metrics.push(json!({
            "type": "External",
            "external": {
                "metric": { "name": metric, "selector": { "matchLabels": { CALLS_LABEL: owner.server } } },
                "target": { "type": "AverageValue", "averageValue": calls.to_string() },
            },
        }));
    }
    metrics
}

fn pod(shape: &Shape, owner: Owner<'_>, version: &str, blueprint: &[Value]) -> Value {
    let mut spec = json!({
        "serviceAccountName": owner.names.server,
        "automountServiceAccountToken": false,
        "enableServiceLinks": false,
        "terminationGracePeriodSeconds": GRACE,
        "securityContext": {
            "runAsNonRoot": true, "runAsUser": 65_532, "runAsGroup": 65_532, "fsGroup": 65_532,
            "seccompProfile": { "type": "RuntimeDefault" },
        },
        "topologySpreadConstraints": [{
            "maxSkew": 1,
            "topologyKey": "kubernetes.io/hostname",
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": { "matchLabels": selector(owner, Some(version)) },
        }],
        "containers": [container(shape)],
        "volumes": [
            { "name": "told", "secret": { "secretName": owner.names.version(version), "defaultMode": 0o440 } },
            { "name": "blueprint", "projected": { "sources": blueprint } },
        ],
    });
    if let (Some(secret), Some(spec)) = (&shape.pull_secret, spec.as_object_mut()) {
        spec.insert("imagePullSecrets".to_owned(), json!([{ "name": secret }]));
    }
    spec
}

fn container(shape: &Shape) -> Value {
    let limits = shape.limits;
    let memory = format!("{}Mi", limits.memory_mib);
    let mut most = json!({ "memory": memory });
    if let (true, Some(most)) = (limits.processor_limit > 0, most.as_object_mut()) {
        most.insert("cpu".to_owned(), format!("{}m", limits.processor_limit).into());
    }
    let probe = |period: u64, failures: u64| {
        json!({
            "httpGet": { "path": "/healthz", "port": "mcp" },
            "periodSeconds": period, "timeoutSeconds": 3, "failureThreshold": failures,
        })
    };
    let mut container = json!({
        "name": "server",
        "image": shape.image,
        "args": [BLUEPRINT],
        "env": [{ "name": "MCPHUB_TOLD", "value": format!("{SECRET}/{TOLD}") }],
        "ports": [port()],
        "resources": { "requests": { "cpu": format!("{}m", limits.processor_request), "memory": memory }, "limits": most },
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "capabilities": { "drop": ["ALL"] },
        },
        "startupProbe": probe(1, 60),
        "readinessProbe": probe(2, 2),
        "livenessProbe": probe(10, 3),
        "lifecycle": { "preStop": { "sleep": { "seconds": LINGER } } },
        "volumeMounts": [
            { "name": "told", "mountPath": SECRET, "readOnly": true },
            { "name": "blueprint", "mountPath": BLUEPRINT, "readOnly": true },
        ],
    });
    if let (Some(policy), Some(container)) = (&shape.pull_policy, container.as_object_mut()) {
        container.insert("imagePullPolicy".to_owned(), policy.as_str().into());
    }
    container
}
