//! `mcphub registries`: where a running hub pushes images to.

mod keep;
mod tags;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, at, escaped, field, json as print_json, list, show, token},
    report, serve,
};

/// Manage the registries that a running hub pushes images to, and the tags there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub registries add ours registry.example/team --user anna --keep 10   asks for the password
  mcphub registries test ours
  mcphub servers image shop --registry ours
  mcphub registries tags ours shop
  mcphub registries untag ours shop 3")]
pub(crate) struct Registries {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the registries.
    List,
    /// Make a registry.
    Add {
        /// What it is called here.
        name: String,
        /// Its host, with its port where it has one, and the path that all repositories begin with.
        address: String,
        #[command(flatten)]
        given: Given,
    },
    /// Change a registry; what is not given stays.
    Set {
        #[command(flatten)]
        which: Which,
        /// Another name.
        #[arg(long)]
        name: Option<String>,
        /// Another address.
        #[arg(long)]
        address: Option<String>,
        /// Forget the user and the password.
        #[arg(long, conflicts_with = "user")]
        forget_login: bool,
        #[command(flatten)]
        given: Given,
    },
    /// Show a registry, and the repositories that images were pushed to.
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Reach a registry, and show it the login that is kept; exits with 1 when it does not take that.
    Test {
        #[command(flatten)]
        which: Which,
    },
    /// Delete a registry. What was pushed to it stays there.
    Delete {
        #[command(flatten)]
        which: Which,
    },
    /// List the tags of a repository.
    Tags {
        #[command(flatten)]
        which: Which,
        /// The repository, below the registry's own path.
        repository: String,
    },
    /// Delete a tag of a repository.
    Untag {
        #[command(flatten)]
        which: Which,
        /// The repository, below the registry's own path.
        repository: String,
        /// The tag.
        tag: String,
    },
}

/// What is said of a registry beside its name and address.
#[derive(Debug, Args)]
struct Given {
    /// Who pushes. The password is asked for, or read from standard input.
    #[arg(long)]
    user: Option<String>,
    /// It may be reached without TLS.
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    insecure: Option<bool>,
    /// Certificates in PEM that its own may be signed by.
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Tags that are kept of each repository, the newest of those that were pushed from the hub; 0: all.
    #[arg(long, value_name = "N")]
    keep: Option<i64>,
}

/// A registry of the hub.
#[derive(Debug, Clone, Args)]
struct Which {
    /// The registry's name or identifier.
    #[arg(value_name = "REGISTRY")]
    registry: String,
}

impl Which {
    /// The path of something of the registry.
    async fn path(&self, client: &mut Client, rest: &str) -> Result<String, Failure> {
        let id = identifier(client, &self.registry).await?;
        client.within(&format!("/registries/{}{rest}", escaped(&id))).await
    }
}

/// The identifier of a registry that is named by it, or by its name.
pub(super) async fn identifier(client: &mut Client, named: &str) -> Result<String, Failure> {
    let path = client.within("/registries").await?;
    let all = client.get(&path).await?;
    let all = at(&all, "items").as_array().cloned().unwrap_or_default();
    let is_named = |one: &&Value| at(one, "id") == named || at(one, "name") == named;
    let found = all.iter().find(is_named).map(|one| token(one, "id"));
    found.ok_or_else(|| {
        Failure::usage(format!("there is no registry {named}")).help("`mcphub registries list` says which there are")
    })
}

pub(super) fn execute(command: &Registries) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        let client = &mut client;
        match &command.what {
            What::List => rows(hub, client).await?,
            What::Add { name, address, given } => keep::add(hub, client, name, address, given).await?,
            What::Set { which, name, address, forget_login, given } => {
                let words = json!({ "name": name, "address": address, "forget_login": forget_login });
                keep::set(hub, client, which, words, given).await?;
            }
            What::Show { which } => one(hub, client, which).await?,
            What::Test { which } => return test(hub, client, which).await,
            What::Delete { which } => {
                let path = which.path(client, "").await?;
                client.delete(&path).await?;
                report::say(&format!("{} is deleted; what was pushed to it stays there", which.registry));
            }
            What::Tags { which, repository } => tags::list(hub, client, which, repository).await?,
            What::Untag { which, repository, tag } => tags::delete(client, which, repository, tag).await?,
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Tags that are kept, as people say it.
fn kept(row: &Value) -> String {
    match at(row, "keep").as_i64() {
        Some(0) | None => "all".to_owned(),
        Some(keep) => keep.to_string(),
    }
}

async fn rows(hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = client.within("/registries").await?;
    let all = client.get(&path).await?;
    let rows = at(&all, "items").as_array().cloned().unwrap_or_default();
    list(
        hub,
        &rows,
        "there are no registries; `mcphub registries add` makes one",
        &[
            ("name", &field("name")),
            ("address", &field("address")),
            ("login", &field("has_login")),
            ("tags kept", &kept),
            ("tested", &ago("tested.at")),
            ("", &field("tested.message")),
        ],
    )
}

async fn one(hub: &Hub, client: &mut Client, which: &Which) -> Result<(), Failure> {
    let path = which.path(client, "").await?;
    let seen = client.get(&path).await?;
    show(
        hub,
        &seen,
        &[
            ("name", &field("name")),
            ("address", &field("address")),
            ("login", &field("has_login")),
            ("without TLS", &field("is_insecure")),
            ("tags kept", &kept),
            ("tested", &ago("tested.at")),
            ("it said", &field("tested.message")),
            ("repositories", &field("repositories")),
            ("identifier", &field("id")),
        ],
    )
}

async fn test(hub: &Hub, client: &mut Client, which: &Which) -> Result<ExitCode, Failure> {
    let path = which.path(client, "/tests").await?;
    let outcome = client.post(&path, json!({})).await?;
    if hub.json {
        print_json(&outcome)?;
    } else {
        report::say(&report::clean(&field("message")(&outcome)));
    }
    Ok(if at(&outcome, "accepted") == true { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
