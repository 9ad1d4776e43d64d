//! The subcommands: the table of contents of `mcphub`.

mod compile;
mod completions;
mod diff;
mod lint;
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
            Self::Lint(command) => lint::execute(&command),
            Self::Diff(command) => diff::execute(&command),
            Self::Completions(command) => Ok(completions::execute(&command)),
        }
    }
}
