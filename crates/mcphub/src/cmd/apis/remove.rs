//! `mcphub apis delete` and `mcphub apis restore`.

use std::io::IsTerminal as _;

use clap::Args;
use serde_json::json;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, at, line},
    report,
};

/// Delete an API. It can be restored for a while.
#[derive(Debug, Args)]
pub(super) struct Delete {
    #[command(flatten)]
    which: Which,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

/// Restore a deleted API.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The API's identifier, as `mcphub apis list --deleted --json` tells it.
    #[arg(value_name = "ID")]
    api: String,
}

pub(super) async fn delete(command: &Delete, client: &mut Client) -> Result<(), Failure> {
    let api = &command.which.api;
    if !command.yes && std::io::stdin().is_terminal() {
        let answer = line(&format!("Delete the API {api}? [y/N]"))?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(Failure::usage("nothing was deleted"));
        }
    }
    let path = command.which.path(client, "").await?;
    client.delete(&path).await?;
    report::say(&format!("{api} is deleted; `mcphub apis restore` brings it back"));
    Ok(())
}

pub(super) async fn restore(command: &Restore, client: &mut Client) -> Result<(), Failure> {
    let which = Which { api: command.api.clone() };
    let path = which.path(client, "/restoration").await?;
    let api = client.post(&path, json!({})).await?;
    report::say(&format!("{} is there again", at(&api, "slug").as_str().unwrap_or(&command.api)));
    Ok(())
}
