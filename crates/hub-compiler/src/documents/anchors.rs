//! Plain-name fragments: where the `$anchor`s and `$id`s of a document are.

use std::collections::HashMap;

use serde_json::Value;

use super::escape;

/// From an anchor's name to its JSON pointer.
#[derive(Debug, Default)]
pub(crate) struct Anchors(HashMap<String, String>);

impl Anchors {
    /// Finds every anchor of a document. The first of two with the same name counts.
    pub(crate) fn of(document: &Value) -> Self {
        let mut found = HashMap::new();
        // An explicit stack: the depth of a document is its author's choice.
        let mut todo = vec![(String::new(), document)];
        while let Some((pointer, value)) = todo.pop() {
            match value {
                Value::Object(map) => {
                    for key in ["$anchor", "$dynamicAnchor"] {
                        if let Some(name) = map.get(key).and_then(Value::as_str) {
                            found.entry(name.to_owned()).or_insert_with(|| pointer.clone());
                        }
                    }
                    if let Some(name) = map.get("$id").and_then(Value::as_str).and_then(|id| id.strip_prefix('#')) {
                        found.entry(name.to_owned()).or_insert_with(|| pointer.clone());
                    }
                    todo.extend(map.iter().map(|(key, value)| (format!("{pointer}/{}", escape(key)), value)));
                }
                Value::Array(list) => {
                    todo.extend(list.iter().enumerate().map(|(i, value)| (format!("{pointer}/{i}"), value)));
                }
                _ => {}
            }
        }
        Self(found)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
