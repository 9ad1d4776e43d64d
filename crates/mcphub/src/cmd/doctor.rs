//! `mcphub doctor`: what keeps a hub from running well, looked for one by one.

mod ask;
mod places;

use std::{net::TcpListener, path::PathBuf, process::ExitCode};

use clap::Args;
use hub_server::settings::Settings;
use hub_store::Store;
use owo_colors::OwoColorize as _;

use super::audit;
use crate::{config, failure::Failure, hub, report, serve};

/// Look for what keeps a hub from running well.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Only ask a running hub whether it is well, at its `/readyz` or `/healthz`: `http://127.0.0.1:8080/readyz`.
    #[arg(long, value_name = "URL", conflicts_with = "config")]
    ask: Option<String>,
}

/// What was found, and what to do about it where something is wrong.
type Finding = Result<String, String>;

pub(super) fn execute(command: &Doctor) -> Result<ExitCode, Failure> {
    if let Some(url) = &command.ask {
        return ask::execute(url);
    }
    let settings = config::load(command.config.as_deref())?;
    tell("settings", &Ok("they can be used".to_owned()));
    serve::runtime()?.block_on(async {
        let mut wrong = usize::from(!tell("address", &address(&settings)));
        wrong += usize::from(!tell("certificate", &certificate(&settings)));
        match hub::store(&settings).await {
            Ok(store) => {
                wrong += kept(&store).await;
                store.close().await;
            }
            Err(failure) => wrong += usize::from(!tell("store", &Err(failure.to_string()))),
        }
        wrong += places::look(&settings).await;
        match wrong {
            0 => Ok(ExitCode::SUCCESS),
            wrong => Err(Failure::environment(format!("{wrong} things are wrong"))),
        }
    })
}

/// Says what was found; whether it is well.
fn tell(what: &str, finding: &Finding) -> bool {
    match finding {
        Ok(found) => report::say(&format!("{} {what}: {found}", "✓".green())),
        Err(wrong) => report::say(&format!("{} {what}: {wrong}", "✗".red())),
    }
    finding.is_ok()
}

fn address(settings: &Settings) -> Finding {
    let address = settings.listen.address;
    match TcpListener::bind(address) {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{address} is in use: by a running hub, if one runs here"))
        }
        Err(error) => Err(format!("{address} cannot be listened on: {error}")),
    }
}

fn certificate(settings: &Settings) -> Finding {
    let Some(tls) = &settings.listen.tls else { return Ok("none; TLS is a proxy's work, or not wanted".to_owned()) };
    hub_server::serve::check_certificate(tls).map(|()| "it can be used".to_owned()).map_err(|error| error.to_string())
}

/// Checks what is kept; how much of it is wrong.
async fn kept(store: &Store) -> usize {
    let said =
        |result: hub_store::Result<()>, well: &str| result.map(|()| well.to_owned()).map_err(|error| error.to_string());
    let mut wrong = usize::from(!tell("database", &said(store.ping().await, "it answers")));
    wrong += usize::from(!tell("redis", &said(store.bus().ping().await, "it answers, or is not used")));
    let migrated = store.migrations().await.map_err(|error| error.to_string()).and_then(|steps| {
        let missing = steps.iter().filter(|step| !step.is_applied).count();
        if missing == 0 {
            Ok(format!("all {} steps were taken", steps.len()))
        } else {
            Err(format!("{missing} steps are missing; run `mcphub migrate`"))
        }
    });
    if !tell("migrations", &migrated) {
        return wrong + 1;
    }
    match store.check().await {
        Ok(findings) if findings.is_empty() => _ = tell("what is kept", &Ok("it makes sense".to_owned())),
        Ok(findings) => {
            for finding in findings {
                wrong += usize::from(!tell("what is kept", &Err(finding)));
            }
        }
        Err(error) => wrong += usize::from(!tell("what is kept", &Err(error.to_string()))),
    }
    let logs = audit::verify(store, None).await.map_err(|error| error.to_string());
    let logs = logs.and_then(|broken| {
        if broken == 0 { Ok("nobody changed them".to_owned()) } else { Err(format!("{broken} were changed")) }
    });
    wrong + usize::from(!tell("audit logs", &logs))
}
