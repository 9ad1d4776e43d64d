//! The arguments of a tool: one property for each slot, in one self-contained schema that keeps the profile's rules.

use std::collections::BTreeMap;

use hub_model::{Argument, Profile};
use serde_json::{Map, Value, json};

use crate::api::{Api, Input, Operation};
use crate::findings::Findings;
use crate::passes::{names, profiles, words};
use crate::schema::Room;
use crate::words::report_flags;

/// Characters of an argument's description.
const WORDS: usize = 500;

/// What `link` needs of an operation's inputs.
pub(super) struct Arguments {
    pub(super) slots: Vec<Argument>,
    pub(super) schema: Value,
    /// Nested property names that had to change, from the schema's to the wire's.
    pub(super) renamed: BTreeMap<String, String>,
}

/// The arguments of an operation.
pub(super) fn of(
    api: &Api<'_>,
    operation: &Operation,
    profile: Profile,
    (budget, room): (usize, &mut Room),
    findings: &mut Findings,
) -> Arguments {
    let wires: Vec<(String, &str)> = operation.inputs.iter().map(|input| (input.wire.clone(), input.place)).collect();
    let names = names::argument_names(&wires);
    let (mut slots, mut properties, mut required) = (Vec::new(), Map::new(), Vec::new());
    for (input, name) in operation.inputs.iter().zip(names) {
        if input.fixed.is_none() {
            if input.required {
                required.push(json!(name));
            }
            properties.insert(name.clone(), property(input, &operation.origin.place, findings));
        }
        slots.push(Argument { name, fixed: input.fixed.clone(), ..Argument::default() });
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    if !operation.open {
        schema.insert("additionalProperties".to_owned(), json!(false));
    }
    let mut whole = api.pool.self_contained(Value::Object(schema), room);
    let renamed = rename_nested(&mut whole);
    let (schema, _notes) = profiles::lower(&whole, profile, budget);
    if profile == Profile::OpenaiStrict {
        for (slot, input) in slots.iter_mut().zip(&operation.inputs) {
            let lowered = schema.get("properties").and_then(|properties| properties.get(&slot.name));
            slot.json_text = lowered.is_some_and(takes_text) && !takes_text(api.pool.dereference(&input.schema));
        }
    }
    Arguments { slots, schema, renamed }
}

/// Whether a schema is of a string, or of a string or null.
fn takes_text(schema: &Value) -> bool {
    let text = |kind: &Value| kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&json!("string")));
    schema.get("type").is_some_and(text)
        || schema.get("anyOf").and_then(Value::as_array).is_some_and(|parts| parts.iter().any(takes_text))
}

/// An argument's schema with the words that belong to this use of it.
fn property(input: &Input, place: &str, findings: &mut Findings) -> Value {
    let mut schema = input.schema.clone();
    let cleaned = words::clean(&input.description, WORDS);
    report_flags(&cleaned, place, findings);
    if let Some(map) = schema.as_object_mut()
        && !cleaned.text.is_empty()
    {
        map.insert("description".to_owned(), Value::String(cleaned.text));
    }
    schema
}

/// Renames nested properties whose names clients refuse. The arguments' own names are legal already.
fn rename_nested(schema: &mut Value) -> BTreeMap<String, String> {
    let mut found = Vec::new();
    each_nested(schema, &mut |properties| found.extend(properties.keys().cloned()));
    let renamed = names::property_renames(found.iter().map(String::as_str));
    if renamed.is_empty() {
        return renamed;
    }
    let legal: BTreeMap<&str, &str> = renamed.iter().map(|(legal, wire)| (wire.as_str(), legal.as_str())).collect();
    apply(schema, &legal, true);
    renamed
}

fn each_nested(schema: &Value, visit: &mut impl FnMut(&Map<String, Value>)) {
    let Some(map) = schema.as_object() else { return };
    let arguments = map.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let definitions = map.get("$defs").and_then(Value::as_object).into_iter().flat_map(Map::values);
    arguments.chain(definitions).for_each(|part| each_properties(part, visit));
}

fn each_properties(schema: &Value, visit: &mut impl FnMut(&Map<String, Value>)) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        visit(properties);
                        properties.values().for_each(|part| each_properties(part, visit));
                    }
                    ("enum" | "const" | "default" | "examples", _) => {}
                    _ => each_properties(value, visit),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|part| each_properties(part, visit)),
        _ => {}
    }
}

fn apply(schema: &mut Value, legal: &BTreeMap<&str, &str>, root: bool) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("properties", Value::Object(properties)) => {
                        let old = std::mem::take(properties);
                        for (name, mut part) in old {
                            apply(&mut part, legal, false);
                            let name = if root {
                                name
                            } else {
                                legal.get(name.as_str()).map_or(name, |new| (*new).to_owned())
                            };
                            properties.insert(name, part);
                        }
                    }
                    ("required", Value::Array(names)) if !root => {
                        for name in names {
                            if let Some(new) = name.as_str().and_then(|name| legal.get(name)) {
                                *name = json!(new);
                            }
                        }
                    }
                    ("enum" | "const" | "default" | "examples" | "required", _) => {}
                    ("$defs", Value::Object(definitions)) => {
                        definitions.values_mut().for_each(|part| apply(part, legal, false));
                    }
                    _ => apply(value, legal, false),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|part| apply(part, legal, false)),
        _ => {}
    }
}
