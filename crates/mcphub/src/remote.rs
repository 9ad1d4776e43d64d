//! A running hub, from the command line: which one, as whom, and how it is asked.

mod client;
mod live;
mod login;
mod prompt;
mod show;
mod upload;

pub(crate) use client::{Body, Client, UNANSWERED, escaped, token};
pub(crate) use live::{Kind, Live};
pub(crate) use login::Login;
pub(crate) use prompt::{confirmed, line, secret};
pub(crate) use show::{Column, ago, at, field, json, list, show, table};

use clap::Args;

/// Which hub is asked, and as whom.
#[derive(Debug, Clone, Args)]
pub(crate) struct Hub {
    /// The hub, where that is not the one that `mcphub login` knows.
    #[arg(long = "hub", value_name = "URL", env = "MCPHUB_HUB", global = true)]
    pub(crate) url: Option<String>,
    /// An API key, instead of the one who is signed in. Better given in the environment: others see command lines.
    #[arg(long = "key", value_name = "KEY", env = "MCPHUB_KEY", hide_env_values = true, global = true)]
    pub(crate) api_key: Option<String>,
    /// The organisation, by its slug or identifier, where that is not the one that `mcphub organisations use` chose.
    #[arg(long, value_name = "SLUG", env = "MCPHUB_ORGANISATION", global = true)]
    pub(crate) organisation: Option<String>,
    /// Print what the hub answers, as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}
