//! `mcphub credentials`: secrets for upstreams, which go in and never come out.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    remote::{Client, Hub, ago, at, escaped, field, json as print_json, list, secret},
    report, serve,
};

/// Set, test and delete the credentials with which a running hub calls an API.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub credentials list shop                       which schemes the API has, and which of them are set
  mcphub credentials set shop api_key --test         asks for the value, and tries it before it is kept
  pass show shop | mcphub credentials set shop api_key
  mcphub credentials set shop api_key --vault shop#key    it is in Vault, in the folder of the organisation, and read again when it changes
  mcphub credentials set shop api_key --kubernetes-secret shop#key")]
pub(crate) struct Credentials {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the schemes of an API, and what is set for them.
    List {
        /// The API's slug or identifier.
        api: String,
    },
    /// Set a credential. Its value is asked for, or read from standard input, where it is not said to be elsewhere.
    Set {
        /// The API's slug or identifier.
        api: String,
        /// The scheme's name.
        scheme: String,
        /// Your own, for your own calls only.
        #[arg(long)]
        personal: bool,
        /// Try it before it is kept, and keep it only when the upstream takes it.
        #[arg(long)]
        test: bool,
        /// The hub reads it in Vault: a path below the organisation's folder, and a key.
        #[arg(long, value_name = "PATH#KEY", value_parser = place_of, conflicts_with = "kubernetes_secret")]
        vault: Option<(String, String)>,
        /// The hub reads it in Kubernetes: a Secret in the organisation's namespace, and a key.
        #[arg(long, value_name = "NAME#KEY", value_parser = place_of)]
        kubernetes_secret: Option<(String, String)>,
    },
    /// Test the credential that is kept; exits with 1 when the upstream refuses it.
    Test {
        /// The API's slug or identifier.
        api: String,
        /// The scheme's name.
        scheme: String,
    },
    /// Delete a credential.
    Delete {
        /// The API's slug or identifier.
        api: String,
        /// The scheme's name.
        scheme: String,
        /// Your own.
        #[arg(long)]
        personal: bool,
    },
}

pub(super) fn execute(command: &Credentials) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List { api } => rows(hub, &mut client, api).await?,
            What::Set { api, scheme, personal, test, vault, kubernetes_secret } => {
                let (member, value) = match (vault, kubernetes_secret) {
                    (Some((path, key)), _) => ("source", json!({ "vault": { "path": path, "key": key } })),
                    (None, Some((name, key))) => ("source", json!({ "kubernetes": { "name": name, "key": key } })),
                    (None, None) => ("value", json!(secret(&format!("Value of {scheme}"))?.expose_secret())),
                };
                let body = json!({ member: value, "personal": personal, "test": test });
                let path = place(&mut client, api, scheme, "").await?;
                let set = client.put(&path, body).await?;
                let places = field("destinations")(&set);
                report::say(&format!("{scheme} of {api} is set; it is sent to {places} and nowhere else"));
            }
            What::Test { api, scheme } => {
                let path = place(&mut client, api, scheme, "/tests").await?;
                let outcome = client.post(&path, json!({})).await?;
                if hub.json {
                    print_json(&outcome)?;
                } else {
                    report::say(&report::clean(&field("message")(&outcome)));
                }
                if at(&outcome, "accepted") != true {
                    return Ok(ExitCode::FAILURE);
                }
            }
            What::Delete { api, scheme, personal } => {
                let path = place(&mut client, api, scheme, &format!("?personal={personal}")).await?;
                client.delete(&path).await?;
                report::say(&format!("{scheme} of {api} is deleted"));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Reads `PATH#KEY`.
fn place_of(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('#').filter(|(place, key)| !place.is_empty() && !key.is_empty());
    parts
        .map(|(place, key)| (place.to_owned(), key.to_owned()))
        .ok_or_else(|| "expected PATH#KEY, such as shop#key".to_owned())
}

/// Where a credential's value is, and what is wrong with that.
fn source(credential: &Value) -> String {
    let place = |kind: &str, name: &'static str| {
        let source = at(credential, "source").get(kind)?.clone();
        Some(format!("{kind} {}#{}", field(name)(&source), field("key")(&source)))
    };
    let Some(place) = place("vault", "path").or_else(|| place("kubernetes", "name")) else { return String::new() };
    match at(credential, "source_problem").as_str() {
        Some(problem) => format!("{place}: {}", report::clean(problem)),
        None => place,
    }
}

async fn place(client: &mut Client, api: &str, scheme: &str, rest: &str) -> Result<String, Failure> {
    client.within(&format!("/apis/{}/credentials/{}{rest}", escaped(api), escaped(scheme))).await
}

async fn rows(hub: &Hub, client: &mut Client, api: &str) -> Result<(), Failure> {
    let path = client.within(&format!("/apis/{}/credentials", escaped(api))).await?;
    let all = client.get(&path).await?;
    if hub.json {
        return print_json(&all);
    }
    let set: Vec<Value> = at(&all, "items").as_array().cloned().unwrap_or_default();
    let schemes: Vec<Value> = at(&all, "schemes").as_array().cloned().unwrap_or_default();
    let of =
        |scheme: &Value| set.iter().find(|one| at(one, "scheme") == at(scheme, "name")).cloned().unwrap_or_default();
    list(
        hub,
        &schemes,
        "the API asks for no credentials",
        &[
            ("scheme", &field("name")),
            ("kind", &field("scheme.type")),
            ("set", &|scheme| ago("updated_at")(&of(scheme))),
            ("from", &|scheme| source(&of(scheme))),
            ("goes to", &|scheme| field("destinations")(&of(scheme))),
            ("tested", &|scheme| field("tested.message")(&of(scheme))),
        ],
    )
}
