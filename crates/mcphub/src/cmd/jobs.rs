//! `mcphub jobs`: work that the hub does, and how far it is.

use std::{process::ExitCode, time::Duration};

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, at, escaped, field, list, show},
    report, serve,
};

/// See, await, cancel and repeat work that a running hub does.
#[derive(Debug, Args)]
pub(crate) struct Jobs {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List jobs, newest first.
    List {
        /// Only those in this state: queued, running, succeeded, failed or cancelled.
        #[arg(long)]
        state: Option<String>,
        /// So many at most.
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
    },
    /// Show a job.
    Show {
        /// Its identifier.
        job: String,
    },
    /// Wait for the end of a job; exits with 1 unless it succeeded.
    Wait {
        /// Its identifier.
        job: String,
    },
    /// Cancel a job.
    Cancel {
        /// Its identifier.
        job: String,
    },
    /// Have a job done once more that has ended, and show the new one.
    Retry {
        /// Its identifier.
        job: String,
    },
}

pub(super) fn execute(command: &Jobs) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List { state, limit } => rows(hub, &mut client, state.as_deref(), *limit).await?,
            What::Show { job } => {
                let path = client.within(&format!("/jobs/{}", escaped(job))).await?;
                one(hub, &client.get(&path).await?)?;
            }
            What::Wait { job } => {
                let ended = ended(&mut client, job).await?;
                one(hub, &ended)?;
                if at(&ended, "state") != "succeeded" {
                    return Ok(ExitCode::FAILURE);
                }
            }
            What::Cancel { job } => {
                let path = client.within(&format!("/jobs/{}/cancellation", escaped(job))).await?;
                one(hub, &client.post(&path, json!({})).await?)?;
            }
            What::Retry { job } => {
                let path = client.within(&format!("/jobs/{}/retries", escaped(job))).await?;
                let made = client.post(&path, json!({})).await?;
                let fresh = client.within(&format!("/jobs/{}", escaped(&field("job")(&made)))).await?;
                one(hub, &client.get(&fresh).await?)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn rows(hub: &Hub, client: &mut Client, state: Option<&str>, limit: usize) -> Result<(), Failure> {
    let state = state.map(|state| format!("?state={}", escaped(state))).unwrap_or_default();
    let path = client.within(&format!("/jobs{state}")).await?;
    let rows = client.all(&path, limit).await?;
    list(
        hub,
        &rows,
        "there are no jobs",
        &[
            ("job", &field("id")),
            ("kind", &field("kind")),
            ("state", &field("state")),
            ("progress", &field("progress.message")),
            ("error", &field("error")),
            ("begun", &ago("created_at")),
        ],
    )
}

fn one(hub: &Hub, job: &Value) -> Result<(), Failure> {
    show(
        hub,
        job,
        &[
            ("id", &field("id")),
            ("kind", &field("kind")),
            ("state", &field("state")),
            ("progress", &field("progress.message")),
            ("attempts", &field("attempts")),
            ("error", &field("error")),
            ("result", &field("result")),
            ("begun", &ago("created_at")),
            ("ended", &ago("finished_at")),
        ],
    )
}

/// A job once it has ended. On a terminal a line shows how far it is.
pub(super) async fn ended(client: &mut Client, job: &str) -> Result<Value, Failure> {
    let progress = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        progress.set_style(style);
    }
    progress.enable_steady_tick(Duration::from_millis(120));
    let path = client.within(&format!("/jobs/{}?wait=2", escaped(job))).await?;
    loop {
        let seen = client.get(&path).await?;
        if matches!(at(&seen, "state").as_str(), Some("queued" | "running")) {
            progress.set_message(report::clean(&field("progress.message")(&seen)));
            continue;
        }
        progress.finish_and_clear();
        return Ok(seen);
    }
}
