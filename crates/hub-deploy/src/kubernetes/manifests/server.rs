//! What is there once for a server, whatever versions of it run.

use serde_json::{Value, json};

use super::{Egress, Owner, PORT, Shape, labels, network, object, selector};

/// A server's account, its service and what its pods may reach.
#[must_use]
pub fn server(shape: &Shape, owner: Owner<'_>, egress: &Egress) -> Vec<Value> {
    let name = owner.names.server.as_str();
    let labels = labels(shape, owner, None);
    vec![
        object("v1", "ServiceAccount", name, owner, &labels, json!({ "automountServiceAccountToken": false })),
        object(
            "v1",
            "Service",
            name,
            owner,
            &labels,
            json!({ "spec": {
                "selector": selector(owner, None),
                "ports": [{ "name": "mcp", "port": 80, "targetPort": "mcp", "protocol": "TCP", "appProtocol": "http" }],
            } }),
        ),
        network::policy(shape, owner, egress),
    ]
}

/// The port by its name.
pub(super) fn port() -> Value {
    json!({ "name": "mcp", "containerPort": PORT, "protocol": "TCP" })
}
