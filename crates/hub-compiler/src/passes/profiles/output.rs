//! Output schemas that never turn a real answer into an error. Clients check `structuredContent` against them and fail the
//! call when it does not conform, while real APIs leave fields out, send null, numbers as text, new enum values, `[]` for an
//! empty object, an id where an object could be expanded.
//!
//! So a schema says what to expect and asserts next to nothing: nothing is required, objects are open, each value may also
//! be null, and the types that commonly stand in for the documented one are accepted beside it. Values of enumerations,
//! formats and bounds are words at most.

use hub_model::Profile;
use serde_json::{Value, json};

use super::graph::{Graph, below_mut, target};
use super::portable::{Portable, Schema, union};
use super::rules::{References, Rules};
use super::{budget, root, value};

/// What is accepted beside a documented type, in the order in which it is written.
fn stand_ins(kind: &str) -> &'static [&'static str] {
    match kind {
        "string" => &["string", "number", "boolean", "null"],
        "number" | "integer" => &["number", "string", "null"],
        "boolean" => &["boolean", "number", "string", "null"],
        "array" => &["array", "object", "string", "null"],
        "object" => &["object", "array", "string", "boolean", "null"],
        _ => &["null", "string", "number", "boolean", "object", "array"],
    }
}

/// Relaxes a self-contained schema of an answer. The result is an object at its root; where the answer is none, the key under
/// which it is wrapped is given: `items` for arrays, `value` for anything else.
#[must_use]
pub fn relax_output(schema: &Value, profile: Profile, budget_bytes: usize) -> (Value, Option<String>) {
    let rules = Rules::of(Profile::Standard);
    let mut portable = Portable::new(rules, schema.get("$defs").and_then(Value::as_object));
    let lowered = portable.node(schema, "", 0);
    let (root, wrap) = as_object(&lowered, &mut portable, 0);
    let mut graph = Graph::new(root, &mut portable);
    graph.simplify(References::Acyclic);
    loosen_below(&mut graph.root);
    forget(&mut graph.root);
    for (_, body) in &mut graph.definitions {
        loosen(body);
    }
    if profile == Profile::Gemini {
        graph.expand(budget_bytes.saturating_mul(2));
    }
    let mut room = budget_bytes;
    loop {
        let mut fitted = graph.clone();
        let short = budget::fit(&mut fitted, room).is_some();
        below_mut(&mut fitted.root, &mut |child| spell_out(child, short));
        fitted.definitions.iter_mut().for_each(|(_, body)| spell_out(body, short));
        fitted.prune();
        // What is spelt out may take a schema over its budget again.
        if room < 200 {
            trim(&mut fitted, budget_bytes);
        }
        if budget::size(&fitted) <= budget_bytes || room < 200 {
            return (value(fitted), wrap.map(str::to_owned));
        }
        room = room / 4 * 3;
    }
}

/// Leaves out properties from the end until the rest fits: objects are open, so nothing is refused for it.
fn trim(graph: &mut Graph, budget_bytes: usize) {
    let mut over = budget::size(graph).saturating_sub(budget_bytes);
    if let Some(Value::Object(properties)) = graph.root.get_mut("properties") {
        while over > 0
            && let Some(name) = properties.keys().next_back().cloned()
        {
            let size = properties.shift_remove(&name).map_or(0, |property| property.to_string().len());
            over = over.saturating_sub(size + name.len() + 4);
        }
    }
    graph.prune();
}

/// The answer as an object, and the key it had to be wrapped in.
fn as_object(schema: &Schema, portable: &mut Portable<'_>, depth: usize) -> (Schema, Option<&'static str>) {
    let mut here = schema.clone();
    for _ in 0..8 {
        let Some(name) = target(&here) else { break };
        here = portable.definition(name).unwrap_or_default();
    }
    let object = |schema: &Schema| schema.get("type").is_some_and(|kind| kind == "object");
    if object(&here) {
        return (here, None);
    }
    if here.get("type").is_some_and(|kind| kind == "array") {
        return (wrapped("items", schema), Some("items"));
    }
    let Some(branches) = here.get("anyOf").and_then(Value::as_array) else {
        // Nothing is known: an object is the likeliest.
        let any = here.get("type").is_none();
        return if any { (root::object(here, portable), None) } else { (wrapped("value", schema), Some("value")) };
    };
    let mut objects = Vec::new();
    for branch in branches.iter().filter_map(Value::as_object) {
        if branch.get("type").is_some_and(|kind| kind == "null") {
            continue;
        }
        // Alternatives of alternatives multiply, and definitions may lead back.
        let (object, wrap) = if depth < 2 { as_object(branch, portable, depth + 1) } else { (Schema::new(), Some("")) };
        if wrap.is_some() {
            return (wrapped("value", schema), Some("value"));
        }
        objects.push(object);
    }
    (together(objects, &here), None)
}

fn wrapped(key: &str, schema: &Schema) -> Schema {
    Schema::from_iter([("type".to_owned(), json!("object")), ("properties".to_owned(), json!({ key: schema }))])
}

/// One object with the properties of all: nothing is asserted, so nothing is lost.
fn together(objects: Vec<Schema>, words: &Schema) -> Schema {
    let mut properties = Schema::new();
    for object in objects {
        for (name, property) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            match (properties.get_mut(name), property) {
                (Some(Value::Object(known)), Value::Object(other)) => {
                    *known = union::of(vec![std::mem::take(known), other.clone()]);
                }
                _ => {
                    properties.insert(name.clone(), property.clone());
                }
            }
        }
    }
    let mut out = Schema::from_iter([("type".to_owned(), json!("object"))]);
    out.extend(words.get("description").map(|words| ("description".to_owned(), words.clone())));
    if !properties.is_empty() {
        out.insert("properties".to_owned(), Value::Object(properties));
    }
    out
}

/// Takes out what a schema asserts about its own value, and puts what can be said about it into words.
fn forget(schema: &mut Schema) {
    if let Some(Value::Array(values)) = schema.get("enum") {
        let shown: Vec<String> = values
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned).or_else(|| Some(value.to_string())))
            .take(12)
            .collect();
        let text = shown.join(", ");
        let words = match schema.get("description").and_then(Value::as_str) {
            Some(own) => format!("{own} ({text})"),
            None => text,
        };
        schema.insert("description".to_owned(), json!(words.chars().take(240).collect::<String>()));
    }
    if schema.get("additionalProperties").is_some_and(Value::is_boolean) {
        schema.shift_remove("additionalProperties");
    }
    schema.retain(|key, _| {
        matches!(
            key.as_str(),
            "type" | "description" | "properties" | "items" | "additionalProperties" | "anyOf" | "$ref"
        )
    });
}

fn loosen_below(schema: &mut Schema) {
    below_mut(schema, &mut loosen);
}

/// Accepts the documented type, and what commonly stands in for it.
fn loosen(schema: &mut Schema) {
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        let mut open = false;
        for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
            open |= branch.contains_key("$ref");
            loosen_below(branch);
            forget(branch);
        }
        let kinds: Vec<String> =
            branches.iter().filter_map(|branch| branch.get("type")?.as_str().map(str::to_owned)).collect();
        // A definition accepts its own stand-ins already.
        let missing: Vec<&str> = stand_ins(if open { "null" } else { "" })
            .iter()
            .copied()
            .filter(|kind| !kinds.iter().any(|known| known == kind || (known == "integer" && *kind == "number")))
            .collect();
        for branch in branches.iter_mut().filter(|branch| branch.get("type").is_some_and(|kind| kind == "integer")) {
            *branch = json!({ "type": "number" });
        }
        branches.extend(missing.iter().map(|kind| json!({ "type": kind })));
        forget(schema);
        return;
    }
    loosen_below(schema);
    forget(schema);
    let Some(kind) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else { return };
    let words = schema.shift_remove("description");
    let mut own = std::mem::take(schema);
    if kind == "integer" {
        own.insert("type".to_owned(), json!("number"));
    }
    if own.get("items").is_some_and(|items| items == &json!({})) {
        own.shift_remove("items");
    }
    let others = stand_ins(&kind).iter().skip(1).map(|kind| json!({ "type": kind }));
    let branches: Vec<Value> = std::iter::once(Value::Object(own)).chain(others).collect();
    schema.insert("anyOf".to_owned(), Value::Array(branches));
    schema.extend(words.map(|words| ("description".to_owned(), words)));
}

/// What may be anything says so: with all types, or, where there is no room for them, with a bound that bounds nothing.
fn spell_out(schema: &mut Schema, short: bool) {
    below_mut(schema, &mut |child| spell_out(child, short));
    let silent = !["type", "anyOf", "$ref"].iter().any(|key| schema.contains_key(*key));
    if silent && short {
        schema.insert("minLength".to_owned(), json!(0));
    } else if silent {
        let kinds: Vec<Value> = stand_ins("").iter().map(|kind| json!({ "type": kind })).collect();
        schema.insert("anyOf".to_owned(), Value::Array(kinds));
    }
    // Items that can be anything need no schema: they would say nothing.
    if let Some(Value::Object(items)) = schema.get("items")
        && items.is_empty()
    {
        schema.shift_remove("items");
    }
}
