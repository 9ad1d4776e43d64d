//! A JSON Schema as the API server takes it: a structural one (Kubernetes, "Specifying a structural schema").

use serde_json::{Map, Value, json};

/// The same schema with one type everywhere, and nothing that says the same in another way. Unknown fields are refused by the API server
/// itself, where it is asked to be strict, as `kubectl` does; defaults are ours to fill in, so that objects stay as they were written.
pub(super) fn structural(schema: Value) -> Value {
    let Value::Object(mut schema) = schema else {
        return json!({ "x-kubernetes-preserve-unknown-fields": true });
    };
    for unknown in ["$schema", "title", "default", "format"] {
        schema.remove(unknown);
    }
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        schema.remove("additionalProperties");
    }
    without_null(&mut schema);
    words(&mut schema);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for property in properties.values_mut() {
            *property = structural(property.take());
        }
    }
    for inner in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(inner) {
            *inner = structural(inner.take());
        }
    }
    if !schema.contains_key("type") {
        schema.insert("x-kubernetes-preserve-unknown-fields".to_owned(), json!(true));
    }
    Value::Object(schema)
}

/// What may be absent is no type of its own: an API server takes null as absent.
fn without_null(schema: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = schema.get("type")
        && let Some(only) = types.iter().find(|one| *one != "null").cloned()
    {
        schema.insert("type".to_owned(), only);
    }
    if let Some(Value::Array(choices)) = schema.get("enum") {
        let choices: Vec<Value> = choices.iter().filter(|choice| !choice.is_null()).cloned().collect();
        schema.insert("enum".to_owned(), json!(choices));
    }
    let Some(Value::Array(choices)) = schema.remove("anyOf") else { return };
    let inner = choices.into_iter().find(|choice| choice.get("type").is_none_or(|of| of != "null"));
    if let Some(Value::Object(inner)) = inner {
        for (name, value) in inner {
            schema.entry(name).or_insert(value);
        }
    }
    // Whatever came along has the same to be taken out.
    for unknown in ["title", "default", "format"] {
        schema.remove(unknown);
    }
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        schema.remove("additionalProperties");
    }
}

/// Words that each have a description are a list of words.
fn words(schema: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = schema.remove("oneOf") else { return };
    let words = choices.iter().flat_map(|choice| match (choice.get("const"), choice.get("enum")) {
        (Some(word), _) => vec![word.clone()],
        (None, Some(Value::Array(words))) => words.clone(),
        _ => Vec::new(),
    });
    let words: Vec<Value> = words.collect();
    schema.insert("type".to_owned(), json!("string"));
    schema.insert("enum".to_owned(), json!(words));
}
