//! `mcphub export-config`: writes what a running hub has as files for `mcphub apply`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use hub_model::resource::ResourceKind;

use crate::{
    failure::Failure,
    remote::{self, Client, Hub},
    report,
    resources::{self, Depth, Written},
    serve,
};

/// Write an organisation's APIs and servers as files that `mcphub apply` reads.
///
/// Applied to the same hub they change nothing; applied to another one they make the same APIs and servers. Secrets are not in them:
/// each credential that is set becomes a reference to an environment variable.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub export-config -o hub/              a file for each, in apis/ and servers/, documents beside them
  mcphub export-config -o hub.yaml shop     one file, with the server shop and the APIs that it is made of
  mcphub export-config api/pets             to standard output, documents within")]
pub(crate) struct ExportConfig {
    /// APIs and servers, by their names; servers bring the APIs that they are made of. All when none is named. Two of one name are
    /// told apart as `api/pets` and `server/pets`.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Where to: a folder, or a file where it ends in .yaml or .yml; to standard output otherwise.
    #[arg(short, long, value_name = "FOLDER|FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &ExportConfig) -> Result<ExitCode, Failure> {
    serve::runtime()?.block_on(async {
        let mut client = Client::new(&command.hub)?;
        let base = client.within("").await?;
        let there = resources::observe(&mut client, &base, &Depth::All).await?;
        let are_beside = command.output.is_some();
        let all = resources::written(&mut client, &base, &there, &command.names, are_beside).await?;
        match &command.output {
            None if command.hub.json => {
                for one in &all {
                    remote::json(&one.json)?;
                }
            }
            None => report::print(&joined(&all)),
            Some(output) if is_file(output) => {
                let folder = output.parent().unwrap_or(Path::new(""));
                keep(output, joined(&all).as_bytes())?;
                all.iter().try_for_each(|one| documents(folder, one))?;
                report::say(&format!("{} has {} resources", output.display(), all.len()));
            }
            Some(output) => {
                for one in &all {
                    let folder = output.join(if one.kind == ResourceKind::McpApi { "apis" } else { "servers" });
                    keep(&folder.join(format!("{}.yaml", one.name)), one.yaml.as_bytes())?;
                    documents(&folder, one)?;
                }
                report::say(&format!("{} has {} resources", output.display(), all.len()));
            }
        }
        for note in all.iter().flat_map(|one| &one.notes) {
            report::say(&report::clean(note));
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn is_file(output: &Path) -> bool {
    output.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// Documents of one file.
fn joined(all: &[Written]) -> String {
    let texts: Vec<&str> = all.iter().map(|one| one.yaml.as_str()).collect();
    texts.join("---\n")
}

fn documents(folder: &Path, written: &Written) -> Result<(), Failure> {
    written.beside.iter().try_for_each(|(path, bytes)| keep(&folder.join(path), bytes))
}

fn keep(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let unwritten = |error: std::io::Error| Failure::environment(format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(unwritten)?;
    }
    std::fs::write(path, bytes).map_err(unwritten)
}
