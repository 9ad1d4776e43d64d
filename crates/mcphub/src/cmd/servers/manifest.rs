//! `mcphub servers manifest`: a server as registries write it.

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, json as print_json},
};

/// Print the server.json of a server that is served: what registries of MCP servers are told.
#[derive(Debug, Args)]
pub(super) struct Manifest {
    #[command(flatten)]
    which: Which,
}

pub(super) async fn execute(command: &Manifest, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/server.json").await?;
    print_json(&client.get(&path).await?)
}
