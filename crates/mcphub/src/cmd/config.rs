//! `mcphub config`: what is set, whether it can be, and everything that could be.

mod schema;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use hub_server::settings::Settings;

use crate::{config, failure::Failure, report};

/// In the place of a secret.
const MASK: &str = "********";

/// Show and check the settings of a hub.
#[derive(Debug, Args)]
pub(crate) struct Configure {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the settings as they hold, defaults included, as TOML. Secrets are masked.
    Print(From),
    /// Say whether the settings can be used; exits with 2 when they cannot.
    Check(From),
    /// Print every setting with its words and its default, as a TOML file to begin with.
    Schema {
        /// As JSON Schema, for editors and programs.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct From {
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn execute(command: &Configure) -> Result<ExitCode, Failure> {
    match &command.what {
        What::Print(from) => {
            let settings = masked(config::read(from.config.as_deref())?);
            let text = toml::to_string_pretty(&settings);
            report::print(
                &text.map_err(|error| Failure::environment(format!("the settings cannot be written: {error}")))?,
            );
        }
        What::Check(from) => {
            config::load(from.config.as_deref())?;
            report::say("the settings can be used");
        }
        What::Schema { json } => report::print(&schema::text(*json)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Without what nobody should read over a shoulder.
fn masked(mut settings: Settings) -> Settings {
    let hide = |secret: &mut Option<String>| {
        if secret.is_some() {
            *secret = Some(MASK.to_owned());
        }
    };
    hide(&mut settings.secrets.master_key);
    hide(&mut settings.telemetry.metrics_token);
    settings.secrets.older_master_keys.fill(MASK.to_owned());
    settings.database.url = without_password(&settings.database.url);
    for url in [&mut settings.database.replica_url, &mut settings.redis.url].into_iter().flatten() {
        *url = without_password(url);
    }
    settings
}

/// A URL without its password.
fn without_password(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return text.to_owned() };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.to_owned();
    }
    // `sqlite://relative/path` is no URL that may be written anew.
    if url.password().is_some() { url.into() } else { text.to_owned() }
}
