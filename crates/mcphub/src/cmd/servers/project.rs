//! `mcphub servers project`: a version of a server as a source project.

use std::path::PathBuf;

use clap::Args;
use hub_compiler::emit::{Language, License};
use serde_json::json;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, escaped, json as print_json},
    report,
};

/// Write a version as a source project: a server of your own with the same tools, which sends the same requests.
///
/// There is no secret in it: it takes credentials from its environment. `mcphub export` writes one without a hub.
#[derive(Debug, Args)]
pub(super) struct Project {
    #[command(flatten)]
    which: Which,
    /// What it is written in.
    #[arg(long, value_name = "LANGUAGE")]
    language: Language,
    /// What it is licensed under: apache-2.0, mit, bsd-3-clause or proprietary.
    #[arg(long, value_name = "LICENSE", default_value_t)]
    license: License,
    /// Which version, by its number; the newest otherwise.
    #[arg(long, value_name = "N")]
    version: Option<String>,
    /// Where to: a `.zip` or a `.tar.gz`; the server's name with `.zip` in this folder otherwise.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) async fn execute(command: &Project, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let server = &command.which.server;
    let version = match &command.version {
        Some(version) => version.clone(),
        None => command.which.newest(client).await?,
    };
    let file = command.output.clone().unwrap_or_else(|| PathBuf::from(format!("{server}.zip")));
    let shown = file.display();
    let ending = ["zip", "tar.gz"].into_iter().find(|ending| shown.to_string().ends_with(&format!(".{ending}")));
    let archive = ending.ok_or_else(|| {
        Failure::usage(format!("{shown} is neither a .zip nor a .tar.gz")).help("name such a file with --output")
    })?;
    let asked = format!("language={}&license={}&archive={archive}", command.language, command.license);
    let of = format!("/versions/{}/project?{asked}", escaped(&version));
    let path = command.which.path(client, &of).await?;
    let bytes = client.bytes(&path).await?;
    tokio::fs::write(&file, &bytes).await.map_err(|error| {
        Failure::environment(format!("cannot write {shown}: {error}")).help("name another file with --output")
    })?;
    if hub.json {
        return print_json(&json!({ "file": file, "version": version, "bytes": bytes.len() }));
    }
    report::say(&format!("{shown} has version {version} in {} bytes; its README.md says how to run it", bytes.len()));
    Ok(())
}
