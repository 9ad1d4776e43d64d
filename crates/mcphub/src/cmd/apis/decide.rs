//! `mcphub apis approve` and `mcphub apis reject`: whether a revision is used.

use clap::Args;
use serde_json::json;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, escaped, field, json as print_json},
    report,
};

/// Use a revision that waits, or go back to an older one.
#[derive(Debug, Args)]
pub(super) struct Approve {
    #[command(flatten)]
    which: Which,
    /// Which: a number, or `pending`.
    #[arg(long, default_value = "pending")]
    revision: String,
}

/// Do not use a revision that waits.
#[derive(Debug, Args)]
pub(super) struct Reject {
    #[command(flatten)]
    which: Which,
    /// Which: a number, or `pending`.
    #[arg(long, default_value = "pending")]
    revision: String,
}

pub(super) async fn approve(command: &Approve, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    decide(&command.which, &command.revision, "approval", hub, client).await
}

pub(super) async fn reject(command: &Reject, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    decide(&command.which, &command.revision, "rejection", hub, client).await
}

async fn decide(which: &Which, revision: &str, how: &str, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = which.path(client, &format!("/revisions/{}/{how}", escaped(revision))).await?;
    let decided = client.post(&path, json!({})).await?;
    if hub.json {
        return print_json(&decided);
    }
    report::say(&format!("{}: revision {} is {}", which.api, field("number")(&decided), field("state")(&decided)));
    Ok(())
}
