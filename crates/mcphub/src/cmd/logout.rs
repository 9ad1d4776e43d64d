//! `mcphub logout`.

use std::process::ExitCode;

use clap::Args;

use crate::{
    failure::Failure,
    remote::{Client, Hub, Login},
    report, serve,
};

/// Sign out: the hub forgets the sign-in, and so does this machine.
#[derive(Debug, Args)]
pub(crate) struct SignOut {}

pub(super) fn execute(_: &SignOut) -> Result<ExitCode, Failure> {
    let Some(login) = Login::load()? else {
        report::say("nobody is signed in");
        return Ok(ExitCode::SUCCESS);
    };
    let hub = Hub { url: None, api_key: None, organisation: None, json: false };
    let ended = serve::runtime()?.block_on(async { Client::new(&hub)?.delete("/sessions/current").await });
    // Forgotten here whatever the hub says: whoever signs out does not want it kept.
    Login::forget()?;
    match ended {
        Ok(_) => report::say(&format!("signed out at {}", login.url)),
        Err(failure) => report::say(&format!("forgotten here; the hub could not be told: {failure}")),
    }
    Ok(ExitCode::SUCCESS)
}
