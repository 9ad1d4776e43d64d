//! `mcphub apis show`.

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, field},
};

/// Show an API.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    which: Which,
}

pub(super) async fn execute(command: &Show, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "").await?;
    let api = client.get(&path).await?;
    remote::show(
        hub,
        &api,
        &[
            ("name", &field("name")),
            ("slug", &field("slug")),
            ("id", &field("id")),
            ("description", &field("description")),
            ("tags", &field("tags")),
            ("source", &|api| format!("{}{}", field("source.url")(api), field("source.upload")(api))),
            ("upstream", &field("settings.upstream")),
            ("current revision", &field("current_revision")),
            ("waiting revision", &field("pending_revision")),
            ("health", &field("health.state")),
            ("last probe", &|api| {
                format!("{} {}", ago("health.checked_at")(api), field("health.message")(api)).trim().to_owned()
            }),
            ("registered", &ago("created_at")),
            ("changed", &ago("updated_at")),
        ],
    )
}
