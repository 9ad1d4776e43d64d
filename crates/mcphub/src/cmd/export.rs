//! `mcphub export`: a source project with the same tools, which sends the same requests.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use hub_compiler::emit::{Language, License, Project, emit};

use crate::assemble::{Selection, assemble_served};
use crate::failure::Failure;
use crate::report;
use crate::source::SourceOptions;

/// Write a source project: a server of your own with the same tools, which sends the same requests.
///
/// What the hosted server does around a call it leaves to you: it does not mend small mistakes in arguments, does not ask
/// before something is destroyed, fetches no files by URL, and does not keep requests from private addresses.
///
/// Exits with 0 when it is written, 2 for a wrong command line, 3 when the document cannot be used at all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub export openapi.yaml --language python -o pets
  mcphub export api.blueprint.json --language typescript -o pets --tools 'GET *'")]
pub(crate) struct Export {
    /// Files, URLs, `-`, or blueprints.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// What it is written in: python, typescript, go or rust.
    #[arg(long, value_name = "LANGUAGE")]
    language: Language,
    /// What it is licensed under: apache-2.0, mit, bsd-3-clause or proprietary.
    #[arg(long, value_name = "LICENSE", default_value_t)]
    license: License,
    /// The folder that it is written to; it has to be new or empty.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Write into a folder that has files in it: those of the same names are replaced, and no other is touched.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

pub(super) fn execute(command: &Export) -> Result<ExitCode, Failure> {
    let folder = &command.output;
    let is_used = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_used && !command.force {
        return Err(Failure::usage(format!("{} is not empty", folder.display()))
            .help("name another folder, or say --force to replace files in this one"));
    }
    let (blueprint, account) = assemble_served(&command.sources, &command.options, &command.selection)?;
    if command.options.verbose {
        report::say(report::readable(&account).trim_end());
    }
    let project = emit(&blueprint, command.language, command.license)
        .map_err(|why| Failure::unusable(why.to_string()).help("`mcphub run` serves it as it is"))?;
    write(folder, &project)?;
    let (files, tools) = (project.files.len(), blueprint.tools.len());
    report::say(&format!("{}: {files} files, {tools} tools; README.md says how to run it", folder.display()));
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, project: &Project) -> Result<(), Failure> {
    for (name, text) in &project.files {
        let path = folder.join(name);
        let failed =
            |error: std::io::Error| Failure::environment(format!("{} cannot be written: {error}", path.display()));
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, text).map_err(failed)?;
    }
    Ok(())
}
