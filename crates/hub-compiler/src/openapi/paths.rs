//! Path items: every operation of a document, each read by itself, so that one bad operation never costs another.

use hub_model::{Diagnostic, Skipped};

use super::{Reader, operation};
use crate::api::Operation;
use crate::documents::Node;
use crate::findings::Findings;

/// The fixed methods of a path item, OpenAPI 3.2's `query` included.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Inputs of all operations together. References let a small document have as many as it likes.
const MOST_INPUTS: usize = 300_000;

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
    let (mut operations, mut inputs) = (Vec::new(), 0);
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
            if inputs > MOST_INPUTS {
                let why = format!("the operations before it already have more than {MOST_INPUTS} inputs together");
                reader.skipped.push(skipped(&site, ("too-many-inputs", why)));
                continue;
            }
            match operation::read(reader, &site, findings) {
                Ok(operation) => {
                    inputs += operation.inputs.len();
                    operations.push(operation);
                }
                Err(why) => reader.skipped.push(skipped(&site, why)),
            }
        }
    }
    operations
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
