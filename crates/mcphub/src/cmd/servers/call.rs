//! `mcphub servers call`: a tool of a deployed server, as a client calls it.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value, json};

use super::Which;
use crate::{
    cmd::apis::call::argument,
    failure::Failure,
    remote::{Client, Hub, at, field, json as print_json},
    report,
};

/// Call a tool of a deployed server. Exits with 1 when the call failed.
#[derive(Debug, Args)]
pub(super) struct Call {
    #[command(flatten)]
    which: Which,
    /// The tool's name.
    tool: String,
    /// Arguments: NAME=VALUE, where VALUE is JSON or else text.
    #[arg(value_name = "NAME=VALUE", value_parser = argument)]
    arguments: Vec<(String, Value)>,
}

pub(super) async fn execute(command: &Call, hub: &Hub, client: &mut Client) -> Result<ExitCode, Failure> {
    let path = command.which.path(client, "").await?;
    let server = client.get(&path).await?;
    let arguments: Map<String, Value> = command.arguments.iter().cloned().collect();
    called(hub, client, &server, &command.tool, Value::from(arguments)).await
}

/// Calls a tool of a server, and prints what a model would see.
pub(in crate::cmd) async fn called(
    hub: &Hub,
    client: &mut Client,
    server: &Value,
    tool: &str,
    arguments: Value,
) -> Result<ExitCode, Failure> {
    let url = field("url")(server);
    let path = url.find("/mcp/").and_then(|at| url.get(at..)).unwrap_or_default();
    let result = client.mcp(path, "tools/call", json!({ "name": tool, "arguments": arguments })).await?;
    if hub.json {
        print_json(&result)?;
    } else {
        for part in at(&result, "content").as_array().into_iter().flatten() {
            if let Some(text) = at(part, "text").as_str() {
                let text: String = text.lines().map(|line| report::clean(line) + "\n").collect();
                report::print(&text);
            }
        }
    }
    let is_error = at(&result, "isError") == true;
    Ok(if is_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
