//! The arguments of a tool then and now.

use hub_model::Tool;
use serde_json::{Map, Value};

use super::{Change, Impact};

/// What changed about the arguments.
pub(super) fn compare(old: &Tool, new: &Tool, changes: &mut Vec<Change>) {
    let before = changes.len();
    let nothing = Map::new();
    let of = |tool: &'_ Tool| tool.input_schema.get("properties").and_then(Value::as_object).cloned();
    let (old_properties, new_properties) = (of(old).unwrap_or_default(), of(new).unwrap_or_else(|| nothing.clone()));
    let mut say = |impact, message: String| changes.push(Change::new(impact, &old.name, message));
    for (name, schema) in &old_properties {
        let Some(now) = new_properties.get(name) else {
            say(Impact::Breaking, format!("the argument `{name}` is gone"));
            continue;
        };
        if !required(old, name) && required(new, name) {
            say(Impact::Breaking, format!("the argument `{name}` is required now"));
        }
        if required(old, name) && !required(new, name) {
            say(Impact::Addition, format!("the argument `{name}` is optional now"));
        }
        for (impact, what) in argument(schema, now) {
            say(impact, format!("the argument `{name}` {what}"));
        }
    }
    for name in new_properties.keys().filter(|name| !old_properties.contains_key(*name)) {
        match required(new, name) {
            true => say(Impact::Breaking, format!("there is a new argument `{name}`, and it is required")),
            false => say(Impact::Addition, format!("there is a new argument `{name}`")),
        }
    }
    if changes.len() == before && old.input_schema != new.input_schema {
        changes.push(Change::new(Impact::Notable, &old.name, "the schema of its arguments changed"));
    }
}

fn required(tool: &Tool, name: &str) -> bool {
    let names = tool.input_schema.get("required").and_then(Value::as_array);
    names.is_some_and(|names| names.iter().any(|required| required == name))
}

/// What changed about one argument.
fn argument(old: &Value, new: &Value) -> Vec<(Impact, String)> {
    let mut found = Vec::new();
    if old.get("type") != new.get("type") {
        let shown = |schema: &Value| schema.get("type").map_or_else(|| "anything".to_owned(), Value::to_string);
        found.push((Impact::Breaking, format!("is {} instead of {}", shown(new), shown(old))));
    }
    let values = |schema: &Value| schema.get("enum").and_then(Value::as_array).cloned();
    match (values(old), values(new)) {
        (Some(before), Some(after)) => {
            let gone: Vec<String> =
                before.iter().filter(|value| !after.contains(value)).map(Value::to_string).collect();
            if !gone.is_empty() {
                found.push((Impact::Breaking, format!("no longer takes {}", gone.join(", "))));
            }
            if after.iter().any(|value| !before.contains(value)) {
                found.push((Impact::Addition, "takes more values than before".to_owned()));
            }
        }
        (None, Some(_)) => found.push((Impact::Breaking, "takes only certain values now".to_owned())),
        (Some(_), None) => found.push((Impact::Addition, "takes any value now".to_owned())),
        (None, None) => {}
    }
    if found.is_empty() && old != new {
        let only_words = without_words(old) == without_words(new);
        let what = if only_words { "is described in other words" } else { "has another schema" };
        found.push((Impact::Notable, what.to_owned()));
    }
    found
}

fn without_words(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        members.remove("description");
        members.remove("title");
    }
    schema
}
