//! Which other documents a document refers to.

use serde_json::Value;

/// Keys whose values are data, not document: a `$ref` in there is somebody's example.
const DATA: [&str; 6] = ["example", "examples", "default", "enum", "const", "value"];

/// Keys whose values are objects of schemas by names, which may be those of keywords.
const NAMED: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "schemas"];

/// The references of a document that leave it, without their fragments, in document order and without repetition.
pub(super) fn external_references(document: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut todo = vec![document];
    while let Some(value) = todo.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter().rev() {
                    if key == "$ref" || key == "$dynamicRef" {
                        note(value, &mut found, &mut seen);
                    } else if key == "mapping" {
                        // Discriminator mappings are references too, or names of schemas.
                        for target in value.as_object().into_iter().flat_map(serde_json::Map::values) {
                            if target.as_str().is_some_and(|text| text.contains('/') || text.contains('.')) {
                                note(target, &mut found, &mut seen);
                            }
                        }
                    } else if let Some(named) = value.as_object().filter(|_| NAMED.contains(&key.as_str())) {
                        todo.extend(named.values().rev());
                    } else if !DATA.contains(&key.as_str()) && !key.starts_with("x-") || value.get("$ref").is_some() {
                        todo.push(value);
                    }
                }
            }
            Value::Array(list) => todo.extend(list.iter().rev()),
            _ => {}
        }
    }
    found
}

fn note<'v>(reference: &'v Value, found: &mut Vec<&'v str>, seen: &mut std::collections::HashSet<&'v str>) {
    let Some(file) = reference.as_str().and_then(|text| text.split('#').next()) else { return };
    if !file.is_empty() && seen.insert(file) {
        found.push(file);
    }
}
