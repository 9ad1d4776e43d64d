//! Path items: every operation of a document, each read by itself, so that one bad operation never costs another.

use hub_model::{Diagnostic, Skipped};

use super::{Reader, operation};
use crate::api::Operation;
use crate::documents::Node;
use crate::findings::Findings;

/// The fixed methods of a path item, OpenAPI 3.2's `query` included.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Operations and their inputs, all together. References let a small document have as many as it likes; the largest known API
/// has a third of this.
const MOST: usize = 150_000;

/// Bytes of a path. No server takes a request line this long.
const LONGEST_PATH: usize = 8_000;

/// One operation's surroundings.
pub(super) struct Site<'d> {
    /// Upper case.
    pub(super) method: String,
    /// As in the document.
    pub(super) path: String,
    pub(super) item: Node<'d>,
    pub(super) node: Node<'d>,
}

impl Site<'_> {
    /// `GET /pets/{id}`
    pub(super) fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Every operation that can be called; the others are in `reader.skipped`.
pub(super) fn operations(reader: &mut Reader<'_>, findings: &mut Findings) -> Vec<Operation> {
    let Some(paths) = reader.root.follow("paths", findings) else { return Vec::new() };
    let (mut operations, mut taken) = (Vec::new(), 0);
    for (path, item) in paths.entries() {
        if path.starts_with("x-") {
            continue;
        }
        let Some(item) = item.resolved(findings) else { continue };
        if item.object().is_none() {
            findings.push(Diagnostic::warning("invalid-path-item", "a path item must be an object", item.place()));
            continue;
        }
        for (method, node) in methods(&item) {
            let site = Site { method, path: path.clone(), item: item.clone(), node };
            match read(reader, &site, taken, findings) {
                Ok(operation) => {
                    taken += 1 + operation.inputs.len();
                    operations.push(operation);
                }
                Err(why) => reader.skipped.push(skipped(&site, why)),
            }
        }
    }
    operations
}

/// Reads an operation, where there is room for it.
fn read<'d>(
    reader: &mut Reader<'d>,
    site: &Site<'d>,
    taken: usize,
    findings: &mut Findings,
) -> Result<Operation, (&'static str, String)> {
    if taken > MOST {
        let why = format!("the document has more than {MOST} operations and inputs before it");
        return Err(("too-many-inputs", why));
    }
    if site.path.len() > LONGEST_PATH {
        let why = format!("its path has more than {LONGEST_PATH} bytes, which no server takes");
        return Err(("path-too-long", why));
    }
    operation::read(reader, site, findings)
}

fn skipped(site: &Site<'_>, (code, reason): (&str, String)) -> Skipped {
    Skipped { operation: site.key(), code: code.to_owned(), reason, place: site.node.place() }
}

/// The operations of a path item, in the document's order.
fn methods<'d>(item: &Node<'d>) -> Vec<(String, Node<'d>)> {
    let mut found = Vec::new();
    for (key, node) in item.entries() {
        let lower = key.to_ascii_lowercase();
        if METHODS.contains(&lower.as_str()) {
            found.push((lower.to_ascii_uppercase(), node));
        } else if key == "additionalOperations" {
            found.extend(node.entries().map(|(method, node)| (method.clone(), node)));
        }
    }
    found
}
