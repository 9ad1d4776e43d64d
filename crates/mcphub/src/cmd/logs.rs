//! `mcphub logs`: what a hosted server has to say.

use std::{collections::HashSet, process::ExitCode};

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{calls::server_id, servers::Which};
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, Kind, Live, ago, at, escaped, field, token},
    report, serve,
};

/// Show what a server of a running hub has to say: how its deployment does, calls that were not answered well, its own processes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub logs shop --level error
  mcphub logs shop --follow")]
pub(crate) struct Logs {
    #[command(flatten)]
    which: Which,
    /// Only lines of this level.
    #[arg(long)]
    level: Option<Level>,
    /// Only lines with this in their message.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// So many at most.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// Oldest first, and then those that come, until interrupted.
    #[arg(short, long)]
    follow: bool,
    #[command(flatten)]
    hub: Hub,
}

/// How much a line matters.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

impl Level {
    fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

pub(super) fn execute(command: &Logs) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let client = &mut client;
        let mut query = Vec::new();
        query.extend(command.level.map(|level| format!("level={}", level.word())));
        query.extend(command.search.as_ref().map(|text| format!("search={}", escaped(text))));
        let path = command.which.path(client, &format!("/logs?{}", query.join("&"))).await?;
        let path = path.trim_end_matches('?');
        if command.follow {
            follow(command, client, path).await?;
        } else {
            listed(hub, &client.all(path, command.limit).await?)?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn listed(hub: &Hub, rows: &[Value]) -> Result<(), Failure> {
    remote::list(
        hub,
        rows,
        "it has nothing to say",
        &[("when", &ago("at")), ("level", &field("level")), ("of", &field("source")), ("message", &field("message"))],
    )
}

async fn follow(command: &Logs, client: &mut Client, path: &str) -> Result<(), Failure> {
    let server = server_id(client, &command.which.server).await?;
    // First the feed: what comes while those that there are are read is then in both, and told once.
    let mut live = Live::open(client, Kind::Log, Some(&server)).await?;
    let rows = client.all(path, command.limit).await?;
    rows.iter().rev().for_each(|line| tell(&command.hub, line));
    let told: HashSet<String> = rows.iter().map(|line| token(line, "id")).collect();
    let following = async {
        loop {
            let line = live.next(client).await?;
            if is_asked(command, &line) && !told.contains(&token(&line, "id")) {
                tell(&command.hub, &line);
            }
        }
    };
    tokio::select! {
        outcome = following => outcome,
        () = serve::end()? => Ok(()),
    }
}

/// Whether a line is asked for: the live feed knows servers only.
fn is_asked(command: &Logs, line: &Value) -> bool {
    let message = field("message")(line).to_lowercase();
    command.level.is_none_or(|level| at(line, "level") == level.word())
        && command.search.as_ref().is_none_or(|text| message.contains(&text.to_lowercase()))
}

/// Prints a line as one line.
fn tell(hub: &Hub, line: &Value) {
    let text = if hub.json {
        line.to_string()
    } else {
        report::clean(&["at", "level", "source", "message"].map(|name| field(name)(line)).join("  "))
    };
    report::print(&format!("{text}\n"));
}
