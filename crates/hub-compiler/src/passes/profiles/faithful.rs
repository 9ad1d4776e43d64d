//! The profiles that keep what the document says: JSON Schema 2020-12, and the same in the words of draft-07.

use std::collections::HashSet;

use hub_model::Profile;
use serde_json::{Map, Value, json};

use super::rules::{Rules, is_ecma_pattern};

/// Schemas nested deeper become open.
const DEEPEST: usize = 150;

const ONE: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
];
const SEVERAL: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED: [&str; 4] = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/// The schema as it is: without boolean schemas, dangling references and unused definitions.
pub(super) fn full(schema: &Value) -> Value {
    let known: HashSet<String> =
        schema.get("$defs").and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
    let mut out = schema.clone();
    if let Value::Object(map) = &mut out {
        map.shift_remove("$schema");
        walk(map, 0, &mut |map| {
            let dangling = map.get("$ref").is_some_and(|target| {
                target.as_str().and_then(|t| t.strip_prefix("#/$defs/")).is_none_or(|t| !known.contains(t))
            });
            if dangling {
                map.shift_remove("$ref");
            }
            without_foreign_patterns(map);
            if let Some(Value::Array(values)) = map.get_mut("enum") {
                let mut seen = HashSet::new();
                values.retain(|value| seen.insert(value.to_string()));
            }
        });
        prune(map);
    }
    out
}

/// Turns a pattern that is none of ECMA-262's, whose syntax JSON Schema prescribes, into words: a client that cannot
/// compile it refuses the whole tool.
fn without_foreign_patterns(map: &mut Map<String, Value>) {
    let foreign = |pattern: &str| !is_ecma_pattern(pattern);
    if let Some(pattern) = map.get("pattern").and_then(Value::as_str).filter(|pattern| foreign(pattern)) {
        let words = format!("Pattern: {pattern}");
        let described = map.get("description").and_then(Value::as_str);
        let described = described.map_or_else(|| words.clone(), |before| format!("{before}\n{words}"));
        map.shift_remove("pattern");
        map.insert("description".to_owned(), json!(described));
    }
    if let Some(Value::Object(patterns)) = map.get("patternProperties")
        && patterns.keys().any(|pattern| foreign(pattern))
    {
        // What is left of the three without the one would refuse what the document takes.
        for key in ["patternProperties", "additionalProperties", "unevaluatedProperties"] {
            map.shift_remove(key);
        }
    }
}

/// Visits every schema, the innermost first, after giving boolean schemas their object form.
fn walk(map: &mut Map<String, Value>, depth: usize, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    if depth > DEEPEST {
        map.clear();
        return;
    }
    for (key, value) in map.iter_mut() {
        let key = key.as_str();
        let keeps_booleans = key.starts_with("additional") || key.starts_with("unevaluated");
        match value {
            Value::Array(list) if SEVERAL.contains(&key) || key == "items" => {
                list.iter_mut().for_each(|part| step(part, depth, visit));
            }
            Value::Object(named) if NAMED.contains(&key) => {
                named.values_mut().for_each(|part| step(part, depth, visit));
            }
            Value::Bool(_) if keeps_booleans => {}
            _ if ONE.contains(&key) => step(value, depth, visit),
            _ => {}
        }
    }
    visit(map);
}

fn step(value: &mut Value, depth: usize, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(_) => {}
        Value::Bool(false) => *value = json!({ "not": {} }),
        _ => *value = json!({}),
    }
    if let Value::Object(map) = value {
        walk(map, depth + 1, visit);
    }
}

/// Leaves out the definitions that nothing refers to.
fn prune(root: &mut Map<String, Value>) {
    let Some(Value::Object(mut definitions)) = root.shift_remove("$defs") else { return };
    let mut order: Vec<String> = Vec::new();
    let mut kept: HashSet<String> = HashSet::new();
    let mut found = Vec::new();
    names(root, &mut found);
    let mut waiting: std::collections::VecDeque<String> = found.into();
    while let Some(name) = waiting.pop_front() {
        if let Some(Value::Object(body)) = definitions.get(&name)
            && kept.insert(name.clone())
        {
            let mut found = Vec::new();
            names(body, &mut found);
            waiting.extend(found);
            order.push(name);
        }
    }
    let used: Map<String, Value> = order
        .into_iter()
        .filter_map(|name| definitions.get_mut(&name).map(Value::take).map(|body| (name, body)))
        .collect();
    if !used.is_empty() {
        root.insert("$defs".to_owned(), Value::Object(used));
    }
}

fn names(map: &Map<String, Value>, found: &mut Vec<String>) {
    for (key, value) in map {
        let key = key.as_str();
        match value {
            Value::String(target) if key == "$ref" => found.extend(target.strip_prefix("#/$defs/").map(str::to_owned)),
            Value::Array(list) if SEVERAL.contains(&key) => {
                list.iter().filter_map(Value::as_object).for_each(|part| names(part, found));
            }
            Value::Object(named) if NAMED.contains(&key) => {
                named.values().filter_map(Value::as_object).for_each(|part| names(part, found));
            }
            Value::Object(part) if ONE.contains(&key) => names(part, found),
            _ => {}
        }
    }
}

/// A 2020-12 schema in the words of draft-07.
pub(super) fn draft_07(schema: &Value) -> Value {
    let rules = Rules::of(Profile::Draft07);
    let mut out = schema.clone();
    let Value::Object(map) = &mut out else { return out };
    walk(map, 0, &mut |map| older(map, rules));
    let definitions = map.shift_remove("$defs");
    let mut root = Map::new();
    root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    root.append(map);
    root.extend(definitions.map(|definitions| ("definitions".to_owned(), definitions)));
    Value::Object(root)
}

fn older(map: &mut Map<String, Value>, rules: &Rules) {
    if let Some(Value::Array(places)) = map.shift_remove("prefixItems") {
        let rest = map.shift_remove("items");
        if !places.is_empty() {
            map.insert("items".to_owned(), Value::Array(places));
            map.extend(rest.map(|rest| ("additionalItems".to_owned(), rest)));
        }
    }
    let mut dependencies = Map::new();
    for key in ["dependentSchemas", "dependentRequired"] {
        if let Some(Value::Object(named)) = map.shift_remove(key) {
            dependencies.extend(named);
        }
    }
    if !dependencies.is_empty() {
        map.insert("dependencies".to_owned(), Value::Object(dependencies));
    }
    // Without `minContains` at least one must match, which may be more than was asked.
    if map.contains_key("minContains") {
        map.shift_remove("contains");
    }
    // What draft-07 cannot say is left out, which accepts more; below a negation it would accept less.
    let newer = |value: &Value| {
        let text = value.to_string();
        ["\"unevaluated", "\"minContains\"", "\"maxContains\"", "\"dependencies\""]
            .iter()
            .any(|word| text.contains(word))
    };
    if map.get("not").is_some_and(newer) {
        map.shift_remove("not");
    }
    if map.get("if").is_some_and(newer) {
        ["if", "then", "else"].iter().for_each(|key| {
            map.shift_remove(*key);
        });
    }
    map.retain(|key, _| rules.allows(key) || key == "$defs");
    if let Some(target) =
        map.get("$ref").and_then(Value::as_str).map(|target| target.replace("#/$defs/", "#/definitions/"))
    {
        map.shift_remove("$ref");
        let reference = json!({ "$ref": target });
        if map.is_empty() {
            map.insert("$ref".to_owned(), json!(target));
        } else if let Some(Value::Array(parts)) = map.get_mut("allOf") {
            parts.push(reference);
        } else {
            map.insert("allOf".to_owned(), json!([reference]));
        }
    }
}
