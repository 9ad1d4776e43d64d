//! Families of schemas: which schemas build on a parent by `allOf`, so that a body that takes the parent also takes them.

use std::collections::HashMap;

use serde_json::Value;

use crate::documents::{Documents, Node, escape};

/// The children of each schema, by the parent's document and pointer.
#[derive(Debug, Default)]
pub(super) struct Children(HashMap<(usize, String), Vec<(usize, String)>>);

/// Where documents keep schemas.
const SHELVES: [&str; 3] = ["/components/schemas", "/definitions", "/$defs"];

impl Children {
    /// Reads every shared schema of every document once.
    pub(super) fn of(documents: &Documents) -> Self {
        let mut found: HashMap<(usize, String), Vec<(usize, String)>> = HashMap::new();
        for (document, loaded) in documents.loaded().iter().enumerate() {
            for shelf in SHELVES {
                for (name, schema) in loaded.value.pointer(shelf).and_then(Value::as_object).into_iter().flatten() {
                    let child = (document, format!("{shelf}/{}", escape(name)));
                    for parent in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                        let Some(reference) = parent.get("$ref").and_then(Value::as_str) else { continue };
                        if let Ok(node) = documents.lookup(document, reference) {
                            found.entry((node.document, node.pointer)).or_default().push(child.clone());
                        }
                    }
                }
            }
        }
        Self(found)
    }

    pub(super) fn of_parent(&self, parent: &Node<'_>) -> &[(usize, String)] {
        self.0.get(&(parent.document, parent.pointer.clone())).map_or(&[], Vec::as_slice)
    }
}
