//! What a server's pods may reach, and who may reach them.

use std::{collections::BTreeSet, net::IpAddr};

use serde_json::{Value, json};

use super::{Owner, PORT, Peer, Shape, labels, object, selector};

/// Networks that are nobody's upstream unless it is said: private, link-local, shared and loopback ones.
const PRIVATE: [&str; 6] =
    ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];
/// The same of IPv6: unique local and link-local.
const PRIVATE_6: [&str; 2] = ["fc00::/7", "fe80::/10"];

/// Where a server's upstreams are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Egress {
    /// Ports of upstreams at public addresses, whose names may lead elsewhere tomorrow.
    pub public: BTreeSet<u16>,
    /// Upstreams at private addresses that the hub allows.
    pub private: BTreeSet<(IpAddr, u16)>,
    /// Namespaces of upstreams that are services of the cluster: their pods listen on ports of their own.
    pub namespaces: BTreeSet<String>,
}

/// The policy of a server: gateways in; its upstreams and name resolution out.
pub(super) fn policy(shape: &Shape, owner: Owner<'_>, egress: &Egress) -> Value {
    let from: Vec<Value> = shape.gateways.iter().map(peer).collect();
    let mut out = vec![json!({
        "to": [{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "kube-system" } } }],
        "ports": [{ "protocol": "UDP", "port": 53 }, { "protocol": "TCP", "port": 53 }],
    })];
    if !egress.public.is_empty() {
        let ports: Vec<Value> = egress.public.iter().map(|port| json!({ "protocol": "TCP", "port": port })).collect();
        out.push(json!({
            "to": [
                { "ipBlock": { "cidr": "0.0.0.0/0", "except": PRIVATE } },
                { "ipBlock": { "cidr": "::/0", "except": PRIVATE_6 } },
            ],
            "ports": ports,
        }));
    }
    for (address, port) in &egress.private {
        let bits = if address.is_ipv4() { 32 } else { 128 };
        out.push(json!({
            "to": [{ "ipBlock": { "cidr": format!("{address}/{bits}") } }],
            "ports": [{ "protocol": "TCP", "port": port }],
        }));
    }
    for namespace in &egress.namespaces {
        out.push(json!({
            "to": [{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } } }],
        }));
    }
    let spec = json!({
        "podSelector": { "matchLabels": selector(owner, None) },
        "policyTypes": ["Ingress", "Egress"],
        "ingress": if from.is_empty() { json!([]) } else { json!([{ "from": from, "ports": [{ "protocol": "TCP", "port": PORT }] }]) },
        "egress": out,
    });
    let labels = labels(shape, owner, None);
    object("networking.k8s.io/v1", "NetworkPolicy", &owner.names.server, owner, &labels, json!({ "spec": spec }))
}

fn peer(peer: &Peer) -> Value {
    match peer {
        Peer::Pods { namespace, labels } => {
            let labels: serde_json::Map<String, Value> =
                labels.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
            json!({
                "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } },
                "podSelector": { "matchLabels": labels },
            })
        }
        Peer::Addresses(cidr) => json!({ "ipBlock": { "cidr": cidr } }),
    }
}
