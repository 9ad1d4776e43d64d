//! `mcphub restore`: a hub made of a backup.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use tokio::fs::File;

use super::backup::told;
use crate::{config, counting::Counting, failure::Failure, hub, report, serve};

/// Fill an empty database from a backup.
///
/// Of either kind, whichever the backup was made of. All of it is restored or nothing. The hub must not have been started on this database: a
/// started hub has keys of its own. Give the master key that the backup's secrets need.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// What `mcphub backup` wrote.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn execute(command: &Restore) -> Result<ExitCode, Failure> {
    let settings = config::load(command.config.as_deref())?;
    let path = &command.file;
    serve::runtime()?.block_on(async {
        let unread = |error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
        let file = File::open(path).await.map_err(unread)?;
        let store = hub::store(&settings).await?;
        let failed = |error| Failure::environment(format!("the database cannot be migrated: {error}"));
        store.migrate().await.map_err(failed)?;
        let counting = Counting::begin();
        let read = store.restore(file, |table, rows| counting.at(table, rows)).await;
        counting.end();
        store.close().await;
        let summary = read.map_err(|error| Failure::environment(error.to_string()))?;
        report::say(&format!("{} was restored: {}", path.display(), told(&summary)));
        Ok(ExitCode::SUCCESS)
    })
}
