//! `mcphub completions`: what a shell needs to complete commands and options.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{Cli, report};

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub completions bash > /etc/bash_completion.d/mcphub
  mcphub completions zsh > ~/.zfunc/_mcphub
  mcphub completions fish > ~/.config/fish/completions/mcphub.fish")]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

pub(super) fn execute(command: &Completions) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Cli::command(), "mcphub", &mut script);
    report::print(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}
