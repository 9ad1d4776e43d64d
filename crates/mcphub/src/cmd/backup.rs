//! `mcphub backup`: everything that a hub keeps, in one file.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use hub_store::backup::Summary;
use tokio::fs::File;

use crate::{config, counting::Counting, failure::Failure, hub, report, serve};

/// Write everything that a hub keeps to one file.
///
/// One state of it, whatever is written meanwhile; the hub may run. Either database can be made of the file with `mcphub restore`. Secrets
/// stay sealed: keep the master key as well, apart from the file.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where to write; it must not be there yet.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn execute(command: &Backup) -> Result<ExitCode, Failure> {
    let settings = config::load(command.config.as_deref())?;
    let path = &command.file;
    serve::runtime()?.block_on(async {
        let store = hub::store(&settings).await?;
        let unwritten = |error| Failure::environment(format!("{} cannot be written: {error}", path.display()));
        let mut options = File::options();
        options.write(true).create_new(true);
        // Password hashes and people's names are in it.
        #[cfg(unix)]
        options.mode(0o600);
        let mut file = options.open(path).await.map_err(unwritten)?;
        let counting = Counting::begin();
        let written = store.backup(&mut file, |table, rows| counting.at(table, rows)).await;
        counting.end();
        store.close().await;
        let synced = file.sync_all().await;
        if written.is_err() || synced.is_err() {
            // Half a backup would be refused, and be in the way until then.
            let _ = tokio::fs::remove_file(path).await;
        }
        let summary = written.map_err(|error| Failure::environment(error.to_string()))?;
        synced.map_err(unwritten)?;
        report::say(&format!("{} was written: {}", path.display(), told(&summary)));
        Ok(ExitCode::SUCCESS)
    })
}

/// How much there is, and what opens it.
pub(super) fn told(summary: &Summary) -> String {
    let rows: u64 = summary.rows.values().sum();
    let keys = match summary.master_keys.as_slice() {
        [] => "it holds no secrets".to_owned(),
        keys => format!("its secrets need the master key {}", keys.join(" and ")),
    };
    format!("{rows} rows of {} tables, as of {}; {keys}", summary.rows.len(), summary.made_at)
}
