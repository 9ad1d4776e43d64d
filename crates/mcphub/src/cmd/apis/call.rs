//! `mcphub apis call`: try a tool out, and see the exact request and answer.

use std::process::ExitCode;

use clap::Args;
use owo_colors::OwoColorize as _;
use serde_json::{Map, Value, json};

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, at, escaped, field, json as print_json},
    report,
    secret::Named,
};

/// Call a tool of an API for a trial.
///
/// Shows what was sent (secrets masked), what came back, and what a model would see. Exits with 1 when the call failed.
#[derive(Debug, Args)]
pub(super) struct Call {
    #[command(flatten)]
    which: Which,
    /// The tool's name.
    tool: String,
    /// Arguments: NAME=VALUE, where VALUE is JSON or else text.
    #[arg(value_name = "NAME=VALUE", value_parser = argument)]
    arguments: Vec<(String, Value)>,
    /// All arguments as a JSON object.
    #[arg(long, value_name = "JSON", conflicts_with = "arguments")]
    args: Option<String>,
    /// A credential for this once, instead of the one that is kept: SCHEME=VALUE, SCHEME=env:NAME or SCHEME=file:PATH.
    #[arg(long, value_name = "SCHEME=VALUE", value_parser = Named::parse_auth)]
    auth: Vec<Named>,
    /// Of this revision: a number, `current`, `pending` or `last`.
    #[arg(long, default_value = "current")]
    revision: String,
    /// Show what would be sent, and do not send it.
    #[arg(long)]
    preview: bool,
}

/// An argument of a tool.
pub(in crate::cmd) fn argument(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), serde_json::from_str(value).unwrap_or_else(|_| Value::from(value))))
}

pub(super) async fn execute(command: &Call, hub: &Hub, client: &mut Client) -> Result<ExitCode, Failure> {
    let arguments: Map<String, Value> = match &command.args {
        Some(text) => {
            serde_json::from_str(text).map_err(|error| Failure::usage(format!("--args is no JSON object: {error}")))?
        }
        None => command.arguments.iter().cloned().collect(),
    };
    let mut credentials = Map::new();
    for named in &command.auth {
        credentials.insert(named.name.clone(), Value::from(named.value()?));
    }
    let path = format!("/revisions/{}/tools/{}/calls", escaped(&command.revision), escaped(&command.tool));
    let path = command.which.path(client, &path).await?;
    let mut body = json!({ "arguments": arguments, "preview": command.preview });
    if let Some(body) = body.as_object_mut().filter(|_| !credentials.is_empty()) {
        body.insert("credentials".to_owned(), Value::from(credentials));
    }
    let outcome = client.post(&path, body).await?;
    if hub.json {
        print_json(&outcome)?;
    } else {
        tell(&outcome);
    }
    let is_error = at(&outcome, "result.is_error") == true;
    Ok(if is_error { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell(outcome: &Value) {
    for exchange in at(outcome, "exchanges").as_array().into_iter().flatten() {
        report::say(&format!("{} {}", field("method")(exchange).bold(), report::clean(&field("url")(exchange))));
        headers(at(exchange, "headers"));
        body(&field("body")(exchange));
        let failure = field("failure")(exchange);
        if !failure.is_empty() {
            report::say(&format!("{} {}", "failed:".red(), report::clean(&failure)));
        } else if !at(exchange, "status").is_null() {
            report::say(&format!("{} in {} ms", field("status")(exchange).bold(), field("millis")(exchange)));
            headers(at(exchange, "response_headers"));
            body(&field("response_body")(exchange));
        }
        report::say("");
    }
    for part in at(outcome, "result.content").as_array().into_iter().flatten() {
        if let Some(text) = at(part, "text").as_str() {
            let text: String = text.lines().map(|line| report::clean(line) + "\n").collect();
            report::print(&text);
        }
    }
}

fn headers(headers: &Value) {
    for header in headers.as_array().into_iter().flatten() {
        let text = |index: usize| header.get(index).and_then(Value::as_str).unwrap_or_default();
        report::say(&format!("  {}: {}", report::clean(text(0)).dimmed(), report::clean(text(1))));
    }
}

fn body(text: &str) {
    if !text.is_empty() {
        report::say(&format!("  {}", report::clean(text)));
    }
}
