//! `mcphub servers delete`.

use std::io::IsTerminal as _;

use clap::Args;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, line},
    report,
};

/// Delete a server with its versions. It must not be deployed; records of its calls stay until their time has come.
#[derive(Debug, Args)]
pub(super) struct Delete {
    #[command(flatten)]
    which: Which,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
}

pub(super) async fn execute(command: &Delete, client: &mut Client) -> Result<(), Failure> {
    let server = &command.which.server;
    if !command.yes && std::io::stdin().is_terminal() {
        let answer = line(&format!("Delete the server {server}, for good? [y/N]"))?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(Failure::usage("nothing was deleted"));
        }
    }
    let path = command.which.path(client, "").await?;
    client.delete(&path).await?;
    report::say(&format!("{server} is deleted"));
    Ok(())
}
