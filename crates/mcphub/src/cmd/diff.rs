//! `mcphub diff`: what an agent will notice when one API or blueprint takes the place of another.

use std::process::ExitCode;

use clap::Args;
use hub_compiler::{Change, Impact, diff};
use owo_colors::OwoColorize;

use crate::assemble::{Selection, assemble_served};
use crate::failure::Failure;
use crate::report;
use crate::source::SourceOptions;

/// Say what an agent will notice when NEW takes the place of OLD.
///
/// Exits with 0 when nothing breaks, with 1 when something does, and with 3 when a document cannot be used at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub diff openapi-v1.yaml openapi-v2.yaml
  mcphub diff deployed.blueprint.json https://api.example.com/openapi.json --json")]
pub(crate) struct Diff {
    /// A file, a URL, or a blueprint.
    #[arg(value_name = "OLD")]
    old: String,
    /// A file, a URL, or a blueprint.
    #[arg(value_name = "NEW")]
    new: String,
    /// Print the changes as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

pub(super) fn execute(command: &Diff) -> Result<ExitCode, Failure> {
    if command.old == "-" && command.new == "-" {
        return Err(Failure::usage("standard input can be one of the two sources, not both"));
    }
    let one = |source: &String| assemble_served(std::slice::from_ref(source), &command.options, &command.selection);
    let (old, _) = one(&command.old)?;
    let (new, _) = one(&command.new)?;
    let changes = diff(&old, &new);
    if command.json {
        let text = serde_json::to_string_pretty(&changes);
        report::print(&(text.map_err(|error| Failure::environment(error.to_string()))? + "\n"));
    } else {
        report::print(&readable(&changes));
    }
    let breaks = changes.iter().any(|change| change.impact == Impact::Breaking);
    Ok(if breaks { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn readable(changes: &[Change]) -> String {
    let mut text = String::new();
    for change in changes {
        let word = match change.impact {
            Impact::Breaking => "breaks".red().bold().to_string(),
            Impact::Notable => "differs".yellow().bold().to_string(),
            Impact::Addition => "adds".green().bold().to_string(),
        };
        let tool = if change.tool.is_empty() { String::new() } else { format!("{}: ", change.tool.bold()) };
        text.push_str(&format!("{word} {tool}{}\n", report::clean(&change.message)));
    }
    if changes.is_empty() {
        text.push_str("an agent will notice nothing\n");
    }
    text
}
