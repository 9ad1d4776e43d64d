//! `mcphub apis add`: register one, and see what became of it.

use std::{io::Read as _, path::Path};

use clap::Args;
use hub_model::Report;
use hub_server::sources::is_url;
use serde_json::{Value, json};

use crate::{
    cmd::jobs,
    failure::Failure,
    remote::{Client, Hub, at, json as print_json, token},
    report,
};

/// Bytes of documents that are sent at most; the hub may take fewer.
const MOST: u64 = 256 << 20;

/// Register an API.
///
/// Waits until the hub has compiled its documents, and prints what became of every operation.
#[derive(Debug, Args)]
pub(super) struct Add {
    #[command(flatten)]
    new: New,
    /// Do not wait for the hub to compile it.
    #[arg(long)]
    no_wait: bool,
}

/// An API that is to be registered.
#[derive(Debug, Args)]
pub(in crate::cmd) struct New {
    /// A URL that the hub fetches; files (several, a folder or a zip archive when they refer to each other); or `-` for standard input.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// What people call it.
    #[arg(long)]
    name: Option<String>,
    /// What it is called in addresses; made of the name when absent.
    #[arg(long)]
    slug: Option<String>,
    /// What it is for.
    #[arg(long)]
    description: Option<String>,
    /// Words to find it by.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Base URL instead of the document's.
    #[arg(long, value_name = "URL")]
    upstream: Option<String>,
    /// Only tools whose name or operation matches.
    #[arg(long, value_name = "GLOB")]
    tools: Vec<String>,
    /// Fetch the document anew every so many seconds.
    #[arg(long, value_name = "SECONDS")]
    refresh_every: Option<u32>,
    /// New revisions are used without anybody's approval.
    #[arg(long)]
    auto_approve: bool,
}

pub(super) async fn execute(command: &Add, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let made = register(&command.new, client).await?;
    if command.no_wait {
        return print_json(&made);
    }
    let ended = jobs::ended(client, &token(&made, "job")).await?;
    finished(client, hub, &token(&made, "id"), &ended).await
}

/// Asks the hub to register an API; the API, with the job that compiles it.
pub(in crate::cmd) async fn register(command: &New, client: &mut Client) -> Result<Value, Failure> {
    let source = match command.sources.as_slice() {
        [one] if is_url(one) || one.contains("://") => json!({ "type": "url", "url": one }),
        sources => json!({ "type": "upload", "upload": upload(client, sources).await? }),
    };
    let mut body = json!({ "source": source, "tags": command.tag, "settings": {
        "upstream": command.upstream, "only": command.tools, "refresh_every": command.refresh_every,
        "auto_approve": command.auto_approve,
    } });
    let first = command.sources.first().filter(|source| *source != "-" && !source.contains("://"));
    let of_file = first.and_then(|path| Path::new(path).file_stem()).map(|stem| stem.to_string_lossy().into_owned());
    for (name, value) in [
        ("name", command.name.clone().or(of_file)),
        ("slug", command.slug.clone()),
        ("description", command.description.clone()),
    ] {
        if let (Some(value), Some(body)) = (value, body.as_object_mut()) {
            body.insert(name.to_owned(), Value::from(value));
        }
    }
    let path = client.within("/apis").await?;
    client.post(&path, body).await
}

/// Says what a compilation came to; a failure where it came to nothing.
pub(in crate::cmd) async fn finished(client: &mut Client, hub: &Hub, api: &str, job: &Value) -> Result<(), Failure> {
    if at(job, "state") != "succeeded" {
        let why = at(job, "error").as_str().unwrap_or("it was cancelled");
        return Err(Failure::unusable(format!("no revision was made: {why}")));
    }
    let shown = client.within(&format!("/apis/{api}")).await?;
    let shown = client.get(&shown).await?;
    let report = client.within(&format!("/apis/{api}/revisions/last/report")).await?;
    let report = client.get(&report).await?;
    if hub.json {
        return print_json(&json!({ "api": shown, "job": job, "report": report }));
    }
    let slug = token(&shown, "slug");
    if at(job, "result.changed") == false {
        report::say(&format!("{slug}: the document is the same as before"));
        return Ok(());
    }
    if let Ok(account) = serde_json::from_value::<Report>(report) {
        report::say(report::readable(&account).trim_end());
    }
    let number = at(job, "result.number");
    report::say(&match at(job, "result.state").as_str() {
        Some("pending") => {
            let breaking = at(job, "result.breaking");
            format!(
                "{slug}: revision {number} waits for approval, {breaking} breaking changes; see `mcphub apis diff {slug}`"
            )
        }
        Some("unusable") => format!("{slug}: revision {number} is unusable, the one before stays"),
        _ => format!("{slug}: revision {number} is current; see `mcphub apis tools {slug}`"),
    });
    Ok(())
}

/// Sends files, and answers the upload's identifier.
async fn upload(client: &mut Client, sources: &[String]) -> Result<String, Failure> {
    let mut files = Vec::new();
    for source in sources {
        if source == "-" {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().take(MOST).read_to_end(&mut bytes);
            read.map_err(|error| Failure::environment(format!("standard input cannot be read: {error}")))?;
            files.push(("document".to_owned(), bytes));
        } else {
            gather(Path::new(source), "", &mut files)?;
        }
    }
    let path = client.within("/uploads").await?;
    Ok(token(&client.upload(&path, &files).await?, "id"))
}

/// A file, or all files of a folder, hidden ones left out.
fn gather(path: &Path, within: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::usage(format!("{} cannot be read: {error}", path.display()));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !path.is_dir() {
        let size = path.metadata().map_err(unreadable)?.len();
        if size > MOST {
            return Err(Failure::usage(format!("{} has {size} bytes, more than any hub takes", path.display())));
        }
        files.push((format!("{within}{name}"), std::fs::read(path).map_err(unreadable)?));
        return Ok(());
    }
    let mut entries: Vec<_> =
        std::fs::read_dir(path).map_err(unreadable)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || entry.is_symlink() {
            continue;
        }
        let inner = if entry.is_dir() { format!("{within}{name}/") } else { within.to_owned() };
        gather(&entry, &inner, files)?;
    }
    Ok(())
}
