//! The root of a tool's schema: an object with properties, whatever the document has there. Claude refuses a whole request
//! for one union at the root of one tool.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::graph::target;
use super::portable::{Portable, Schema, union};

/// Whether the root may stay as it is.
pub(super) fn is_object(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "object")
        && ["anyOf", "oneOf", "allOf", "$ref", "not", "if"].iter().all(|key| schema.get(key).is_none())
}

/// The lowered root as one object.
pub(super) fn object(root: Schema, portable: &mut Portable<'_>) -> Schema {
    let mut out = one_object(root, portable, 0);
    out.shift_remove("default");
    out
}

fn one_object(schema: Schema, portable: &mut Portable<'_>, depth: usize) -> Schema {
    if depth > 8 {
        return Schema::from_iter([("type".to_owned(), json!("object"))]);
    }
    if let Some(name) = target(&schema) {
        let body = portable.definition(name).unwrap_or_default();
        return one_object(body, portable, depth + 1);
    }
    if schema.get("type").is_some_and(|kind| kind == "object") {
        return schema;
    }
    let branches: Vec<Schema> = schema
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter(|branch| branch.get("type").is_none_or(|kind| kind == "object"))
        // Two levels of alternatives at most: more would multiply.
        .map(|branch| one_object(branch.clone(), portable, depth + 5))
        .collect();
    let mut out = match branches.len() {
        0 => Schema::from_iter([("type".to_owned(), json!("object"))]),
        1 => branches.into_iter().next().unwrap_or_default(),
        _ => {
            portable.note("", "alternatives at the root became one object with the properties of all");
            any_of(&branches)
        }
    };
    if let Some(words) = schema.get("description") {
        out.insert("description".to_owned(), words.clone());
    }
    out
}

/// An object that accepts what any of `branches` accepts.
fn any_of(branches: &[Schema]) -> Schema {
    let properties = |branch: &Schema| branch.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let all: Vec<Schema> = branches.iter().map(properties).collect();
    let mut merged = Schema::new();
    for name in all.iter().flat_map(Schema::keys) {
        if merged.contains_key(name) {
            continue;
        }
        let kinds: Vec<Schema> =
            all.iter().filter_map(|properties| properties.get(name)?.as_object()).cloned().collect();
        // An alternative that does not know the property takes anything under its name.
        let everywhere = branches.iter().zip(&all).all(|(branch, properties)| {
            properties.contains_key(name) || branch.get("additionalProperties") == Some(&Value::Bool(false))
        });
        let kind = if everywhere {
            union::of(kinds)
        } else {
            let words = kinds.first().and_then(|first| first.get("description")).cloned();
            Schema::from_iter(words.map(|words| ("description".to_owned(), words)))
        };
        merged.insert(name.clone(), Value::Object(kind));
    }
    let required = |branch: &Schema| -> HashSet<String> {
        let names = branch.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    };
    let sets: Vec<HashSet<String>> = branches.iter().map(required).collect();
    let common: Vec<&String> = merged.keys().filter(|name| sets.iter().all(|set| set.contains(*name))).collect();
    let mut out = Schema::from_iter([("type".to_owned(), json!("object"))]);
    if !common.is_empty() {
        out.insert("required".to_owned(), json!(common));
    }
    if branches.iter().all(|branch| branch.get("additionalProperties") == Some(&Value::Bool(false))) {
        out.insert("additionalProperties".to_owned(), json!(false));
    }
    out.insert("properties".to_owned(), Value::Object(merged));
    out
}
