//! `mcphub servers freeze`, `versions` and `diff`.

use clap::Args;
use serde_json::{Value, json};

use super::Which;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, ago, escaped, field, json as print_json},
    report,
};

/// Freeze a version: what its design comes to now. Nothing that is served changes before it is deployed.
#[derive(Debug, Args)]
pub(super) struct Freeze {
    #[command(flatten)]
    which: Which,
    /// What there is to say of it.
    #[arg(long)]
    note: Option<String>,
}

/// List the versions.
#[derive(Debug, Args)]
pub(super) struct Versions {
    #[command(flatten)]
    which: Which,
}

/// Show what changed in a version since the one before, as an agent will notice it.
#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    which: Which,
    /// Which, by its number.
    version: String,
}

pub(super) async fn freeze(command: &Freeze, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/versions").await?;
    let made = client.post(&path, json!({ "note": command.note })).await?;
    if hub.json {
        return print_json(&made);
    }
    let server = &command.which.server;
    let (number, tools, changes) = (field("number")(&made), field("tools")(&made), field("changes")(&made));
    let breaking = field("breaking")(&made);
    report::say(&format!(
        "{server}: version {number} has {tools} tools, {changes} changes, {breaking} of them breaking"
    ));
    Ok(())
}

pub(super) async fn list(command: &Versions, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/versions").await?;
    let rows = client.all(&path, usize::MAX).await?;
    remote::list(
        hub,
        &rows,
        "there is no version; `mcphub servers freeze` makes one",
        &[
            ("number", &field("number")),
            ("tools", &field("tools")),
            ("changes", &field("changes")),
            ("breaking", &field("breaking")),
            ("made", &ago("created_at")),
            ("note", &field("note")),
        ],
    )
}

pub(super) async fn diff(command: &Diff, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, &format!("/versions/{}/changes", escaped(&command.version))).await?;
    let rows: Vec<Value> = client.get(&path).await?.as_array().cloned().unwrap_or_default();
    remote::list(
        hub,
        &rows,
        "nothing changed that an agent would notice",
        &[("impact", &field("impact")), ("tool", &field("tool")), ("change", &field("message"))],
    )
}
