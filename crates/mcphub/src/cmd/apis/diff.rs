//! `mcphub apis diff`: what changed in a revision, as an agent will notice it.

use clap::Args;
use serde_json::Value;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, escaped, field, list},
};

/// Show what changed in a revision since the one that was current before.
#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    which: Which,
    /// Which: a number, `current`, `pending` or `last`.
    #[arg(long, default_value = "last")]
    revision: String,
}

pub(super) async fn execute(command: &Diff, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = format!("/revisions/{}/changes", escaped(&command.revision));
    let path = command.which.path(client, &path).await?;
    let changes = client.get(&path).await?;
    let rows: Vec<Value> = changes.as_array().cloned().unwrap_or_default();
    list(
        hub,
        &rows,
        "nothing changed that an agent would notice",
        &[("impact", &field("impact")), ("tool", &field("tool")), ("change", &field("message"))],
    )
}
