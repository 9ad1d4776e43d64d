//! `mcphub apis health`: how an API's upstream does.

use clap::Args;
use serde_json::{Value, json};

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Column, Hub, ago, at, field, json as print_json},
};

/// Show how an API's upstream does, and did.
#[derive(Debug, Args)]
pub(super) struct Health {
    #[command(flatten)]
    which: Which,
    /// Probe it first.
    #[arg(long)]
    probe: bool,
}

pub(super) async fn execute(command: &Health, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    if command.probe {
        let path = command.which.path(client, "/probes").await?;
        client.post(&path, json!({})).await?;
    }
    let path = command.which.path(client, "").await?;
    let api = client.get(&path).await?;
    let path = command.which.path(client, "/health").await?;
    let history = client.get(&path).await?;
    if hub.json {
        return print_json(&history);
    }
    let uptime =
        |_: &Value| at(&history, "uptime").as_f64().map(|share| format!("{:.2} %", share * 100.0)).unwrap_or_default();
    remote::show(
        hub,
        &api,
        &[
            ("state", &field("health.state")),
            ("since", &ago("health.since")),
            ("uptime", &uptime),
            ("latency", &|api| field("health.latency_ms")(api) + " ms"),
            ("last probe", &ago("health.checked_at")),
        ],
    )?;
    let last: Vec<Value> = at(&history, "last").as_array().cloned().unwrap_or_default();
    let columns: [Column<'_>; 4] = [
        ("probed", &ago("at")),
        ("answered", &field("ok")),
        ("ms", &field("latency_ms")),
        ("what was found", &field("message")),
    ];
    remote::list(hub, last.get(..last.len().min(10)).unwrap_or_default(), "it was not probed yet", &columns)
}
