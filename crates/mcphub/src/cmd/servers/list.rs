//! `mcphub servers list`.

use clap::Args;

use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, escaped, field},
};

/// List the servers.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only those with this in their name, slug or description.
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// So many at most.
    #[arg(long, default_value_t = 100, value_name = "N")]
    limit: usize,
}

pub(super) async fn execute(command: &List, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let search = command.search.as_ref().map(|text| format!("?search={}", escaped(text))).unwrap_or_default();
    let path = client.within(&format!("/servers{search}")).await?;
    let rows = client.all(&path, command.limit).await?;
    remote::list(
        hub,
        &rows,
        "there are no servers; `mcphub quick` makes one of a document, `mcphub servers create` of registered APIs",
        &[
            ("slug", &field("slug")),
            ("name", &field("name")),
            ("state", &field("deployment.state")),
            ("url", &field("url")),
            ("changed", &ago("updated_at")),
        ],
    )
}
