//! From what a hub has to files that say the same.

use std::collections::BTreeMap;

use hub_model::resource::{
    API_VERSION, ApiSource, CredentialSpec, Manifest, McpApiSpec, Metadata, ResourceKind, ValueFrom,
};
use hub_server::sources::uploaded::tidy;
use serde::Serialize;
use serde_json::Value;

use super::{
    documents::State,
    observe::{Api, Organisation, Server, Upload},
};
use crate::{
    failure::Failure,
    remote::{Client, escaped},
};

/// A resource as it is written down.
pub(crate) struct Written {
    pub(crate) kind: ResourceKind,
    pub(crate) name: String,
    pub(crate) yaml: String,
    pub(crate) json: Value,
    /// Documents that lie beside it, with their paths from where it is.
    pub(crate) beside: Vec<(String, Vec<u8>)>,
    /// What a reader of the file should know, as it would not do the same as the hub.
    pub(crate) notes: Vec<String>,
}

/// All resources, or those that are named with the APIs that they are made of; `api/pets` and `server/pets` tell two of one name apart.
/// Documents that were uploaded stand in the resources, or beside them.
pub(crate) async fn written(
    client: &mut Client,
    base: &str,
    there: &Organisation,
    names: &[String],
    are_beside: bool,
) -> Result<Vec<Written>, Failure> {
    let (mut apis, mut servers) = (BTreeMap::new(), BTreeMap::new());
    for name in names {
        let (kind, bare) = name.split_once('/').unwrap_or(("", name));
        let api = there.apis.get_key_value(bare).filter(|_| kind != "server");
        let server = there.servers.get_key_value(bare).filter(|_| kind != "api");
        if api.is_none() && server.is_none() {
            return Err(Failure::usage(format!("there is neither an API nor a server that is called {name}"))
                .help("`mcphub apis list` and `mcphub servers list` tell the names"));
        }
        let parts = server.iter().flat_map(|(_, server)| &server.apis);
        apis.extend(parts.filter_map(|part| there.apis.get_key_value(part)).chain(api));
        servers.extend(server);
    }
    if names.is_empty() {
        apis.extend(&there.apis);
        servers.extend(&there.servers);
    }
    let mut all = Vec::new();
    for (name, api) in apis {
        all.push(of_api(client, base, name, api, are_beside).await?);
    }
    for (name, server) in servers {
        all.push(of_server(name, server)?);
    }
    Ok(all)
}

async fn of_api(client: &mut Client, base: &str, name: &str, api: &Api, are_beside: bool) -> Result<Written, Failure> {
    let mut spec = McpApiSpec { credentials: references(name, &api.spec.credentials), ..api.spec.clone() };
    let (mut beside, mut notes) = (Vec::new(), Vec::new());
    match (&api.upload, &api.source) {
        (Some(upload), _) => {
            let mut files = Vec::new();
            for (file, digest) in &upload.digests {
                let path = format!("{base}/uploads/{}/files/{}", escaped(&upload.id), escaped(digest));
                files.push((file.clone(), client.bytes(&path).await?.to_vec()));
            }
            spec.source = if are_beside { laid(name, upload, &files)? } else { inline(name, upload, &files)? };
            if are_beside {
                beside.extend(files.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
            }
        }
        (None, State::Url(url)) => {
            if url.contains('?') {
                notes.push(format!(
                    "api/{name}: its address has a query; look whether there is a key in it before you share the file"
                ));
            }
            spec.source.url = Some(url.clone());
        }
        (None, State::Files { .. }) => {
            return Err(Failure::environment(format!("it is not known which documents api/{name} has")));
        }
    }
    if !api.is_usable {
        notes.push(format!("api/{name}: it has no usable revision; `mcphub jobs list` says why"));
    }
    write(ResourceKind::McpApi, name, spec, beside, notes)
}

fn of_server(name: &str, server: &Server) -> Result<Written, Failure> {
    let mut notes = Vec::new();
    let mut note = |text: &str| notes.push(format!("server/{name}: {text}"));
    let digest = server.latest.as_ref().map(|version| &version.digest);
    if server.draft.as_ref() != digest || digest.is_none() {
        note("its design comes to something else than its newest version; applying the file makes a new one");
    }
    if server.served.is_some() && server.served.as_ref() != server.latest.as_ref().map(|version| &version.id) {
        note("an older version is served than the newest; applying the file serves the newest");
    }
    if server.spec.design.sources.iter().any(|source| source.revision.is_some()) {
        note("it keeps to revisions by their numbers, which another hub may not have");
    }
    if server.spec.design.sources.iter().any(|source| source.api.starts_with("api_")) {
        note("one of its APIs is deleted; the file cannot be applied before another is named");
    }
    write(ResourceKind::McpServer, name, server.spec.clone(), Vec::new(), notes)
}

/// Credentials by where they might be: never by what they are, which nobody can read.
fn references(api: &str, set: &[CredentialSpec]) -> Vec<CredentialSpec> {
    let reference = |one: &CredentialSpec| {
        if one.value_from.source().is_some() {
            return one.clone();
        }
        let name = format!("{api}_{}", one.scheme);
        let upper = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        let env = Some(upper.collect());
        CredentialSpec { scheme: one.scheme.clone(), value_from: ValueFrom { env, ..ValueFrom::default() } }
    };
    set.iter().map(reference).collect()
}

/// The root's name, and those of the others.
fn parted(upload: &Upload) -> (String, Vec<String>) {
    let root = upload.root.clone().or(upload.digests.keys().next().cloned()).unwrap_or_default();
    let others = upload.digests.keys().filter(|name| **name != root).cloned().collect();
    (root, others)
}

/// Documents in files of their own, in a folder that is called as the API.
fn laid(name: &str, upload: &Upload, files: &[(String, Vec<u8>)]) -> Result<ApiSource, Failure> {
    // What a hub says is no path of this machine's yet.
    if let Some((odd, _)) = files.iter().find(|(file, _)| tidy(file).as_deref() != Ok(file)) {
        return Err(Failure::environment(format!(
            "a document of api/{name} is called `{odd}`, which is no path of a file"
        )));
    }
    let (root, others) = parted(upload);
    let within = |file: String| format!("{name}/{file}");
    let (file, files) = (Some(within(root)), others.into_iter().map(within).collect());
    Ok(ApiSource { file, files, ..ApiSource::default() })
}

/// Documents as text within the resource.
fn inline(name: &str, upload: &Upload, files: &[(String, Vec<u8>)]) -> Result<ApiSource, Failure> {
    let mut texts = BTreeMap::new();
    for (file, bytes) in files {
        let text = String::from_utf8(bytes.clone()).map_err(|_| {
            Failure::usage(format!("the document {file} of api/{name} is no text, and cannot stand in the resource"))
                .help("write into a folder with -o, where documents are files of their own")
        })?;
        texts.insert(file.clone(), text);
    }
    let (root, _) = parted(upload);
    let document = texts.remove(&root);
    Ok(ApiSource {
        document,
        root: Some(root).filter(|root| root != "document"),
        documents: texts,
        ..ApiSource::default()
    })
}

fn write<S: Serialize>(
    kind: ResourceKind,
    name: &str,
    spec: S,
    beside: Vec<(String, Vec<u8>)>,
    notes: Vec<String>,
) -> Result<Written, Failure> {
    let metadata = Metadata { name: name.to_owned(), organisation: None };
    let manifest = Manifest { api_version: API_VERSION.to_owned(), kind, metadata, spec };
    let unwritten = |why: &dyn std::fmt::Display| Failure::environment(format!("{name} cannot be written: {why}"));
    let yaml = yaml(&manifest).map_err(|error| unwritten(&error))?;
    let json = serde_json::to_value(&manifest).map_err(|error| unwritten(&error))?;
    Ok(Written { kind, name: name.to_owned(), yaml, json, beside, notes })
}

/// YAML that this and older readers understand alike.
fn yaml(value: &impl Serialize) -> Result<String, serde_saphyr::SerializeError> {
    // Long lines stay whole: a folded one is hard to compare with another.
    let options = serde_saphyr::ser_options! { compact_list_indent: false, folded_wrap_chars: 1_000_000 };
    serde_saphyr::to_string_with_options(value, options)
}

#[cfg(test)]
mod tests;
