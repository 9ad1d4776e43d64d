//! `mcphub config`: what is set, whether it can be, and everything that could be.

mod schema;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};

use crate::{config, failure::Failure, report};

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
            let settings = config::read(from.config.as_deref())?.masked();
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
