//! `mcphub events`: what happened.

use std::{process::ExitCode, time::Duration};

use clap::Args;
use serde_json::Value;

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, at, escaped, field, list},
    report, serve,
};

/// Between two looks for new events.
const PAUSE: Duration = Duration::from_secs(1);

/// Show what happened in an organisation of a running hub.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub events --kind api.
  mcphub events --subject api_01jd2x… --limit 100
  mcphub events --follow --json | jq .kind")]
pub(crate) struct Events {
    /// Only of this kind, `api.unhealthy`, or of this family, `api.`.
    #[arg(long)]
    kind: Option<String>,
    /// Only about this: an identifier.
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    /// So many at most.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// Then go on with new ones, until interrupted.
    #[arg(short, long)]
    follow: bool,
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &Events) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let mut query = String::from("/events?");
        for (name, value) in [("kind", &command.kind), ("subject", &command.subject)] {
            if let Some(value) = value {
                query.push_str(&format!("{name}={}&", escaped(value)));
            }
        }
        let path = client.within(query.trim_end_matches(['&', '?'])).await?;
        let rows = client.all(&path, command.limit).await?;
        if !command.follow {
            list(
                hub,
                &rows,
                "nothing happened yet",
                &[
                    ("number", &field("number")),
                    ("when", &ago("at")),
                    ("what", &field("kind")),
                    ("about", &field("subject")),
                    ("more", &field("data")),
                ],
            )?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut last = 0;
        for event in rows.iter().rev() {
            last = tell(hub, event).max(last);
        }
        let end = serve::end()?;
        let following = follow(hub, &mut client, &path, last);
        tokio::select! {
            outcome = following => outcome,
            () = end => Ok(ExitCode::SUCCESS),
        }
    })
}

async fn follow(hub: &Hub, client: &mut Client, path: &str, mut last: i64) -> Result<ExitCode, Failure> {
    loop {
        tokio::time::sleep(PAUSE).await;
        let mut fresh = Vec::new();
        // Newest first, in as many pages as it takes to come to what was told already.
        let mut most = 50;
        loop {
            let rows = client.all(path, most).await?;
            let is_whole = rows.len() < most || rows.last().is_some_and(|row| number(row) <= last);
            fresh.clone_from(&rows);
            if is_whole || most >= 10_000 {
                break;
            }
            most *= 4;
        }
        for event in fresh.iter().rev().filter(|event| number(event) > last).cloned().collect::<Vec<_>>() {
            last = tell(hub, &event);
        }
    }
}

fn number(event: &Value) -> i64 {
    at(event, "number").as_i64().unwrap_or(0)
}

/// Prints an event as one line; its number.
fn tell(hub: &Hub, event: &Value) -> i64 {
    let text = if hub.json {
        event.to_string()
    } else {
        let cells = [
            field("number")(event),
            field("at")(event),
            field("kind")(event),
            field("subject")(event),
            field("data")(event),
        ];
        report::clean(&cells.join("  "))
    };
    report::print(&format!("{text}\n"));
    number(event)
}
