//! `mcphub lint`: what is wrong with a document, and what its tools would be like for a model.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use hub_compiler::lint;
use hub_model::{Report, Severity};

use crate::assemble::{Selection, assemble, unusable};
use crate::failure::Failure;
use crate::report;
use crate::source::SourceOptions;

/// Say what is wrong with a document and with the tools it gives.
///
/// Exits with 0, with 1 when something at or above `--fail-on` was found, and with 3 when the document cannot be used at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub lint openapi.yaml
  mcphub lint openapi.yaml --fail-on warning --json > findings.json")]
pub(crate) struct Lint {
    /// A file, a URL, `-`, or a blueprint.
    #[arg(value_name = "SOURCE")]
    source: String,
    /// The least finding that makes the command fail.
    #[arg(long, value_enum, default_value = "error")]
    fail_on: FailOn,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

pub(super) fn execute(command: &Lint) -> Result<ExitCode, Failure> {
    let (blueprint, mut account) =
        assemble(std::slice::from_ref(&command.source), &command.options, &command.selection)?;
    if let Some(blueprint) = &blueprint {
        let findings = lint(blueprint, &account);
        account.diagnostics.extend(findings);
    }
    if command.json {
        let text = serde_json::to_string_pretty(&account);
        report::print(&(text.map_err(|error| Failure::environment(error.to_string()))? + "\n"));
    } else {
        report::print(&report::readable(&account));
    }
    if blueprint.is_none() {
        return Err(unusable(&command.source, &account));
    }
    Ok(if fails(command.fail_on, &account) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn fails(fail_on: FailOn, account: &Report) -> bool {
    let least = match fail_on {
        FailOn::Never => return false,
        FailOn::Warning => Severity::Warning,
        FailOn::Error => Severity::Error,
    };
    let lost = account.skipped.iter().any(|skipped| skipped.code != "not-selected");
    lost || account.diagnostics.iter().any(|finding| finding.severity >= least)
}
