//! Types, enumerations and the bounds of strings and numbers.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::rules::{Enums, Rules, is_plain_pattern};
use super::Schema;

/// More values are described instead of enumerated.
const MOST_VALUES: usize = 250;

/// Integers beyond are not exact in JavaScript, and such bounds only say `int64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

const KINDS: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

/// The types of a schema. One that does not say is taken for what its other keywords are about: `properties` belong to an
/// object, whatever the letter of JSON Schema says. Nothing when there is no telling.
pub(super) fn types(map: &Schema) -> Vec<&'static str> {
    let known = |value: &Value| KINDS.into_iter().find(|kind| value == kind);
    let mut found: Vec<&str> = match map.get("type") {
        Some(Value::Array(list)) => list.iter().filter_map(known).collect(),
        Some(one) => known(one).into_iter().collect(),
        None => Vec::new(),
    };
    if found.is_empty() {
        found = match enumerated(map) {
            Some(values) => values.iter().map(kind_of).collect(),
            None => about(map).into_iter().collect(),
        };
    }
    let mut seen = HashSet::new();
    let numbers = found.contains(&"number");
    found.retain(|kind| seen.insert(*kind) && !(numbers && *kind == "integer"));
    found
}

/// What the keywords of an untyped schema are about, if all are about the same.
fn about(map: &Schema) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    let groups = [
        (
            "object",
            has(&[
                "properties",
                "required",
                "additionalProperties",
                "patternProperties",
                "minProperties",
                "maxProperties",
            ]),
        ),
        ("array", has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"])),
        ("string", has(&["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"])),
        ("number", has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])),
    ];
    let mut present = groups.into_iter().filter(|(_, there)| *there).map(|(kind, _)| kind);
    let first = present.next()?;
    present.next().is_none().then_some(first)
}

/// The values that `enum` and `const` leave, each once.
pub(super) fn enumerated(map: &Schema) -> Option<Vec<Value>> {
    if let Some(value) = map.get("const") {
        return Some(vec![value.clone()]);
    }
    let list = map.get("enum")?.as_array()?;
    let mut seen = HashSet::new();
    let values: Vec<Value> = list.iter().filter(|value| seen.insert(value.to_string())).cloned().collect();
    (!values.is_empty()).then_some(values)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a value is of a type.
pub(super) fn is_a(value: &Value, kind: &str) -> bool {
    let own = kind_of(value);
    own == kind || (kind == "number" && own == "integer")
}

/// Puts enumerated values of one type into a schema, or into words where they cannot be enumerated.
pub(super) fn enumerate(kind: &str, values: &[Value], rules: &Rules, out: &mut Schema, hints: &mut Vec<String>) {
    let allowed = match rules.enums {
        Enums::Any => true,
        Enums::Scalar => !matches!(kind, "object" | "array"),
        Enums::String => kind == "string",
    };
    if allowed && values.len() <= MOST_VALUES {
        out.insert("enum".to_owned(), Value::Array(values.to_vec()));
        return;
    }
    let shown: Vec<String> = values.iter().filter_map(shown).take(12).collect();
    let more =
        if values.len() > shown.len() { format!(" and {} more", values.len() - shown.len()) } else { String::new() };
    hints.push(format!("One of {}{more}.", shown.join(", ")));
}

/// A short value as text.
pub(super) fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (text.len() <= 60 && !text.is_empty()).then_some(text)
}

/// Copies the bounds of a string, a number or a boolean.
pub(super) fn copy(map: &Schema, kind: &str, rules: &Rules, out: &mut Schema, hints: &mut Vec<String>) {
    if kind == "string" {
        for key in ["minLength", "maxLength"] {
            count(map, key, rules, out);
        }
        text(map, rules, out, hints);
    } else if kind != "boolean" {
        number(map, kind, rules, out, hints);
    }
}

/// Copies a count that says something.
pub(super) fn count(map: &Schema, key: &str, rules: &Rules, out: &mut Schema) {
    if let Some(count) = map.get(key).and_then(Value::as_u64)
        && rules.allows(key)
        && !(count == 0 && key.starts_with("min"))
        && count < 1_000_000_000
    {
        out.insert(key.to_owned(), json!(count));
    }
}

fn text(map: &Schema, rules: &Rules, out: &mut Schema, hints: &mut Vec<String>) {
    if let Some(pattern) = map.get("pattern").and_then(Value::as_str) {
        if rules.allows("pattern") && is_plain_pattern(pattern) {
            out.insert("pattern".to_owned(), json!(pattern));
        } else {
            hints.push(format!("Pattern: {pattern}"));
        }
    }
    if let Some(format) = map.get("format").and_then(Value::as_str) {
        if rules.allows("format") && rules.allows_format(format) {
            out.insert("format".to_owned(), json!(format));
        } else {
            hints.push(format!("Format: {format}."));
        }
    }
    if let Some(encoding) = map.get("contentEncoding").and_then(Value::as_str) {
        hints.push(format!("Encoded as {encoding}."));
    }
}

fn number(map: &Schema, kind: &str, rules: &Rules, out: &mut Schema, hints: &mut Vec<String>) {
    for (key, sign) in [
        ("minimum", "≥"),
        ("maximum", "≤"),
        ("exclusiveMinimum", ">"),
        ("exclusiveMaximum", "<"),
        ("multipleOf", "a multiple of"),
    ] {
        let Some(bound) = map.get(key).filter(|bound| bound.as_f64().is_some_and(|number| number.abs() < EXACT)) else {
            continue;
        };
        if rules.allows(key) {
            out.insert(key.to_owned(), bound.clone());
        } else {
            hints.push(format!("Must be {sign} {bound}."));
        }
    }
    // `int32` and its like say nothing that the type does not, except that an integer may be a large one.
    if let Some(format) = map.get("format").and_then(Value::as_str)
        && !matches!(format, "int32" | "int64" | "float" | "double")
    {
        if rules.formats.is_none() {
            out.insert("format".to_owned(), json!(format));
        } else if kind == "integer" || kind == "number" {
            hints.push(format!("Format: {format}."));
        }
    }
}
