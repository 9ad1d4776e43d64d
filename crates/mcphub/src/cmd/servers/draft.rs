//! `mcphub servers tools`: what the next version would have.

use clap::Args;
use serde_json::Value;

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, at, field, json as print_json, list},
    report,
};

/// List the tools that the next version would have, and what of its design does not fit any more.
#[derive(Debug, Args)]
pub(super) struct Tools {
    #[command(flatten)]
    which: Which,
}

pub(super) async fn execute(command: &Tools, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/tools").await?;
    let draft = client.get(&path).await?;
    if hub.json {
        return print_json(&draft);
    }
    let rows: Vec<Value> = at(&draft, "tools").as_array().cloned().unwrap_or_default();
    let columns: [crate::remote::Column<'_>; 3] =
        [("tool", &field("name")), ("operation", &field("operation")), ("title", &field("title"))];
    list(hub, &rows, "the design leaves no tools", &columns)?;
    for conflict in at(&draft, "conflicts").as_array().into_iter().flatten() {
        let text = format!("{}: {}", field("operation")(conflict), field("message")(conflict));
        report::say(&report::clean(&text));
    }
    Ok(())
}
