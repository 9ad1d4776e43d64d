//! `mcphub compile`: documents become a blueprint, and an account of what became of every operation.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::assemble::{Selection, assemble, unusable};
use crate::failure::Failure;
use crate::report;
use crate::source::SourceOptions;

/// Compile documents into a blueprint.
///
/// Exits with 0 when there is at least one tool, 2 for a wrong command line, 3 when the document cannot be used at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub compile openapi.yaml -o api.blueprint.json
  mcphub compile https://api.example.com/openapi.json -o api.blueprint.json --report report.json
  curl -s https://api.example.com/openapi.json | mcphub compile - --tools 'GET *' > read-only.blueprint.json")]
pub(crate) struct Compile {
    /// Files, URLs, `-`, or blueprints.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// Where the blueprint goes; standard output when not given.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also write the report, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

pub(super) fn execute(command: &Compile) -> Result<ExitCode, Failure> {
    let (blueprint, account) = assemble(&command.sources, &command.options, &command.selection)?;
    if let Some(path) = &command.report {
        write(path, &account)?;
    }
    let Some(blueprint) = blueprint else {
        report::say(&report::readable(&account));
        return Err(unusable(&command.sources.join(", "), &account));
    };
    match &command.output {
        Some(path) => write(path, &blueprint)?,
        None => report::print(&json(&blueprint)?),
    }
    // On standard output the blueprint may be read by another program while people look on.
    if command.output.is_some() || command.options.verbose {
        report::say(report::readable(&account).trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::environment(format!("the result cannot be written as JSON: {error}")))
}

/// Writes all or nothing: a reader never sees half a blueprint.
fn write(path: &Path, value: &impl Serialize) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::environment(format!("{} cannot be written: {error}", path.display()));
    let text = json(value)?;
    if path.exists() && !path.is_file() {
        return std::fs::write(path, text).map_err(failed);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| file.write_all(text.as_bytes()));
    written.and_then(|()| std::fs::rename(&beside, path)).map_err(|error| {
        // The half-written file is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
        failed(error)
    })
}
