//! What a hub has: its APIs and servers as resources would say them.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::{
    api::{ApiSettings, SecretSource},
    resource::{
        ApiSource, CredentialSpec, DeploymentSpec, DesignSpec, McpApiSpec, McpServerSpec, SourceSpec, ValueFrom,
    },
    server::{Design, Scaling, ServerSettings},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::documents::State;
use crate::{
    failure::Failure,
    remote::{Client, at, escaped, token},
};

/// An organisation's APIs and servers, by their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Organisation {
    pub(crate) apis: BTreeMap<String, Api>,
    pub(crate) servers: BTreeMap<String, Server>,
}

/// An API as it is.
#[derive(Debug, Clone)]
pub(crate) struct Api {
    pub(crate) id: String,
    pub(crate) managed_by: Option<String>,
    /// Without its source, and with the credentials that are set, in no matter which environment.
    pub(crate) spec: McpApiSpec,
    pub(crate) source: State,
    /// The upload that its documents are in, with their names and digests there.
    pub(crate) upload: Option<Upload>,
    /// A revision is current, so that servers can be made of it.
    pub(crate) is_usable: bool,
    /// The last revision was made of the documents that the source has now, as far as that can be told.
    pub(crate) is_compiled: bool,
    /// A revision waits for approval.
    pub(crate) is_pending: bool,
}

/// The documents of an API that were uploaded.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) id: String,
    pub(crate) root: Option<String>,
    pub(crate) digests: BTreeMap<String, String>,
}

/// A server as it is.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) id: String,
    pub(crate) managed_by: Option<String>,
    pub(crate) spec: McpServerSpec,
    /// APIs that it is made of, which may be deleted by now.
    pub(crate) apis: BTreeSet<String>,
    pub(crate) latest: Option<Version>,
    /// The digest that a version would have that was made now; nothing where none can be made.
    pub(crate) draft: Option<String>,
    /// The version that is served, by its identifier, while it is wanted to be.
    pub(crate) served: Option<String>,
    pub(crate) has_canary: bool,
}

/// The newest version of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) id: String,
    pub(crate) number: i64,
    pub(crate) digest: String,
}

/// What is looked at more closely than a list tells.
pub(crate) enum Depth<'n> {
    All,
    These { apis: BTreeSet<&'n str>, servers: BTreeSet<&'n str> },
}

impl Depth<'_> {
    fn has_api(&self, name: &str) -> bool {
        matches!(self, Self::All) || matches!(self, Self::These { apis, .. } if apis.contains(name))
    }

    fn has_server(&self, name: &str) -> bool {
        matches!(self, Self::All) || matches!(self, Self::These { servers, .. } if servers.contains(name))
    }
}

/// What an organisation has; `base` is its path.
pub(crate) async fn observe(client: &mut Client, base: &str, depth: &Depth<'_>) -> Result<Organisation, Failure> {
    let mut found = Organisation::default();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for row in client.all(&format!("{base}/apis"), usize::MAX).await? {
        let name = token(&row, "slug");
        names.insert(token(&row, "id"), name.clone());
        let api = api(client, base, &row, depth.has_api(&name)).await?;
        found.apis.insert(name, api);
    }
    for row in client.all(&format!("{base}/servers"), usize::MAX).await? {
        let name = token(&row, "slug");
        let is_close = depth.has_server(&name);
        let server = server(client, base, &row, &names, is_close).await?;
        found.servers.insert(name, server);
    }
    Ok(found)
}

async fn api(client: &mut Client, base: &str, row: &Value, is_close: bool) -> Result<Api, Failure> {
    let (id, name) = (token(row, "id"), token(row, "slug"));
    let settings: ApiSettings = read(at(row, "settings"))?;
    let spec = McpApiSpec {
        display_name: Some(token(row, "name")),
        description: token(row, "description"),
        tags: read(at(row, "tags"))?,
        source: ApiSource::default(),
        settings: settings.into(),
        credentials: if is_close { credentials(client, base, &id).await? } else { Vec::new() },
    };
    let is_usable = !at(row, "current_revision").is_null();
    let mut api = Api {
        id,
        managed_by: at(row, "managed_by").as_str().map(str::to_owned),
        spec: spec.tidy(&name),
        source: State::Url(token(at(row, "source"), "url")),
        upload: None,
        is_usable,
        is_compiled: is_usable,
        is_pending: !at(row, "pending_revision").is_null(),
    };
    if let Some(upload) = at(row, "source.upload").as_str().filter(|_| is_close) {
        uploaded(client, base, &mut api, upload, at(row, "source.root").as_str()).await?;
    }
    Ok(api)
}

/// Notes which documents an API was uploaded with, and whether its last revision was made of them.
async fn uploaded(
    client: &mut Client,
    base: &str,
    api: &mut Api,
    upload: &str,
    root: Option<&str>,
) -> Result<(), Failure> {
    let kept = client.get(&format!("{base}/uploads/{}", escaped(upload))).await?;
    let digests: BTreeMap<String, String> = named(at(&kept, "files"));
    let last = match client.get(&format!("{base}/apis/{}/revisions/last", escaped(&api.id))).await {
        Ok(last) => last,
        Err(failure) if failure.is("not_found") => Value::Null,
        Err(failure) => return Err(failure),
    };
    // Which one is the root is found out when it is not said, and told by the order in a revision.
    let first = at(&last, "documents").get(0).map(|document| token(document, "name"));
    let root = root.map(str::to_owned).or(first.filter(|name| digests.contains_key(name)));
    let compiled: BTreeMap<String, String> = named(at(&last, "documents"));
    let is_of_these = compiled.iter().all(|(name, digest)| digests.get(name).is_none_or(|kept| kept == digest));
    let has_one = compiled.keys().any(|name| digests.contains_key(name));
    api.is_compiled = api.is_usable && is_of_these && has_one;
    api.source = State::of(root.as_deref(), &digests);
    api.upload = Some(Upload { id: upload.to_owned(), root, digests });
    Ok(())
}

/// Documents with their digests.
fn named(documents: &Value) -> BTreeMap<String, String> {
    documents.as_array().into_iter().flatten().map(|one| (token(one, "name"), token(one, "digest"))).collect()
}

/// The credentials that are set for everybody.
async fn credentials(client: &mut Client, base: &str, api: &str) -> Result<Vec<CredentialSpec>, Failure> {
    let all = match client.get(&format!("{base}/apis/{}/credentials", escaped(api))).await {
        Ok(all) => all,
        // Who may not see which there are cannot set any either; that is said where one is to be set.
        Err(failure) if failure.is("forbidden") => return Ok(Vec::new()),
        Err(failure) => return Err(failure),
    };
    let shared = at(&all, "items").as_array().into_iter().flatten().filter(|one| at(one, "user").is_null());
    let mut set: Vec<CredentialSpec> = shared.map(credential).collect::<Result<_, _>>()?;
    set.sort_by(|one, other| one.scheme.cmp(&other.scheme));
    Ok(set)
}

/// A credential: from where the hub reads it, or, where it was given to it, from nowhere.
fn credential(one: &Value) -> Result<CredentialSpec, Failure> {
    let source: Option<SecretSource> = read(at(one, "source"))?;
    Ok(CredentialSpec { scheme: token(one, "scheme"), value_from: source.map(ValueFrom::from).unwrap_or_default() })
}

async fn server(
    client: &mut Client,
    base: &str,
    row: &Value,
    names: &BTreeMap<String, String>,
    is_close: bool,
) -> Result<Server, Failure> {
    let id = token(row, "id");
    let design: Design = read(at(row, "design"))?;
    let settings: ServerSettings = read(at(row, "settings"))?;
    let deployment = at(row, "deployment");
    let is_wanted = at(deployment, "is_wanted") == true;
    let spec = McpServerSpec {
        display_name: Some(token(row, "name")),
        description: token(row, "description"),
        design: designed(client, base, design, names, is_close).await?,
        settings: settings.into(),
        deployment: match deployment {
            Value::Null => None,
            there => {
                let scaling: Option<Scaling> = read(at(there, "scaling"))?;
                // How many there are at a moment is nobody's wish where it is up to scaling.
                let replicas = if scaling.is_some() { 1 } else { read(at(there, "replicas"))? };
                let (target, scaling) = (read(at(there, "target"))?, scaling.map(Into::into));
                Some(DeploymentSpec { wanted: is_wanted, target, replicas, scaling })
            }
        },
    };
    let served = is_wanted.then(|| token(deployment, "version"));
    let mut server = Server {
        managed_by: at(row, "managed_by").as_str().map(str::to_owned),
        apis: spec.design.sources.iter().map(|source| source.api.clone()).collect(),
        spec: spec.tidy(&token(row, "slug")),
        latest: None,
        draft: None,
        served,
        has_canary: !at(deployment, "canary").is_null(),
        id,
    };
    if is_close {
        server.latest = newest(client, base, &server.id).await?;
        server.draft = match draft(client, base, &server.id).await {
            Ok(draft) => Some(token(&draft, "digest")),
            // One of its APIs is deleted, or has no revision yet.
            Err(failure) if failure.is("conflict") => None,
            Err(failure) => return Err(failure),
        };
    }
    Ok(server)
}

/// The newest version of a server.
pub(super) async fn newest(client: &mut Client, base: &str, server: &str) -> Result<Option<Version>, Failure> {
    let path = format!("{base}/servers/{}/versions", escaped(server));
    let rows = client.all(&path, 1).await?;
    let version = |row: &Value| Version {
        id: token(row, "id"),
        number: at(row, "number").as_i64().unwrap_or(0),
        digest: token(row, "digest"),
    };
    Ok(rows.first().map(version))
}

/// What a server's design comes to now.
pub(super) async fn draft(client: &mut Client, base: &str, server: &str) -> Result<Value, Failure> {
    client.get(&format!("{base}/servers/{}/tools", escaped(server))).await
}

/// A design with names instead of identifiers. An API that is deleted has none any more, and keeps its identifier.
async fn designed(
    client: &mut Client,
    base: &str,
    design: Design,
    names: &BTreeMap<String, String>,
    is_close: bool,
) -> Result<DesignSpec, Failure> {
    let Design { sources, instructions, discovery, profile } = design;
    let mut specs = Vec::new();
    for source in sources {
        let id = source.api.to_string();
        let revision = match source.revision.filter(|_| is_close) {
            Some(revision) => {
                let path = format!("{base}/apis/{}/revisions/{}", escaped(&id), escaped(&revision.to_string()));
                let seen = client.get(&path).await?;
                at(&seen, "number").as_u64().and_then(|number| u32::try_from(number).ok())
            }
            None => None,
        };
        let api = names.get(&id).cloned().unwrap_or(id);
        specs.push(SourceSpec { api, space: source.space, revision, curation: source.curation.into() });
    }
    Ok(DesignSpec { sources: specs, instructions, discovery, profile })
}

/// A part of an answer as what it is.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Failure> {
    serde_json::from_value(value.clone()).map_err(|error| {
        Failure::environment(format!("the hub says something that this mcphub does not know: {error}"))
            .help("use the mcphub of the hub's version")
    })
}
