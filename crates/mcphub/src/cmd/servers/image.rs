//! `mcphub servers image` and `images`: a version of a server as an image.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::Which;
use crate::{
    cmd::{jobs, registries},
    failure::Failure,
    remote::{self, Client, Hub, ago, at, escaped, field, json as print_json, token},
    report,
};

/// Make an image of a version, and push it to a registry of the hub's or download it.
///
/// The hub makes it, has it looked through where it has a scanner, and signs it where it has a key. There is no secret in it. `mcphub image`
/// makes one without a hub.
#[derive(Debug, Args)]
pub(super) struct Image {
    #[command(flatten)]
    which: Which,
    /// Which version, by its number; the newest otherwise.
    #[arg(long, value_name = "N")]
    version: Option<String>,
    /// Where to push it, by the registry's name or identifier; it is downloaded otherwise.
    #[arg(long, value_name = "REGISTRY", conflicts_with = "output")]
    registry: Option<String>,
    /// What it is called, below the registry's own path; the server's slug otherwise.
    #[arg(long, value_name = "NAME")]
    repository: Option<String>,
    /// Its tag; the version's number otherwise.
    #[arg(long)]
    tag: Option<String>,
    /// For which machines: amd64, arm64; all that the hub has a runtime for otherwise.
    #[arg(long, value_name = "MACHINE", value_delimiter = ',')]
    platform: Vec<String>,
    /// Where to, where it is downloaded; the server's name and the tag with `.tar` in this folder otherwise.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Do not wait for the hub to make it.
    #[arg(long)]
    no_wait: bool,
}

/// List the images of a server.
#[derive(Debug, Args)]
pub(super) struct Images {
    #[command(flatten)]
    which: Which,
}

pub(super) async fn execute(command: &Image, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let Image { which, registry, repository, tag, platform, .. } = command;
    let version = match &command.version {
        Some(version) => version.clone(),
        None => which.newest(client).await?,
    };
    let mut wanted = json!({ "platforms": platform });
    if let Some(named) = registry {
        put(&mut wanted, "registry", registries::identifier(client, named).await?.into());
    }
    for (name, given) in [("repository", repository), ("tag", tag)] {
        if let Some(given) = given {
            put(&mut wanted, name, given.as_str().into());
        }
    }
    let path = which.path(client, &format!("/versions/{}/images", escaped(&version))).await?;
    let made = client.post(&path, wanted).await?;
    if command.no_wait {
        return print_json(&made);
    }
    let ended = jobs::ended(client, &token(&made, "job")).await?;
    if at(&ended, "state") != "succeeded" {
        let why = at(&ended, "error").as_str().unwrap_or("it was cancelled");
        return Err(Failure::unusable(format!("no image was made: {}", report::clean(why)))
            .help("`mcphub servers images` lists what was found in those that were held back"));
    }
    finished(command, hub, client, at(&ended, "result")).await
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

async fn finished(command: &Image, hub: &Hub, client: &mut Client, result: &Value) -> Result<(), Failure> {
    let (name, digest) = (field("name")(result), field("digest")(result));
    let file = match command.registry {
        None => Some(download(command, client, result).await?),
        Some(_) => None,
    };
    if hub.json {
        return print_json(&json!({ "image": result, "file": file }));
    }
    match &file {
        Some(file) => report::say(&format!("{} has {name}; `docker load --input` takes it", file.display())),
        None => report::say(&format!("{name} is pushed")),
    }
    for said in ["note", "retention_error"] {
        if let Some(words) = at(result, said).as_str() {
            report::say(&format!("note: {}", report::clean(words)));
        }
    }
    report::print(&format!("{digest}\n"));
    Ok(())
}

async fn download(command: &Image, client: &mut Client, result: &Value) -> Result<PathBuf, Failure> {
    let tag = field("name")(result).rsplit(':').next().unwrap_or("latest").to_owned();
    let usual = || PathBuf::from(format!("{}-{tag}.tar", command.which.server));
    let file = command.output.clone().unwrap_or_else(usual);
    let of = format!("/images/{}/archive", escaped(&token(result, "image")));
    let path = command.which.path(client, &of).await?;
    let bytes = client.bytes(&path).await?;
    tokio::fs::write(&file, &bytes).await.map_err(|error| {
        Failure::environment(format!("cannot write {}: {error}", file.display()))
            .help("name another file with --output")
    })?;
    Ok(file)
}

pub(super) async fn list(command: &Images, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = command.which.path(client, "/images").await?;
    let rows = client.all(&path, 200).await?;
    remote::list(
        hub,
        &rows,
        "there is no image; `mcphub servers image` makes one",
        &[
            ("name", &field("name")),
            ("version", &field("number")),
            ("state", &field("state")),
            ("for", &field("platforms")),
            ("scanner", &field("scanner")),
            ("found", &found),
            ("made", &ago("created_at")),
            ("digest", &field("digest")),
        ],
    )
}

/// How many findings of each severity, the worst first.
fn found(image: &Value) -> String {
    let of = |severity: &&str| at(image, "findings").get(*severity).map(|count| format!("{count} {severity}"));
    let worst = ["critical", "high", "medium", "low", "negligible", "unknown"];
    worst.iter().filter_map(of).collect::<Vec<_>>().join(", ")
}
