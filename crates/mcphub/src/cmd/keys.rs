//! `mcphub keys`: API keys, for programs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, escaped, field, json as print_json, list, token},
    report, serve,
};

/// Make, list, rotate and revoke API keys of a running hub.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub keys create ci --scopes apis:read,apis:update
  MCPHUB_KEY=mcphub_key_… mcphub apis list --hub https://hub.example.com")]
pub(crate) struct Keys {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List keys; those of others only where you may see them.
    List,
    /// Make a key. It is printed this once, on standard output.
    Create {
        /// What people call it.
        name: String,
        /// What it may do, of what you may: `apis:read`, …
        #[arg(long, value_delimiter = ',', required = true, value_name = "SCOPE")]
        scopes: Vec<String>,
        /// When it ends by itself: 2027-01-31T00:00:00Z.
        #[arg(long, value_name = "TIME")]
        expires_at: Option<String>,
        /// The service account that it acts for, instead of you.
        #[arg(long, value_name = "ID")]
        service_account: Option<String>,
    },
    /// Make a new key in the place of one, which does not work any more. It is printed this once, on standard output.
    Rotate {
        /// Its identifier.
        key: String,
    },
    /// Take a key back: it does not work any more.
    Revoke {
        /// Its identifier.
        key: String,
    },
}

pub(super) fn execute(command: &Keys) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List => rows(hub, &mut client).await?,
            What::Create { name, scopes, expires_at, service_account } => {
                let body = json!({ "name": name, "scopes": scopes, "expires_at": expires_at,
                                   "service_account": service_account });
                let path = client.within("/api-keys").await?;
                shown(hub, &client.post(&path, body).await?)?;
            }
            What::Rotate { key } => {
                let path = client.within(&format!("/api-keys/{}/rotations", escaped(key))).await?;
                shown(hub, &client.post(&path, json!({})).await?)?;
            }
            What::Revoke { key } => {
                let path = client.within(&format!("/api-keys/{}", escaped(key))).await?;
                client.delete(&path).await?;
                report::say(&format!("{key} does not work any more"));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn rows(hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = client.within("/api-keys").await?;
    let rows = client.all(&path, usize::MAX).await?;
    list(
        hub,
        &rows,
        "there are no keys",
        &[
            ("id", &field("id")),
            ("name", &field("name")),
            ("begins with", &field("hint")),
            ("scopes", &field("scopes")),
            ("last used", &ago("last_used_at")),
            ("ends", &ago("expires_at")),
        ],
    )
}

/// Prints a key alone, so that it can be piped into where it is kept.
fn shown(hub: &Hub, made: &Value) -> Result<(), Failure> {
    if hub.json {
        return print_json(made);
    }
    report::say(&format!("{} {}; keep the key, it is not shown again:", token(made, "id"), token(made, "name")));
    report::print(&format!("{}\n", token(made, "key")));
    Ok(())
}
