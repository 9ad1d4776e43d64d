//! `mcphub servers create`.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Hub, at, escaped, field, json as print_json},
    report,
};

/// Make a server of registered APIs, and freeze its first version.
///
/// Its tools are all of the APIs' tools, unless --in or --out say otherwise: they match names and operations, and the last one that
/// matches a tool decides.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// What people call it.
    name: String,
    /// An API, by its slug or identifier. The first one's tools come first.
    #[arg(long, required = true, value_name = "API")]
    api: Vec<String>,
    /// What it is called in addresses; made of the name when absent.
    #[arg(long)]
    slug: Option<String>,
    /// What it is for.
    #[arg(long)]
    description: Option<String>,
    /// Only tools whose name or operation matches.
    #[arg(long = "in", value_name = "GLOB")]
    taken_in: Vec<String>,
    /// No tools whose name or operation matches.
    #[arg(long = "out", value_name = "GLOB")]
    taken_out: Vec<String>,
    /// Which tools ask the client's user before they act: none, or those that may destroy something.
    #[arg(long, value_name = "WHICH", value_parser = ["never", "destructive"], default_value = "never")]
    ask: String,
}

pub(super) async fn execute(command: &Create, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let ins = command.taken_in.iter().map(|glob| json!({ "glob": glob }));
    let outs = command.taken_out.iter().map(|glob| json!({ "glob": glob, "out": true }));
    let picks: Vec<Value> = ins.chain(outs).collect();
    let mut sources = Vec::new();
    for api in &command.api {
        let path = client.within(&format!("/apis/{}", escaped(api))).await?;
        let known = client.get(&path).await?;
        sources.push(json!({ "api": at(&known, "id"), "curation": { "picks": picks } }));
    }
    let settings = json!({ "ask": command.ask });
    let mut body = json!({ "name": command.name, "design": { "sources": sources }, "settings": settings });
    for (name, value) in [("slug", &command.slug), ("description", &command.description)] {
        if let (Some(value), Some(body)) = (value, body.as_object_mut()) {
            body.insert(name.to_owned(), Value::from(value.as_str()));
        }
    }
    let path = client.within("/servers").await?;
    let server = client.post(&path, body).await?;
    let id = field("id")(&server);
    let path = client.within(&format!("/servers/{id}/versions")).await?;
    let version = client.post(&path, json!({})).await?;
    if hub.json {
        return print_json(&json!({ "server": server, "version": version }));
    }
    let slug = field("slug")(&server);
    let tools = at(&version, "tools");
    report::say(&format!("{slug}: version 1 has {tools} tools; `mcphub deployments start {slug}` serves it"));
    Ok(())
}
