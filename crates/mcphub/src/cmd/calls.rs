//! `mcphub calls`: what tools of hosted servers were called, and what came of it.

mod hours;
mod list;
mod show;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::{
    failure::Failure,
    remote::{Client, Hub, at, escaped, field, token},
    serve,
};

/// See the calls of a running hub's servers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub calls list --server shop --outcome tool-error
  mcphub calls list --follow --json | jq .tool
  mcphub calls hours --hours 168 --by tool")]
pub(crate) struct Calls {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    List(list::List),
    Show(show::Show),
    Hours(hours::Hours),
}

pub(super) fn execute(command: &Calls) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List(what) => list::execute(what, hub, &mut client).await,
            What::Show(what) => show::execute(what, hub, &mut client).await,
            What::Hours(what) => hours::execute(what, hub, &mut client).await,
        }?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The identifier of a server that is named by its slug or by that.
pub(super) async fn server_id(client: &mut Client, named: &str) -> Result<String, Failure> {
    let path = client.within(&format!("/servers/{}", escaped(named))).await?;
    Ok(token(&client.get(&path).await?, "id"))
}

/// Who called: the identifier of a user or a key, by which calls are asked for.
fn caller(call: &Value) -> String {
    match at(call, "actor.type").as_str() {
        Some("user" | "key") => field("actor.id")(call),
        Some("service") => field("actor.key")(call),
        other => other.unwrap_or_default().to_owned(),
    }
}

/// Milliseconds at a path, whole from ten on.
fn millis(path: &'static str) -> impl Fn(&Value) -> String {
    move |value| match at(value, path).as_f64() {
        Some(millis) if millis < 10.0 => format!("{millis:.1} ms"),
        Some(millis) => format!("{millis:.0} ms"),
        None => String::new(),
    }
}
