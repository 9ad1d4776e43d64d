//! `mcphub audit`: who did what, and whether somebody changed the log.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use hub_model::id::OrganisationId;
use hub_store::{PageRequest, Store, organisations, verify_audit};

use crate::{
    config,
    failure::Failure,
    hub,
    remote::{Client, Column, Hub, ago, escaped, field, list},
    report, serve,
};

/// Read the audit log of a running hub, or check the one in the database.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show who did what in an organisation of a running hub, newest first.
    List {
        /// Only of this actor: identifier of a user, a service account or a key.
        #[arg(long, value_name = "ID")]
        actor: Option<String>,
        /// Only this: `api.registered`.
        #[arg(long)]
        action: Option<String>,
        /// So many at most.
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
        #[command(flatten)]
        hub: Hub,
    },
    /// Write the whole log of an organisation of a running hub to standard output: a line of JSON for each entry, with its hash.
    Export {
        #[command(flatten)]
        hub: Hub,
    },
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
    match &command.what {
        What::Verify { config, organisation } => verified(config.as_deref(), *organisation),
        What::List { actor, action, limit, hub } => listed(hub, actor.as_deref(), action.as_deref(), *limit),
        What::Export { hub } => exported(hub),
    }
}

fn listed(hub: &Hub, actor: Option<&str>, action: Option<&str>, limit: usize) -> Result<ExitCode, Failure> {
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let given = [("actor", actor), ("action", action)].into_iter().filter_map(|(name, value)| Some((name, value?)));
        let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let path = client.within(&format!("/audit?{}", query.join("&"))).await?;
        let rows = client.all(path.trim_end_matches('?'), limit).await?;
        let columns: [Column<'_>; 7] = [
            ("line", &field("number")),
            ("when", &ago("at")),
            ("who", &|row| field("actor.user")(row) + &field("actor.id")(row)),
            ("what", &field("action")),
            ("about", &field("subject")),
            ("outcome", &field("outcome")),
            ("from", &field("address")),
        ];
        list(hub, &rows, "nobody did anything yet", &columns)?;
        Ok(ExitCode::SUCCESS)
    })
}

fn exported(hub: &Hub) -> Result<ExitCode, Failure> {
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let path = client.within("/audit/export").await?;
        report::print(&client.text(&path).await?);
        Ok(ExitCode::SUCCESS)
    })
}

fn verified(file: Option<&Path>, organisation: Option<OrganisationId>) -> Result<ExitCode, Failure> {
    let settings = config::load(file)?;
    serve::runtime()?.block_on(async {
        let store = hub::store(&settings).await?;
        let broken = verify(&store, organisation).await;
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
