//! `mcphub servers bundle`: a server for clients that install bundles.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, json as print_json},
    report,
};

/// Write a server that is served as a bundle (.mcpb), for Claude Desktop and other clients that install those.
///
/// There is no key in it: the client asks for one.
#[derive(Debug, Args)]
pub(super) struct Bundle {
    #[command(flatten)]
    which: Which,
    /// Where to; the server's name with `.mcpb` in this folder otherwise.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn execute(command: &Bundle, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/bundle.mcpb").await?;
    let bytes = client.bytes(&path).await?;
    let file = command.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.mcpb", command.which.server)));
    let shown = file.display();
    tokio::fs::write(&file, &bytes).await.map_err(|error| {
        Failure::environment(format!("cannot write {shown}: {error}")).help("name another file with --output")
    })?;
    if hub.json {
        return print_json(&json!({ "file": file, "bytes": bytes.len() }));
    }
    report::say(&format!("{shown} has {} bytes; open it with Claude Desktop, which asks for a key", bytes.len()));
    Ok(())
}
