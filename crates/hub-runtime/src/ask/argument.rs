//! The argument by which a model confirms a call where its client cannot ask, and what it has to repeat in it.

use hub_model::{Binding, Profile, Tool, binding::http::Piece};
use serde_json::{Map, Value, json};

/// What the argument is called, with a number behind it where the tool has one of that name itself.
const NAME: &str = "confirm";

/// The argument that names what a tool is about: the last one in the path of its request.
pub(super) fn target(tool: &Tool) -> Option<String> {
    let Binding::Http(http) = &tool.binding else { return None };
    let mut slots = http.target.iter().rev().filter_map(|piece| match piece {
        Piece::Value(field) => Some(field.slot),
        Piece::Text(_) => None,
    });
    let name = &tool.arguments.get(slots.next()?)?.name;
    Some(name.clone()).filter(|name| !name.is_empty())
}

/// Adds the argument to what the tool takes; its name.
pub(super) fn add(tool: &mut Tool, target: Option<&str>, profile: Profile) -> String {
    let mut name = NAME.to_owned();
    let Some(schema) = tool.input_schema.as_object_mut() else { return name };
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    let Some(properties) = properties.as_object_mut() else { return name };
    let mut number = 1;
    while properties.contains_key(&name) {
        number += 1;
        name = format!("{NAME}_{number}");
    }
    let what = target
        .map_or_else(|| format!("the name of this tool, `{}`", tool.name), |target| format!("the value of `{target}`"));
    let words = format!(
        "This tool asks the user before it acts. Leave this out; only where your client cannot ask, and the user wants it, repeat {what} here."
    );
    let property = match profile {
        // Every property is required there, and null is how one is left out.
        Profile::OpenaiStrict => json!({ "anyOf": [{ "type": "string" }, { "type": "null" }], "description": words }),
        _ => json!({ "type": "string", "description": words }),
    };
    properties.insert(name.clone(), property);
    if profile == Profile::OpenaiStrict {
        let required = schema.entry("required").or_insert_with(|| json!([]));
        if let Some(required) = required.as_array_mut() {
            required.push(json!(name));
        }
    }
    name
}

/// The arguments of a call; nothing where they are no object, which the call itself will be told.
pub(super) fn object(arguments: Option<&str>) -> Option<Map<String, Value>> {
    let given = arguments.map_or(Ok(Value::Null), serde_json::from_str).ok()?;
    match given {
        Value::Null => Some(Map::new()),
        Value::Object(object) => Some(object),
        // Some models send the whole object as text.
        Value::String(text) => serde_json::from_str(&text).ok(),
        _ => None,
    }
}

/// A value as a model would repeat it.
pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The same value with its properties in the order of their names: clients may send them in another one the second time.
pub(super) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut members: Vec<_> = object.iter().map(|(name, member)| (name.clone(), sorted(member))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
