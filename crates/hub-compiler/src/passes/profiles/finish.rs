//! The last touches that a profile asks for: how "anything" and "or null" are written, and where words may stand.

use serde_json::{Value, json};

use super::graph::{Graph, below_mut};
use super::portable::{Schema, is_any};
use super::rules::{References, Rules};

/// Applies them to a schema and its definitions.
pub(super) fn complete(graph: &mut Graph, rules: &Rules) {
    below_mut(&mut graph.root, &mut |child| touch(child, rules));
    graph.definitions.iter_mut().for_each(|(_, body)| touch(body, rules));
}

fn touch(schema: &mut Schema, rules: &Rules) {
    below_mut(schema, &mut |child| touch(child, rules));
    if is_any(schema) && !rules.untyped {
        anything(schema, rules);
    }
    if rules.type_arrays {
        or_null(schema);
    }
    if schema.contains_key("$ref") && schema.len() > 1 && !rules.words_beside_reference {
        let reference = schema.shift_remove("$ref").unwrap_or_default();
        schema.insert("anyOf".to_owned(), json!([{ "$ref": reference }]));
    }
    if schema.contains_key("anyOf") && schema.len() > 1 && !rules.words_beside_union {
        words_inside(schema);
    }
}

/// Any value, spelt out: MCP Inspector and Gemini want every schema to say something.
fn anything(schema: &mut Schema, rules: &Rules) {
    if rules.closed {
        let words = schema.get("description").and_then(Value::as_str).unwrap_or("Any value").trim_end_matches('.');
        let words = format!("{words}. Any JSON value, as JSON text.");
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("description".to_owned(), json!(words));
        return;
    }
    // `minLength: 0` constrains nothing and yet counts as saying something; without it "array of anything" has no end.
    let items =
        if rules.references == References::None { json!({ "type": "string" }) } else { json!({ "minLength": 0 }) };
    schema.insert(
        "anyOf".to_owned(),
        json!([
            { "type": "string" }, { "type": "number" }, { "type": "boolean" }, { "type": "object" },
            { "type": "array", "items": items }, { "type": "null" },
        ]),
    );
}

/// `anyOf: [{type: T, …}, {type: null}]` as `type: [T, null]`, which is shorter and means the same.
fn or_null(schema: &mut Schema) {
    let Some([Value::Object(first), Value::Object(second)]) =
        schema.get("anyOf").and_then(Value::as_array).map(Vec::as_slice)
    else {
        return;
    };
    let is_null = second.len() == 1 && second.get("type").is_some_and(|kind| kind == "null");
    let Some(kind) = first.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    if !is_null || kind == "null" {
        return;
    }
    let mut inner = first.clone();
    inner.insert("type".to_owned(), json!([kind, "null"]));
    if let Some(Value::Array(values)) = inner.get_mut("enum") {
        values.push(Value::Null);
    }
    schema.shift_remove("anyOf");
    for (key, value) in inner {
        schema.entry(key).or_insert(value);
    }
}

/// Moves the words beside a union into its first alternative.
fn words_inside(schema: &mut Schema) {
    let words = schema.shift_remove("description");
    schema.retain(|key, _| key == "anyOf");
    let first = schema.get_mut("anyOf").and_then(Value::as_array_mut).and_then(|list| list.first_mut());
    if let (Some(words), Some(Value::Object(first))) = (words, first)
        && !first.contains_key("anyOf")
    {
        first.entry("description").or_insert(words);
    }
}
