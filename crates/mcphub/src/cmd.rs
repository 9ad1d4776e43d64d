//! The subcommands: the table of contents of `mcphub`.

mod audit;
mod backup;
mod compile;
mod completions;
mod config;
mod diff;
mod doctor;
mod lint;
mod migrate;
mod restore;
mod run;
mod serve;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Compile(compile::Compile),
    Run(Box<run::Run>),
    Serve(serve::Serve),
    Migrate(migrate::Migrate),
    Config(config::Configure),
    Doctor(doctor::Doctor),
    Audit(audit::Audit),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Lint(lint::Lint),
    Diff(diff::Diff),
    Completions(completions::Completions),
}

impl Command {
    /// Does it.
    pub(crate) fn execute(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Compile(command) => compile::execute(&command),
            Self::Run(command) => run::execute(&command),
            Self::Serve(command) => serve::execute(&command),
            Self::Migrate(command) => migrate::execute(&command),
            Self::Config(command) => config::execute(&command),
            Self::Doctor(command) => doctor::execute(&command),
            Self::Audit(command) => audit::execute(&command),
            Self::Backup(command) => backup::execute(&command),
            Self::Restore(command) => restore::execute(&command),
            Self::Lint(command) => lint::execute(&command),
            Self::Diff(command) => diff::execute(&command),
            Self::Completions(command) => Ok(completions::execute(&command)),
        }
    }
}
