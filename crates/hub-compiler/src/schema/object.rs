//! A schema as a plain object, when it is one: what lets a body's properties become arguments of their own.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Pool;

/// A schema that says no more than which properties an object has.
#[derive(Debug, Default)]
pub(crate) struct ObjectView {
    /// In the document's order.
    pub(crate) properties: Map<String, Value>,
    pub(crate) required: Vec<String>,
    /// Other properties are invited (`additionalProperties: true`).
    pub(crate) open: bool,
}

/// Keywords that a plain object may carry without losing anything when they are left behind.
const HARMLESS: [&str; 12] = [
    "type",
    "properties",
    "required",
    "additionalProperties",
    "description",
    "default",
    "examples",
    "allOf",
    "$ref",
    "deprecated",
    "title",
    "format",
];

/// How deep `allOf` may build on `allOf`.
const DEEPEST: usize = 24;

/// Schemas that may be merged into one: `allOf` twice of what is `allOf` twice of … would go on forever.
const MOST_MERGED: usize = 2_000;

impl Pool<'_> {
    /// The plain object that a canonical schema describes, its `allOf`s merged; `None` when there is more to it (unions,
    /// maps, conditions, enumerations) or when it has no properties.
    pub(crate) fn object_view(&self, schema: &Value) -> Option<ObjectView> {
        let mut view = ObjectView::default();
        let (mut merged, mut required) = (0, HashSet::new());
        self.merge_into(&mut view, schema, 0, &mut merged, &mut required)?;
        if view.properties.is_empty() {
            return None;
        }
        // A property may be required without being described: then it takes anything.
        for name in &view.required {
            view.properties.entry(name.as_str()).or_insert_with(|| Value::Object(Map::new()));
        }
        Some(view)
    }

    fn merge_into<'s>(
        &'s self,
        view: &mut ObjectView,
        schema: &'s Value,
        depth: usize,
        merged: &mut usize,
        required: &mut HashSet<&'s str>,
    ) -> Option<()> {
        let schema = self.dereference(schema).as_object()?;
        *merged += 1;
        if depth > DEEPEST || *merged > MOST_MERGED || schema.keys().any(|key| !HARMLESS.contains(&key.as_str())) {
            return None;
        }
        if schema.get("type").is_some_and(|kind| !allows_object(kind)) {
            return None;
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.merge_into(view, part, depth + 1, merged, required)?;
        }
        match schema.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => view.open = true,
            Some(Value::Object(map)) if map.is_empty() => view.open = true,
            Some(_) => return None,
        }
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            match view.properties.get_mut(name) {
                Some(known) if known != property => both(known, property),
                Some(_) => {}
                None => {
                    view.properties.insert(name.clone(), property.clone());
                }
            }
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if required.insert(name) {
                view.required.push(name.to_owned());
            }
        }
        Some(())
    }
}

/// Makes `known` ask for `other` too. One flat list: lists within lists would be as deep as there are schemas.
fn both(known: &mut Value, other: &Value) {
    match known.as_object_mut().filter(|map| map.len() == 1).and_then(|map| map.get_mut("allOf")) {
        Some(Value::Array(parts)) if !parts.contains(other) => parts.push(other.clone()),
        Some(Value::Array(_)) => {}
        _ => *known = serde_json::json!({ "allOf": [known.clone(), other.clone()] }),
    }
}

fn allows_object(kind: &Value) -> bool {
    match kind {
        Value::String(name) => name == "object",
        Value::Array(names) => names.iter().any(|name| name == "object") && names.len() <= 2,
        _ => false,
    }
}
