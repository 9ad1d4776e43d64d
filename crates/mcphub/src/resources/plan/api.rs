//! The step of an API.

use hub_model::{
    api::ApiSettings,
    resource::{CredentialSpec, McpApiSpec},
};
use serde_json::{Value, json};

use super::{ApiWork, Credentials, Options, Step, Work, mark, step};
use crate::resources::{
    documents::State,
    fields::{Difference, differences, touch},
    observe::Api,
};

pub(super) fn api(name: &str, spec: &McpApiSpec, source: &State, there: Option<&Api>, options: &Options) -> Step {
    // What says the same is not compared: roots that are not known, folders that do not matter.
    let was = there.map(|there| if source.is_same(&there.source) { source } else { &there.source });
    let from = there.zip(was).map_or(Value::Null, |(there, was)| api_fields(&there.spec, was));
    let mut changes = differences(&from, &api_fields(spec, source));
    let has_new_source = touch(&changes, "source");
    let reads_otherwise =
        ["settings.kind", "settings.only", "settings.validation"].into_iter().any(|part| touch(&changes, part));
    let moves = touch(&changes, "source.url") || touch(&changes, "settings.upstream");
    let mut body = members(name, spec, &changes);
    let was_compiled = there.is_none_or(|there| there.is_compiled);
    let compiles = has_new_source || reads_otherwise || !was_compiled;
    if there.is_some() && !was_compiled && !has_new_source {
        changes.push(Difference::new("revision", None, Some("compiled anew".to_owned())));
    }
    let approves = !compiles && spec.settings.auto_approve && there.is_some_and(|there| there.is_pending);
    if approves {
        changes.push(Difference::new("revision", Some("waits for approval".to_owned()), Some("approved".to_owned())));
    }
    let credentials = credentials(spec, there, moves, options.credentials);
    changes.extend(spec.credentials.iter().filter(|one| credentials.contains(&one.scheme)).map(|one| set(one, there)));
    if let Some(mark) = mark(there.map(|there| &there.managed_by), options) {
        body.insert("managed_by".to_owned(), json!(options.manager));
        changes.push(mark);
    }
    let id = there.map(|there| there.id.clone());
    let work = ApiWork { id, body, has_new_source, compiles, approves, credentials };
    step(format!("api/{name}"), there.is_none(), changes, Work::Api(work))
}

/// Members of a request that say what differs, the source apart.
fn members(name: &str, spec: &McpApiSpec, changes: &[Difference]) -> serde_json::Map<String, Value> {
    let mut body = serde_json::Map::new();
    for (field, member, value) in [
        ("displayName", "name", json!(spec.display_name.as_deref().unwrap_or(name))),
        ("description", "description", json!(spec.description)),
        ("tags", "tags", json!(spec.tags)),
        ("settings", "settings", json!(ApiSettings::from(spec.settings.clone()))),
    ] {
        if touch(changes, field) {
            body.insert(member.to_owned(), value);
        }
    }
    body
}

/// A credential that is set, by where its value is.
fn set(credential: &CredentialSpec, there: Option<&Api>) -> Difference {
    let is_set = there.is_some_and(|there| has_credential(there, &credential.scheme));
    let from = credential.value_from.env.as_ref().map(|name| format!("set, from env {name}"));
    let from = from.or(credential.value_from.file.as_ref().map(|path| format!("set, from file {path}")));
    let secret = credential.value_from.secret_key_ref.as_ref();
    let from = from.or(secret.map(|secret| format!("set, from secret {}/{}", secret.name, secret.key)));
    let vault = credential.value_from.vault.as_ref();
    let from = from.or(vault.map(|vault| format!("set, from Vault's {}#{}", vault.path, vault.key)));
    Difference::new(format!("credentials.{}", credential.scheme), is_set.then(|| "set".to_owned()), from)
}

/// Schemes whose credentials are to be set. What an API is called with goes only to where it was when that was set, so it is set again
/// when the API moves.
fn credentials(spec: &McpApiSpec, there: Option<&Api>, moves: bool, which: Credentials) -> Vec<String> {
    let is_wanted = |scheme: &str| match which {
        Credentials::Always => true,
        Credentials::Never => false,
        Credentials::Missing => moves || !there.is_some_and(|there| has_credential(there, scheme)),
    };
    let is_wanted = |one: &&CredentialSpec| {
        is_wanted(&one.scheme) || (which == Credentials::Missing && reads_otherwise(one, there))
    };
    spec.credentials.iter().filter(is_wanted).map(|one| one.scheme.clone()).collect()
}

/// Whether the hub reads a credential elsewhere than it should. Of one that was given to it nobody knows where it came from.
fn reads_otherwise(wanted: &CredentialSpec, there: Option<&Api>) -> bool {
    let set = there.and_then(|there| there.spec.credentials.iter().find(|set| set.scheme == wanted.scheme));
    let is_in_vault = wanted.value_from.vault.is_some();
    set.is_some_and(|set| {
        let known = set.value_from.source();
        (is_in_vault || known.is_some()) && known != wanted.value_from.source()
    })
}

fn has_credential(there: &Api, scheme: &str) -> bool {
    there.spec.credentials.iter().any(|set| set.scheme == scheme)
}

/// An API as it is compared.
fn api_fields(spec: &McpApiSpec, source: &State) -> Value {
    let mut fields = json!(spec);
    if let Some(fields) = fields.as_object_mut() {
        fields.remove("credentials");
        let source = match source {
            State::Url(url) => json!({ "url": url }),
            State::Files { root, digests } => {
                let short = |digest: &String| json!(format!("sha256 {}", digest.chars().take(12).collect::<String>()));
                let files: serde_json::Map<String, Value> =
                    digests.iter().map(|(name, digest)| (name.clone(), short(digest))).collect();
                json!({ "root": root, "files": files })
            }
        };
        fields.insert("source".to_owned(), source);
    }
    fields
}
