//! `mcphub servers show`.

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, field},
};

/// Show a server.
#[derive(Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    which: Which,
}

pub(super) async fn execute(command: &Show, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "").await?;
    let server = client.get(&path).await?;
    remote::show(
        hub,
        &server,
        &[
            ("name", &field("name")),
            ("slug", &field("slug")),
            ("id", &field("id")),
            ("description", &field("description")),
            ("url", &field("url")),
            ("access", &field("settings.access")),
            ("newest version", &field("latest_version")),
            ("served version", &field("deployment.version")),
            ("state", &field("deployment.state")),
            ("since", &ago("deployment.since")),
            ("message", &field("deployment.message")),
            ("made", &ago("created_at")),
            ("changed", &ago("updated_at")),
        ],
    )
}
