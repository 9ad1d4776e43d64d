//! `mcphub apis refresh`: fetch the document anew.

use clap::Args;
use serde_json::json;

use super::{Which, add::finished};
use crate::{
    cmd::jobs,
    failure::Failure,
    remote::{Client, Hub, json as print_json, token},
};

/// Fetch an API's document anew, and see what became of it.
#[derive(Debug, Args)]
pub(super) struct Refresh {
    #[command(flatten)]
    which: Which,
    /// Do not wait for the hub to compile it.
    #[arg(long)]
    no_wait: bool,
}

pub(super) async fn execute(command: &Refresh, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/refreshes").await?;
    let made = client.post(&path, json!({})).await?;
    if command.no_wait {
        return print_json(&made);
    }
    let ended = jobs::ended(client, &token(&made, "job")).await?;
    finished(client, hub, &command.which.api, &ended).await
}
