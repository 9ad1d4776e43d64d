//! `mcphub lint`: what is wrong with a document, and what its tools would be like for a model.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use hub_model::{Blueprint, Diagnostic, Report, Severity, Tool};

use crate::assemble::{Selection, assemble, unusable};
use crate::failure::Failure;
use crate::report;
use crate::source::SourceOptions;

/// More tools than models choose well from when they see all of them at once.
const MANY_TOOLS: usize = 40;
/// A tool that takes this many bytes of a model's attention (about a thousand tokens).
const HEAVY_TOOL: usize = 4_000;

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
    account.diagnostics.extend(blueprint.iter().flat_map(for_models));
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

/// What a model would stumble over although nothing is wrong with the document.
fn for_models(blueprint: &Blueprint) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if blueprint.tools.len() > MANY_TOOLS {
        let message = format!("{} tools are more than models choose well from", blueprint.tools.len());
        findings.push(Diagnostic::info("many-tools", message, "#/paths").help("serve a part of them with --tools"));
    }
    for tool in &blueprint.tools {
        let bytes = tool.description.len() + tool.input_schema.to_string().len();
        if bytes > HEAVY_TOOL {
            let message = format!("the tool `{}` takes {bytes} bytes, about {} tokens", tool.name, bytes / 4);
            findings.push(Diagnostic::info("heavy-tool", message, tool.origin.place.clone()));
        }
        if undescribed(tool) {
            let message = format!("nothing says what the tool `{}` does", tool.name);
            let finding = Diagnostic::info("no-description", message, tool.origin.place.clone());
            findings.push(finding.help("give the operation a summary or a description"));
        }
    }
    findings
}

fn undescribed(tool: &Tool) -> bool {
    tool.description.trim().is_empty() || tool.description.trim() == tool.origin.operation
}
