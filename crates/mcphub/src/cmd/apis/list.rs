//! `mcphub apis list`.

use clap::Args;

use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, at, escaped, field},
};

/// List the APIs.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those with this in their name, slug or description.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only those with this tag.
    #[arg(long)]
    tag: Option<String>,
    /// Only those whose newer revision waits for approval.
    #[arg(long)]
    pending: bool,
    /// Deleted ones, which can be restored.
    #[arg(long)]
    deleted: bool,
    /// So many at most.
    #[arg(long, default_value_t = 100, value_name = "N")]
    limit: usize,
}

pub(super) async fn execute(command: &List, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let List { search, tag, pending, deleted, limit } = command;
    let mut query = format!("/apis?pending={pending}&deleted={deleted}");
    for (name, value) in [("search", search), ("tag", tag)] {
        if let Some(value) = value {
            query.push_str(&format!("&{name}={}", escaped(value)));
        }
    }
    let path = client.within(&query).await?;
    let rows = client.all(&path, *limit).await?;
    remote::list(
        hub,
        &rows,
        "there are no APIs; `mcphub apis add` registers one",
        &[
            ("slug", &field("slug")),
            ("name", &field("name")),
            ("health", &field("health.state")),
            ("waits", &|row| {
                if at(row, "pending_revision").is_null() { String::new() } else { "a revision".to_owned() }
            }),
            ("tags", &field("tags")),
            ("changed", &ago("updated_at")),
        ],
    )
}
