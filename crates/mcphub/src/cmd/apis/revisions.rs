//! `mcphub apis revisions`.

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, field, list},
};

/// List the revisions of an API, newest first.
#[derive(Debug, Args)]
pub(super) struct Revisions {
    #[command(flatten)]
    which: Which,
    /// So many at most.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

pub(super) async fn execute(command: &Revisions, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/revisions").await?;
    let rows = client.all(&path, command.limit).await?;
    list(
        hub,
        &rows,
        "there are no revisions yet; `mcphub jobs list` says why",
        &[
            ("number", &field("number")),
            ("state", &field("state")),
            ("kind", &field("kind")),
            ("version", &field("api_version")),
            ("tools", &field("tools")),
            ("errors", &field("errors")),
            ("breaking", &field("breaking")),
            ("made", &ago("created_at")),
        ],
    )
}
