//! `mcphub deployments`: which versions a running hub serves.

use std::{process::ExitCode, time::Duration};

use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::servers::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, at, field, json as print_json},
    serve,
};

/// Deploy servers of a running hub, roll them back, stop them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub deployments start shop
  mcphub deployments start shop --version 2
  mcphub deployments start shop --target process --replicas 2
  mcphub deployments start shop --target docker --scale 0-8 --calls-per-replica 10
  mcphub deployments start shop --target docker --scale 1-8 --cpu-percent 70
  mcphub deployments canary shop --version 3 --percent 10 && mcphub deployments promote shop
  mcphub deployments rollback shop")]
pub(crate) struct Deployments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List what is deployed.
    List,
    /// Show how a server is deployed.
    Show(Which),
    /// Serve a server, or another version of it, and wait until it is served.
    #[command(alias = "deploy")]
    Start {
        #[command(flatten)]
        which: Which,
        /// The version, by its number; the newest where nothing is deployed yet.
        #[arg(long)]
        version: Option<String>,
        /// Where: in the gateway's own process (`embedded`), in processes of its own (`process`), or in containers (`docker`).
        #[arg(long)]
        target: Option<String>,
        /// How many processes or containers of its own, always.
        #[arg(long)]
        replicas: Option<u8>,
        /// As many as there is to do, between these: `0-8`. With 0 none runs while nobody calls, and the first call starts one.
        #[arg(long, value_name = "MIN-MAX", value_parser = range, conflicts_with = "replicas")]
        scale: Option<(u8, u8)>,
        /// Calls that one of them should have at a time.
        #[arg(long, requires = "scale", default_value_t = 10)]
        calls_per_replica: u32,
        /// Percent of its processor time that one of them should use; calls decide alone when absent.
        #[arg(long, requires = "scale", value_name = "PERCENT")]
        cpu_percent: Option<u32>,
        /// Seconds for which fewer have to be enough before any ends.
        #[arg(long, requires = "scale", default_value_t = 120)]
        quiet_seconds: u32,
    },
    /// List a server's own processes.
    Replicas(Which),
    /// Let some callers have a newer version.
    Canary {
        #[command(flatten)]
        which: Which,
        /// The version, by its number.
        #[arg(long)]
        version: String,
        /// Callers of a hundred.
        #[arg(long)]
        percent: u8,
    },
    /// Give the canary to everybody.
    Promote(Which),
    /// End the canary; where there is none, go back to the version before.
    Rollback(Which),
    /// Do not serve it any more.
    Stop(Which),
}

/// `0-8`.
fn range(text: &str) -> Result<(u8, u8), String> {
    let ends = text.split_once('-').and_then(|(min, max)| Some((min.parse().ok()?, max.parse().ok()?)));
    ends.filter(|(min, max)| min <= max && *max > 0)
        .ok_or_else(|| "write it as `0-8`: the fewest and the most".to_owned())
}

pub(super) fn execute(command: &Deployments) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let client = &mut client;
        let which = match &command.what {
            What::List => return list(hub, client).await.map(|()| ExitCode::SUCCESS),
            What::Show(which) => which,
            What::Start { which, version, target, replicas, scale, calls_per_replica, cpu_percent, quiet_seconds } => {
                let scaling = scale.map(|(min, max)| {
                    json!({ "min": min, "max": max, "calls": calls_per_replica, "cpu_percent": cpu_percent, "quiet_seconds": quiet_seconds })
                });
                let wanted = json!({ "version": version, "target": target, "replicas": replicas, "scaling": scaling });
                want(client, which, wanted).await?;
                which
            }
            What::Replicas(which) => return processes(hub, client, which).await.map(|()| ExitCode::SUCCESS),
            What::Canary { which, version, percent } => {
                want(client, which, json!({ "canary": { "version": version, "percent": percent } })).await?;
                which
            }
            What::Promote(which) => act(client, which, "promotion").await?,
            What::Rollback(which) => act(client, which, "rollback").await?,
            What::Stop(which) => {
                let path = which.path(client, "/deployment").await?;
                client.delete(&path).await?;
                which
            }
        };
        let settled = settled(client, which).await?;
        shown(hub, &settled)?;
        let is_well = matches!(at(&settled, "state").as_str(), Some("running" | "stopped"));
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

async fn list(hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = client.within("/servers").await?;
    let mut rows = client.all(&path, usize::MAX).await?;
    rows.retain(|row| !at(row, "deployment").is_null());
    remote::list(
        hub,
        &rows,
        "nothing is deployed; `mcphub deployments start` serves a server",
        &[
            ("server", &field("slug")),
            ("state", &|row| match at(row, "deployment.is_asleep").as_bool() {
                Some(true) => "asleep".to_owned(),
                _ => field("deployment.state")(row),
            }),
            ("since", &ago("deployment.since")),
            ("target", &field("deployment.target")),
            ("canary", &|row| match at(row, "deployment.canary.percent").as_u64() {
                Some(percent) => format!("{percent} %"),
                None => String::new(),
            }),
            ("message", &field("deployment.message")),
        ],
    )
}

async fn processes(hub: &Hub, client: &mut Client, which: &Which) -> Result<(), Failure> {
    let path = which.path(client, "/deployment/replicas").await?;
    let rows = client.all(&path, usize::MAX).await?;
    remote::list(
        hub,
        &rows,
        "it has no processes of its own",
        &[
            ("id", &field("id")),
            ("state", &field("state")),
            ("since", &ago("updated_at")),
            ("process", &field("process")),
            ("message", &field("message")),
        ],
    )
}

/// Asks for a deployment.
pub(super) async fn want(client: &mut Client, which: &Which, wanted: Value) -> Result<(), Failure> {
    let path = which.path(client, "/deployment").await?;
    client.put(&path, wanted).await.map(drop)
}

async fn act<'w>(client: &mut Client, which: &'w Which, action: &str) -> Result<&'w Which, Failure> {
    let path = which.path(client, &format!("/deployment/{action}")).await?;
    client.post(&path, json!({})).await?;
    Ok(which)
}

/// A deployment once it is settled whether it serves; as it is after a minute, where it is not.
pub(super) async fn settled(client: &mut Client, which: &Which) -> Result<Value, Failure> {
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(120));
    progress.set_message("deploying");
    let path = which.path(client, "/deployment?wait=60").await?;
    let seen = client.get(&path).await?;
    progress.finish_and_clear();
    Ok(seen)
}

fn shown(hub: &Hub, deployment: &Value) -> Result<(), Failure> {
    if hub.json {
        return print_json(deployment);
    }
    remote::show(
        hub,
        deployment,
        &[
            ("state", &field("state")),
            ("since", &ago("since")),
            ("message", &field("message")),
            ("version", &field("version")),
            ("canary", &field("canary.version")),
            ("target", &field("target")),
        ],
    )
}
