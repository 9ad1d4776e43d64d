//! `mcphub servers connect`: how clients are told about a server.

use clap::Args;
use serde_json::{Value, json};

use super::Which;
use crate::{
    failure::Failure,
    remote::{Client, Hub, at, field, json as print_json, token},
    report,
};

/// Show how clients connect to a server: commands, parts of files, links.
#[derive(Debug, Args)]
pub(super) struct Connect {
    #[command(flatten)]
    which: Which,
    /// Only this client: claude-code, cursor, vscode, … The guides name them.
    #[arg(long, value_name = "CLIENT")]
    client: Option<String>,
    /// Make a key that may call this server and do nothing else, and fill it in. It is shown this once.
    #[arg(long)]
    new_key: bool,
}

pub(super) async fn execute(command: &Connect, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/connection-guides").await?;
    // A client that nobody knows is said before a key is made for it.
    let known = client.get(&path).await?;
    chosen(&known, "items", command.client.as_deref())?;
    let (mut answer, list) = match command.new_key {
        true => {
            let name = command.client.as_deref().unwrap_or("a client");
            (client.post(&path, json!({ "name": format!("for {name}") })).await?, "guides")
        }
        false => (known, "items"),
    };
    let guides = chosen(&answer, list, command.client.as_deref())?;
    if hub.json {
        if let Some(answer) = answer.as_object_mut() {
            answer.insert(list.to_owned(), Value::from(guides));
        }
        return print_json(&answer);
    }
    for guide in &guides {
        print(guide);
    }
    if command.new_key {
        let id = token(at(&answer, "key"), "id");
        report::say(&format!("the key is in there, and not shown again; `mcphub keys revoke {id}` takes it back"));
    }
    Ok(())
}

/// The guides of an answer: all, or the one of a client.
fn chosen(answer: &Value, list: &str, client: Option<&str>) -> Result<Vec<Value>, Failure> {
    let all: Vec<Value> = at(answer, list).as_array().cloned().unwrap_or_default();
    let Some(client) = client else { return Ok(all) };
    if let Some(guide) = all.iter().find(|guide| at(guide, "id") == client) {
        return Ok(vec![guide.clone()]);
    }
    let ids: Vec<String> = all.iter().map(field("id")).collect();
    Err(Failure::usage(format!("no client is called `{client}`")).help(format!("choose among {}", ids.join(", "))))
}

fn print(guide: &Value) {
    report::print(&format!("{} ({})\n", field("title")(guide), field("id")(guide)));
    for step in at(guide, "steps").as_array().into_iter().flatten() {
        if let Some(path) = at(step, "path").as_str() {
            report::print(&format!("  {path}:\n"));
        }
        for line in field("text")(step).lines() {
            report::print(&format!("    {}\n", report::clean(line)));
        }
    }
    report::print("\n");
}
