//! `mcphub calls list`.

use std::collections::HashSet;

use clap::Args;
use serde_json::Value;

use super::{caller, millis, server_id};
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, Kind, Live, ago, at, escaped, field, token},
    report, serve,
};

/// List calls, newest first; with --follow, oldest first and then those that come.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only of this server, by its slug or identifier.
    #[arg(long)]
    server: Option<String>,
    /// Only of this tool.
    #[arg(long)]
    tool: Option<String>,
    /// Only those that came to this: ok, tool-error, invalid, denied, limited, failed or cancelled.
    #[arg(long)]
    outcome: Option<String>,
    /// Only of this caller: identifier of a user or a key, or `anonymous`.
    #[arg(long, value_name = "ID")]
    actor: Option<String>,
    /// So many at most.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// Then go on with new ones, until interrupted.
    #[arg(short, long)]
    follow: bool,
}

impl List {
    /// What is asked for beside the server.
    fn filters(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let all = [("tool", &self.tool), ("outcome", &self.outcome), ("actor", &self.actor)];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    }

    /// Whether a call is asked for: the live feed knows servers only.
    fn is_asked(&self, call: &Value) -> bool {
        self.filters().all(|(name, value)| match name {
            "actor" => caller(call) == *value,
            name => at(call, name) == value.as_str(),
        })
    }
}

pub(super) async fn execute(command: &List, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let server = match &command.server {
        Some(named) => Some(server_id(client, named).await?),
        None => None,
    };
    let mut query: Vec<String> = command.filters().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
    query.extend(server.as_ref().map(|server| format!("server={}", escaped(server))));
    let path = client.within(&format!("/calls?{}", query.join("&"))).await?;
    let path = path.trim_end_matches('?');
    if !command.follow {
        return listed(hub, &client.all(path, command.limit).await?);
    }
    // First the feed: what comes while those that there are are read is then in both, and told once.
    let mut live = Live::open(client, Kind::Call, server.as_deref()).await?;
    let rows = client.all(path, command.limit).await?;
    rows.iter().rev().for_each(|call| tell(hub, call));
    let told: HashSet<String> = rows.iter().map(|call| token(call, "id")).collect();
    let following = async {
        loop {
            let call = live.next(client).await?;
            if command.is_asked(&call) && !told.contains(&token(&call, "id")) {
                tell(hub, &call);
            }
        }
    };
    tokio::select! {
        outcome = following => outcome,
        () = serve::end()? => Ok(()),
    }
}

fn listed(hub: &Hub, rows: &[Value]) -> Result<(), Failure> {
    remote::list(
        hub,
        rows,
        "nothing was called",
        &[
            ("call", &field("id")),
            ("when", &ago("at")),
            ("tool", &field("tool")),
            ("outcome", &field("outcome")),
            ("took", &millis("millis")),
            ("tokens", &field("tokens")),
            ("caller", &caller),
            ("client", &field("client")),
        ],
    )
}

/// Prints a call as one line.
fn tell(hub: &Hub, call: &Value) {
    let text = if hub.json {
        call.to_string()
    } else {
        let cells = ["at", "id", "tool", "outcome"].map(|name| field(name)(call));
        report::clean(&[cells.join("  "), millis("millis")(call), caller(call), field("error")(call)].join("  "))
    };
    report::print(&format!("{}\n", text.trim_end()));
}
