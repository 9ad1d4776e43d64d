//! The OpenAPI front end: Swagger 2.0 and OpenAPI 3.0 to 3.2, read leniently from plain JSON values.
//!
//! Typed models refuse documents for the first odd field; here an odd field costs at most itself.

mod body;
mod operation;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;
mod target;
mod version;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Skipped};
use serde_json::Value;

pub(crate) use version::{Version, version};

use crate::api::Api;
use crate::documents::{Documents, Node};
use crate::findings::Findings;
use crate::schema::Pool;

/// What is read once for a document and used by every operation.
pub(crate) struct Reader<'d> {
    version: Version,
    root: Node<'d>,
    pool: Pool<'d>,
    servers: servers::Servers,
    security: security::Security,
    skipped: Vec<Skipped>,
}

/// Reads a document of a known version.
pub(crate) fn read<'d>(
    documents: &'d Documents,
    root: &Node<'d>,
    version: Version,
    findings: &mut Findings,
) -> Api<'d> {
    let info = root.follow("info", findings);
    let text = |key: &str| info.as_ref().and_then(|info| info.text(key)).unwrap_or_default();
    let mut reader = Reader {
        version,
        root: root.clone(),
        pool: Pool::new(documents, version.dialect()),
        servers: servers::Servers::of_document(root, version, findings),
        security: security::Security::of_document(root, version, findings),
        skipped: Vec::new(),
    };
    let operations = paths::operations(&mut reader, findings);
    note_what_calls_back(root, findings);
    Api {
        kind: "openapi",
        format_version: version_text(root),
        title: text("title"),
        version: text("version"),
        description: text("description"),
        tags: tags(root),
        upstreams: reader.servers.finish(findings),
        schemes: reader.security.finish(),
        operations,
        skipped: reader.skipped,
        pool: reader.pool,
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    }
}

fn version_text(root: &Node<'_>) -> String {
    root.text("openapi").or_else(|| root.text("swagger")).unwrap_or_default()
}

fn tags(root: &Node<'_>) -> Vec<(String, String)> {
    let Some(tags) = root.get("tags") else { return Vec::new() };
    tags.items().filter_map(|tag| Some((tag.text("name")?, tag.text("description").unwrap_or_default()))).collect()
}

/// Webhooks and callbacks are calls that the API makes, not ones that an agent can make: no tools, but not silence either.
fn note_what_calls_back(root: &Node<'_>, findings: &mut Findings) {
    for key in ["webhooks", "x-webhooks"] {
        let count = root.value.get(key).and_then(Value::as_object).map_or(0, serde_json::Map::len);
        if count > 0 {
            let message = format!("{count} webhooks are calls that the API makes; they become no tools");
            findings.push(Diagnostic::info("webhooks", message, format!("#/{key}")));
        }
    }
}
