//! GraphQL: a schema, or operations that somebody has written, to operations of an API.

mod inputs;
mod introspection;
mod literal;
mod model;
mod operations;
mod scalars;
mod sdl;
mod selection;
mod written;

use std::collections::BTreeMap;

use hub_model::{Alternative, Requirement, Scheme, SchemeKind, Upstream};
use serde_json::Value;

pub use introspection::QUERIES as INTROSPECTION_QUERIES;

use crate::api::Api;
use crate::documents::{Documents, Loaded};
use crate::findings::Findings;
use crate::schema::{Dialect, Pool};
use model::Schema;

/// The key of the only upstream.
const UPSTREAM: &str = "api";
/// The name of the secret: GraphQL schemas say nothing of credentials, and nearly all endpoints take a bearer token.
const TOKEN: &str = "token";

/// The schema in the answer to an introspection query.
pub(crate) fn introspection(value: &Value) -> Option<&Value> {
    introspection::find(value)
}

/// Whether a value is the answer of an endpoint that has something to complain about: `errors`, each with a message (GraphQL
/// specification, section 7.1.2). Those of other APIs have titles and details.
#[must_use]
pub fn is_complaint(answer: &Value) -> bool {
    let first = answer.get("errors").and_then(|errors| errors.get(0));
    first.and_then(|first| first.get("message")).is_some_and(Value::is_string)
}

/// Reads an introspection result.
pub(crate) fn read_introspection<'d>(documents: &'d Documents, source: &Value) -> Api<'d> {
    let schema = introspection::read(source);
    let mut api = empty(documents, "introspection", &schema);
    operations::all(&schema, &mut api);
    api
}

/// Reads a document in GraphQL's own language. Operations in it are the tools; where there are none, every query and mutation is.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Api<'d> {
    let text = documents.root().map(Loaded::text).unwrap_or_default();
    let tree = sdl::parse(&text, findings);
    let schema = sdl::read(&tree);
    let mut api = empty(documents, "SDL", &schema);
    if written::has_operations(&tree) {
        "operations".clone_into(&mut api.format_version);
        written::all(&tree, &schema, &mut api);
    } else {
        operations::all(&schema, &mut api);
    }
    api
}

fn empty<'d>(documents: &'d Documents, version: &str, schema: &Schema) -> Api<'d> {
    let uri = documents.root().map_or("", |root| root.uri.as_str());
    let url = match version {
        "introspection" if documents.is_answer => uri.split('#').next().unwrap_or_default().to_owned(),
        "introspection" => endpoint(uri),
        _ => String::new(),
    };
    let description = "A bearer token for the endpoint, where it wants one.".to_owned();
    let token = Scheme { kind: SchemeKind::Bearer { format: String::new() }, description };
    Api {
        kind: "graphql",
        format_version: version.to_owned(),
        title: title(uri),
        version: String::new(),
        description: schema.description.clone(),
        tags: vec![
            ("queries".to_owned(), "Tools that read.".to_owned()),
            ("mutations".to_owned(), "Tools that change something.".to_owned()),
        ],
        upstreams: BTreeMap::from([(UPSTREAM.to_owned(), Upstream { url, ..Upstream::default() })]),
        schemes: BTreeMap::from([(TOKEN.to_owned(), token)]),
        operations: Vec::new(),
        skipped: Vec::new(),
        pool: Pool::new(documents, Dialect::Standard),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    }
}

/// With the token, or without.
fn security() -> Vec<Alternative> {
    vec![vec![Requirement { scheme: TOKEN.to_owned(), scopes: Vec::new() }], Vec::new()]
}

/// Where the schema came from by introspection is where it is called; a file that lies on a web server is not.
fn endpoint(uri: &str) -> String {
    let Ok(url) = url::Url::parse(uri) else { return String::new() };
    let is_file = url.path().rsplit('/').next().is_some_and(|last| last.contains('.'));
    if !url.has_host() || is_file { String::new() } else { uri.split('#').next().unwrap_or_default().to_owned() }
}

/// Neither schemas nor introspection have a title: the host, or the file's name where it says something.
fn title(uri: &str) -> String {
    let host = url::Url::parse(uri).ok().and_then(|url| url.host_str().map(str::to_owned));
    if let Some(host) = host {
        return host;
    }
    let file = uri.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let words: Vec<&str> = stem.split(['_', '-', ' ']).filter(|word| !word.is_empty()).collect();
    let says_nothing = ["schema", "graphql", "introspection", "index", "stdin", "api", "public", "gql"];
    if words.iter().all(|word| says_nothing.contains(word)) { "GraphQL API".to_owned() } else { words.join(" ") }
}
