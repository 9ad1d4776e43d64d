//! `mcphub audit verify`: nobody changed the audit log.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use hub_model::id::OrganisationId;
use hub_store::{PageRequest, Store, organisations, verify_audit};

use crate::{config, failure::Failure, hub, report, serve};

/// Check the audit log in the database.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Read the log to its end and check the hash of each line; exits with 1 when somebody changed it.
    Verify {
        /// The settings; `mcphub.toml` in this folder when it is there.
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
        /// Only this organisation's, by its identifier; all of them, and the hub's own, otherwise.
        #[arg(long, value_name = "ID")]
        organisation: Option<OrganisationId>,
    },
}

pub(super) fn execute(command: &Audit) -> Result<ExitCode, Failure> {
    let What::Verify { config: file, organisation } = &command.what;
    let settings = config::load(file.as_deref())?;
    serve::runtime()?.block_on(async {
        let store = hub::store(&settings).await?;
        let broken = verify(&store, *organisation).await;
        store.close().await;
        match broken.map_err(|error| Failure::environment(format!("the log cannot be read: {error}")))? {
            0 => Ok(ExitCode::SUCCESS),
            broken => Err(Failure::environment(format!("{broken} logs were changed"))),
        }
    })
}

/// How many logs were changed.
pub(super) async fn verify(store: &Store, only: Option<OrganisationId>) -> hub_store::Result<usize> {
    let mut logs = vec![("the hub's own".to_owned(), None)];
    let mut page = PageRequest { after: None, limit: 200 };
    loop {
        let some = organisations::all(store, None, page).await?;
        logs.extend(some.items.into_iter().map(|one| (one.slug, Some(one.id))));
        page.after = some.next;
        if page.after.is_none() {
            break;
        }
    }
    let mut broken = 0;
    for (name, scope) in logs.into_iter().filter(|(_, scope)| only.is_none() || *scope == only) {
        let checked = verify_audit(store, scope).await?;
        match checked.broken_at {
            None => report::say(&format!("{name}: {} lines, whole", checked.lines)),
            Some(number) => {
                broken += 1;
                report::say(&format!("{name}: changed at line {number}"));
            }
        }
    }
    Ok(broken)
}
