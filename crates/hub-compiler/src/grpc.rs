//! The gRPC front end: protocol buffers sources with their imports, and compiled descriptor sets.
//!
//! The sources are read here rather than by a protobuf compiler: that one refuses a whole tree for one missing file of
//! options, one odd statement or an edition that it does not know; here each costs at most itself.

mod builtin;
mod descriptors;
mod file;
mod imports;
mod lex;
mod method;
mod options;
mod parse;
mod registry;
mod rest;
mod schema;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;

use hub_model::binding::grpc::GrpcBinding;
use hub_model::{Binding, Diagnostic, Scheme, SchemeKind, Upstream};

use crate::api::Api;
use crate::documents::{Documents, Format, Loaded};
use crate::findings::Findings;
use crate::schema::{Dialect, Pool};
use file::File;
pub(crate) use imports::{Known, missing};
use method::{Reader, SCHEME};
use registry::Registry;
use schema::Schemas;

/// Bytes of one source. The largest published one that we know of has a fiftieth of it.
const LARGEST: usize = 16 << 20;
/// Words and marks of all sources together, or fields of descriptors. The largest known API has a tenth of it.
const MOST: usize = 2_000_000;
/// Key in `Blueprint::types`.
const TYPES: &str = "api";

/// Reads the root document with its imports. With `rest`, methods that say how are called by REST.
pub(crate) fn read<'d>(documents: &'d Documents, rest: bool, findings: &mut Findings) -> Option<Api<'d>> {
    let root = documents.root()?;
    let mut files = builtin::files();
    let own = files.len();
    files.extend(read_files(documents, findings)?);
    if root.format == Format::Proto {
        note_missing(documents, findings);
    }
    // The root's services; where it has none, as a file that only imports others, theirs.
    let compiled = root.format == Format::Descriptors;
    let mut offering: Vec<usize> = (own..files.len()).filter(|at| compiled || *at == own).collect();
    if !offering.iter().any(|at| files.get(*at).is_some_and(|file| !file.services.is_empty())) {
        offering = (own..files.len()).collect();
    }
    let (title, version) = title(&files, &offering, &root.uri);
    let description = offering.first().and_then(|at| files.get(*at)).map(|file| file.docs.clone()).unwrap_or_default();
    let services = method::services(&mut files, &offering);
    let (registry, names) = Registry::of(&mut files, findings);
    let schemas = Schemas::new(&registry, Pool::new(documents, Dialect::Standard));
    let mut reader = Reader { names: &names, schemas, upstreams: BTreeMap::new(), skipped: Vec::new(), rest };
    let alone = services.iter().all(|(_, service)| method::is_reflection(service));
    let mut operations = Vec::new();
    let mut tags = Vec::new();
    for (package, service) in &services {
        tags.push((service.name.clone(), service.docs.clone()));
        reader.service(package, service, alone, &mut operations, findings);
    }
    let bindings = operations.iter().filter_map(|operation| match &operation.binding {
        Binding::Grpc(grpc) => Some([grpc.input.as_str(), grpc.output.as_str()]),
        Binding::Http(_) | Binding::GraphQl(_) | Binding::Soap(_) => None,
    });
    let types = registry.types(bindings.flatten(), own);
    Some(Api {
        kind: "grpc",
        format_version: if compiled { "descriptors".to_owned() } else { language(&files, own) },
        title,
        version,
        description,
        tags,
        upstreams: upstreams(reader.upstreams, live(&root.uri).as_deref(), findings),
        schemes: BTreeMap::from([(SCHEME.to_owned(), bearer())]),
        operations,
        skipped: reader.skipped,
        pool: reader.schemas.pool,
        types: BTreeMap::from([(TYPES.to_owned(), types)]),
        xml: BTreeMap::new(),
    })
}

fn read_files(documents: &Documents, findings: &mut Findings) -> Option<Vec<File>> {
    let root = documents.root()?;
    if root.bytes.len() > LARGEST {
        let message = format!("the document is larger than {} MiB, the most that is read of this kind", LARGEST >> 20);
        findings.push(Diagnostic::error("unreadable-document", message, format!("{}#", root.uri)));
        return None;
    }
    if root.format == Format::Descriptors {
        let room = Cell::new(MOST);
        let files = descriptors::read(&root.bytes, &room);
        note_size(room.get(), findings);
        return Some(files);
    }
    let mut room = MOST;
    let mut files = vec![parse::parse(&root.uri, &text(root), &mut room, findings)];
    for loaded in others(documents) {
        if loaded.bytes.len() <= LARGEST && matches!(loaded.format, Format::Proto | Format::Data) {
            files.push(parse::parse(&loaded.uri, &text(loaded), &mut room, findings));
        }
    }
    note_size(room, findings);
    Some(files)
}

fn note_size(room: usize, findings: &mut Findings) {
    if room == 0 {
        let message = format!("the document has more than {MOST} words or fields; what is beyond them is left out");
        findings.push(Diagnostic::error("too-large", message, "#").help("split the API into several documents"));
    }
}

fn others(documents: &Documents) -> impl Iterator<Item = &Loaded> {
    let root = documents.root_index();
    documents.loaded().iter().enumerate().filter(move |(position, _)| *position != root).map(|(_, loaded)| loaded)
}

/// A source as text.
pub(crate) fn text(loaded: &Loaded) -> Cow<'_, str> {
    String::from_utf8_lossy(&loaded.bytes)
}

/// Says which imports could not be had.
fn note_missing(documents: &Documents, findings: &mut Findings) {
    let loaded = |path: &String| {
        others(documents).any(|loaded| loaded.uri == *path || loaded.uri.ends_with(&format!("/{path}")))
    };
    let sources = documents.root().into_iter().chain(others(documents));
    let imports: Vec<String> = sources.flat_map(|loaded| imports::of(&text(loaded))).collect();
    for path in imports.iter().filter(|path| !builtin::is_known(path) && !loaded(path)) {
        let message = format!("the import `{path}` was not found; what it defines is left out");
        findings.push(Diagnostic::warning("missing-import", message, "#").help(
            "keep the files in the folders that their imports name, and name one of them; or give a descriptor set",
        ));
    }
}

/// The API's title and version from its package: `google.pubsub.v1`.
fn title(files: &[File], offering: &[usize], uri: &str) -> (String, String) {
    let chosen = offering.iter().filter_map(|at| files.get(*at));
    let chosen = chosen.into_iter().find(|file| !file.services.is_empty());
    let package = chosen.map_or("", |file| file.package.as_str());
    let is_version = |part: &str| {
        part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.len() < 12)
    };
    let parts = package.split('.').filter(|part| !part.is_empty());
    let version = parts.clone().find(|part| is_version(part)).unwrap_or_default();
    let words: Vec<&str> = parts.filter(|part| !is_version(part)).collect();
    let title = match (words.is_empty(), chosen.and_then(|file| file.services.first())) {
        (false, _) => words.join(" "),
        (true, Some(service)) => service.name.clone(),
        (true, None) => uri.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default().to_owned(),
    };
    (title, version.to_owned())
}

fn language(files: &[File], root: usize) -> String {
    match files.get(root).map(|file| file.language) {
        Some(file::Language::Proto3) => "proto3",
        Some(file::Language::Editions) => "editions",
        _ => "proto2",
    }
    .to_owned()
}

fn upstreams(
    hosts: BTreeMap<String, String>,
    live: Option<&str>,
    findings: &mut Findings,
) -> BTreeMap<String, Upstream> {
    let url =
        |host: String| if host.is_empty() { live.unwrap_or_default().to_owned() } else { format!("https://{host}") };
    if live.is_none() && hosts.values().any(String::is_empty) {
        let message = "the document does not say where the API is, as documents of this kind seldom do";
        let help = "give the API's address with --upstream https://… (or http://… without TLS)";
        findings.push(Diagnostic::info("no-server-address", message, "#").help(help));
    }
    hosts.into_iter().map(|(key, host)| (key, Upstream { url: url(host), ..Upstream::default() })).collect()
}

/// Where a server is that described itself.
fn live(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    let host = rest.split(['/', '?', '#', '@']).next().unwrap_or_default();
    match scheme {
        "grpc" => Some(format!("http://{host}")),
        "grpcs" => Some(format!("https://{host}")),
        _ => None,
    }
}

/// gRPC's documents say nothing about credentials; most servers that want any take a bearer token in the metadata.
fn bearer() -> Scheme {
    Scheme {
        kind: SchemeKind::Bearer { format: String::new() },
        description: "A token that is sent as `authorization: Bearer …` with every call, where the server wants one"
            .to_owned(),
    }
}

/// What a binding of this document names.
fn binding(upstream: String, path: String, input: String, output: String) -> GrpcBinding {
    GrpcBinding {
        upstream,
        types: TYPES.to_owned(),
        path,
        input,
        output,
        request: hub_model::binding::grpc::GrpcRequest::Fields(Vec::new()),
        streams: false,
        idempotent: false,
        renamed: BTreeMap::new(),
        security: Vec::new(),
    }
}
