//! `mcphub apis tools`.

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, escaped, field, json},
};

/// List the tools of an API, or show one with its schemas.
#[derive(Debug, Args)]
pub(super) struct Tools {
    #[command(flatten)]
    which: Which,
    /// Show this one in full, as JSON.
    tool: Option<String>,
    /// Of this revision: a number, `current`, `pending` or `last`.
    #[arg(long, default_value = "current")]
    revision: String,
    /// Only those with this in their name, operation or description.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
}

pub(super) async fn execute(command: &Tools, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let base = format!("/revisions/{}/tools", escaped(&command.revision));
    if let Some(tool) = &command.tool {
        let path = command.which.path(client, &format!("{base}/{}", escaped(tool))).await?;
        return json(&client.get(&path).await?);
    }
    let search = command.search.as_deref().map(|text| format!("?search={}", escaped(text))).unwrap_or_default();
    let path = command.which.path(client, &format!("{base}{search}")).await?;
    let rows = client.all(&path, usize::MAX).await?;
    remote::list(
        hub,
        &rows,
        "no tool matches",
        &[
            ("tool", &field("name")),
            ("operation", &field("operation")),
            ("reads only", &field("is_read_only")),
            ("tokens", &field("tokens")),
            ("title", &field("title")),
        ],
    )
}
