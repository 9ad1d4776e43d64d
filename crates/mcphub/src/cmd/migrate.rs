//! `mcphub migrate`: the database's schema, forward and back.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use comfy_table::{Table, presets};
use hub_store::Store;

use crate::{config, failure::Failure, hub, report, serve};

/// Bring the database's schema up to date, or take it back.
///
/// `mcphub serve` does this when it starts, unless `database.migrate` says otherwise. Where several processes begin at once, one of them migrates and the
/// others wait.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Take so many steps back. What is kept in what they made is lost: make a backup first.
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u32).range(1..))]
    back: Option<u32>,
    /// Only say which steps were taken.
    #[arg(long, conflicts_with = "back")]
    status: bool,
}

pub(super) fn execute(command: &Migrate) -> Result<ExitCode, Failure> {
    let settings = config::load(command.config.as_deref())?;
    serve::runtime()?.block_on(async {
        let store = hub::store(&settings).await?;
        let done = migrate(command, &store)
            .await
            .map_err(|error| Failure::environment(format!("the database cannot be migrated: {error}")));
        store.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn migrate(command: &Migrate, store: &Store) -> hub_store::Result<()> {
    match command.back {
        Some(steps) => store.migrate_back(steps).await?,
        None if command.status => {}
        None => store.migrate().await?,
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_header(["step", "taken"]);
    for step in store.migrations().await? {
        table.add_row([step.name, if step.is_applied { "yes" } else { "no" }.to_owned()]);
    }
    report::print(&format!("{table}\n"));
    Ok(())
}
