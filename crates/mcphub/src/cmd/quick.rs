//! `mcphub quick`: from a document to a server that clients use, in one step.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::{apis::add, deployments, jobs, servers};
use crate::{
    client_config::{self, Reach},
    failure::Failure,
    remote::{Client, Hub, at, field, json as print_json, token},
    report, serve,
};

/// Make a server of a document, deploy it, and say how clients use it.
///
/// Registers the API, makes a server of all its tools, serves it, and makes a key that may use this server and nothing else. The key is
/// shown this once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub quick https://petstore3.swagger.io/api/v3/openapi.json
  mcphub quick openapi.yaml --upstream https://api.example.com --call list_pets --args '{\"limit\": 3}'")]
pub(crate) struct Quick {
    #[command(flatten)]
    new: add::New,
    /// Call this tool when it is served.
    #[arg(long, value_name = "TOOL")]
    call: Option<String>,
    /// Arguments of the call, as a JSON object.
    #[arg(long, value_name = "JSON", requires = "call", default_value = "{}")]
    args: String,
    /// Make no key.
    #[arg(long)]
    no_key: bool,
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &Quick) -> Result<ExitCode, Failure> {
    let arguments: Value = serde_json::from_str(&command.args)
        .map_err(|error| Failure::usage(format!("--args is no JSON object: {error}")))?;
    serve::runtime()?.block_on(async {
        let hub = &command.hub;
        let mut client = Client::new(hub)?;
        let client = &mut client;
        let made = add::register(&command.new, client).await?;
        let ended = jobs::ended(client, &token(&made, "job")).await?;
        let quiet = Hub { json: false, ..hub.clone() };
        add::finished(client, &quiet, &token(&made, "id"), &ended).await?;
        let server = served(client, &token(&made, "id")).await?;
        let key = if command.no_key { None } else { Some(key(client, &server).await?) };
        if hub.json {
            print_json(&json!({ "server": server, "key": key }))?;
        } else {
            tell(&server, key.as_ref());
        }
        match &command.call {
            Some(tool) => servers::call::called(hub, client, &server, tool, arguments).await,
            None => Ok(ExitCode::SUCCESS),
        }
    })
}

/// A deployed server of an API.
async fn served(client: &mut Client, api: &str) -> Result<Value, Failure> {
    let path = client.within(&format!("/apis/{api}")).await?;
    let known = client.get(&path).await?;
    let path = client.within("/servers").await?;
    let body = json!({ "name": at(&known, "name"), "design": { "sources": [{ "api": api }] } });
    let server = client.post(&path, body).await?;
    let which = servers::Which { server: token(&server, "id") };
    let path = which.path(client, "/versions").await?;
    client.post(&path, json!({})).await?;
    deployments::want(client, &which, json!({})).await?;
    let settled = deployments::settled(client, &which).await?;
    if at(&settled, "state") != "running" {
        let why = field("message")(&settled);
        return Err(Failure::unusable(format!("the server is not served: {why}")));
    }
    let path = which.path(client, "").await?;
    client.get(&path).await
}

/// A key that may use one server.
async fn key(client: &mut Client, server: &Value) -> Result<Value, Failure> {
    let name = format!("for {}", field("slug")(server));
    let reach = json!({ "servers": [at(server, "id")] });
    let path = client.within("/api-keys").await?;
    client.post(&path, json!({ "name": name, "scopes": ["servers:call"], "reach": reach })).await
}

fn tell(server: &Value, key: Option<&Value>) {
    let (url, slug) = (field("url")(server), field("slug")(server));
    report::say(&format!("{slug} is served; clients find it at"));
    report::print(&format!("{url}\n"));
    if let Some(key) = key {
        report::say("with this key, which is not shown again:");
        report::print(&format!("{}\n", token(key, "key")));
        let header = format!("Authorization: Bearer {}", token(key, "key"));
        let reach = Reach::Http { url, header: Some(header) };
        report::say(client_config::text(client_config::Client::All, &slug, &reach).trim_end());
    }
}
