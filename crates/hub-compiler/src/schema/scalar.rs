//! The keywords of a schema whose values are no schemas: types, bounds, enumerations, defaults, examples.

use serde_json::{Map, Number, Value, json};

use super::Dialect;
use crate::documents::Node;

/// Longer defaults and examples cost more tokens than they are worth.
const LONGEST_DEFAULT: usize = 200;
const LONGEST_EXAMPLE: usize = 60;

/// The type names of a schema, corrected; empty when it does not say.
pub(super) fn types(node: &Node<'_>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut add = |value: &Value| {
        for &name in value.as_str().map_or(&[][..], corrected) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    };
    match node.value.get("type") {
        Some(Value::Array(list)) => list.iter().for_each(&mut add),
        Some(Value::Null) => names.push("null"),
        Some(other) => add(other),
        None => {}
    }
    names
}

/// JSON Schema's name for what an author called a type; nothing for what cannot be guessed.
fn corrected(name: &str) -> &'static [&'static str] {
    match name.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "date" | "datetime" | "date-time" | "uuid" | "char" | "file" | "binary"
        | "enum" => &["string"],
        "integer" | "int" | "int32" | "int64" | "long" | "short" => &["integer"],
        "number" | "float" | "double" | "decimal" | "numeric" => &["number"],
        "boolean" | "bool" => &["boolean"],
        "array" | "list" => &["array"],
        "object" | "map" | "dict" | "hash" => &["object"],
        "null" | "none" => &["null"],
        _ => &[],
    }
}

/// Copies what can be copied and mends what is known to go wrong.
pub(super) fn copy(node: &Node<'_>, dialect: Dialect, types: &[&str], out: &mut Map<String, Value>) {
    let Some(source) = node.object() else { return };
    enumeration(source, types, out);
    if let Some(value) = source.get("default")
        && fits(value, types)
        && value.to_string().len() <= LONGEST_DEFAULT
    {
        out.insert("default".to_owned(), value.clone());
    }
    example(source, types, out);
    for key in ["format", "pattern", "contentEncoding", "contentMediaType"] {
        if let Some(Value::String(text)) = source.get(key)
            && !text.is_empty()
            && text.len() <= 2_000
        {
            out.insert(key.to_owned(), Value::String(text.clone()));
        }
    }
    let file = node.str("type").is_some_and(|name| name == "file");
    if file {
        out.insert("format".to_owned(), json!("binary"));
    }
    bounds(source, dialect, out);
    for key in ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"] {
        if let Some(count) = source.get(key).and_then(whole) {
            out.insert(key.to_owned(), json!(count));
        }
    }
    for key in ["uniqueItems", "deprecated"] {
        if source.get(key) == Some(&Value::Bool(true)) {
            out.insert(key.to_owned(), Value::Bool(true));
        }
    }
}

fn enumeration(source: &Map<String, Value>, types: &[&str], out: &mut Map<String, Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for value in source.get("enum").and_then(Value::as_array).into_iter().flatten() {
        let value = as_declared(value, types);
        if seen.insert(value.to_string()) {
            values.push(value);
        }
    }
    if !values.is_empty() {
        if types.contains(&"null") && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        out.insert("enum".to_owned(), Value::Array(values));
    }
    if let Some(value) = source.get("const") {
        out.insert("const".to_owned(), value.clone());
    }
}

/// An enumerated value in the declared type: YAML authors write `[1, 2]` where they mean `["1", "2"]`, and the reverse.
fn as_declared(value: &Value, types: &[&str]) -> Value {
    match value {
        Value::Number(number) if types == ["string"] => Value::String(number.to_string()),
        Value::Bool(flag) if types == ["string"] => Value::String(flag.to_string()),
        Value::String(text) if types == ["integer"] || types == ["number"] => {
            text.parse::<Number>().map_or_else(|_| value.clone(), Value::Number)
        }
        Value::String(text) if types == ["boolean"] => text.parse::<bool>().map_or_else(|_| value.clone(), Value::Bool),
        other => other.clone(),
    }
}

fn example(source: &Map<String, Value>, types: &[&str], out: &mut Map<String, Value>) {
    let several = source.get("examples").and_then(Value::as_array).and_then(|list| list.first());
    let found = source.get("example").or(several);
    if let Some(value) = found
        && matches!(value, Value::String(_) | Value::Number(_))
        && fits(value, types)
        && value.to_string().len() <= LONGEST_EXAMPLE
        && !source.contains_key("enum")
    {
        out.insert("examples".to_owned(), json!([value]));
    }
}

/// `exclusiveMinimum` is a flag beside `minimum` in one dialect and a number in the other; documents mix them.
fn bounds(source: &Map<String, Value>, dialect: Dialect, out: &mut Map<String, Value>) {
    for (plain, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        let bound = source.get(plain).filter(|value| value.is_number());
        match (source.get(exclusive), bound) {
            (Some(Value::Bool(true)), Some(bound)) => {
                out.insert(exclusive.to_owned(), bound.clone());
            }
            (Some(number @ Value::Number(_)), bound) if dialect == Dialect::Standard || bound.is_none() => {
                out.insert(exclusive.to_owned(), number.clone());
                if let Some(bound) = bound {
                    out.insert(plain.to_owned(), bound.clone());
                }
            }
            (_, Some(bound)) => {
                out.insert(plain.to_owned(), bound.clone());
            }
            _ => {}
        }
    }
    if let Some(step) = source.get("multipleOf").filter(|step| step.as_f64().is_some_and(|step| step > 0.0)) {
        out.insert("multipleOf".to_owned(), step.clone());
    }
}

fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && (0.0..1e15).contains(float))?;
        format!("{float:.0}").parse().ok()
    })
}

/// Whether a value could be of one of the types.
pub(super) fn fits(value: &Value, types: &[&str]) -> bool {
    types.is_empty()
        || types.iter().any(|name| match *name {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => value.is_null(),
        })
}
