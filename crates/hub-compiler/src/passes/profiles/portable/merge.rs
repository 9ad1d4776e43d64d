//! `allOf` and sibling keywords as one schema. Leaving out a part of a conjunction only accepts more, so whatever cannot be
//! merged cheaply is left out with a note.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::graph::target;
use super::{Portable, Schema, is_any, union};

/// Alternatives times keywords that a merge may make.
const MOST_COPIES: usize = 2_000;

impl Portable<'_> {
    /// One schema for all of `parts`.
    pub(super) fn merge_all(&mut self, parts: Vec<Schema>, pointer: &str) -> Schema {
        let mut merged = Schema::new();
        for part in parts {
            if is_any(&merged) {
                merged = with_words(part, &merged);
            } else if is_any(&part) {
                merged = with_words(merged, &part);
            } else {
                let (before, words) = (merged.clone(), part.clone());
                merged = self.both(merged, part, 0).unwrap_or_else(|| {
                    self.note(pointer, "two parts contradict each other; the first is kept");
                    with_words(before, &words)
                });
            }
        }
        merged
    }

    /// A schema for both; `None` when nothing can be both.
    fn both(&mut self, a: Schema, b: Schema, depth: usize) -> Option<Schema> {
        if is_any(&b) || a == b {
            return Some(with_words(a, &b));
        }
        if is_any(&a) {
            return Some(with_words(b, &a));
        }
        if a.get("$ref").is_some() && a.get("$ref") == b.get("$ref") {
            return Some(a);
        }
        if depth > 12 || self.allowance == 0 {
            return Some(a);
        }
        for (plain, other) in [(&a, &b), (&b, &a)] {
            // `type: object` beside references adds nothing worth copying them for.
            if is_bare_type(plain) && (other.contains_key("$ref") || other.contains_key("anyOf")) {
                return Some(with_words(other.clone(), plain));
            }
        }
        if let Some(name) = target(&a).map(str::to_owned) {
            // A definition that is being worked on leads back here: it is left out.
            let Some(body) = self.definition(&name) else { return Some(with_words(b, &a)) };
            self.spend(&body);
            return self.both(with_words(body, &a), b, depth + 1);
        }
        if let Some(name) = target(&b).map(str::to_owned) {
            let Some(body) = self.definition(&name) else { return Some(with_words(a, &b)) };
            self.spend(&body);
            return self.both(a, with_words(body, &b), depth + 1);
        }
        match (a.contains_key("anyOf"), b.contains_key("anyOf")) {
            (true, _) => self.distribute(&a, &b, depth),
            (_, true) => self.distribute(&b, &a, depth),
            _ => self.same_kind(a, b, depth),
        }
    }

    /// Merges `other` into each alternative of `union`; those that contradict it go.
    fn distribute(&mut self, union: &Schema, other: &Schema, depth: usize) -> Option<Schema> {
        let branches: Vec<Schema> = union
            .get("anyOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .cloned()
            .collect();
        if branches.len() * size(other) > MOST_COPIES {
            self.note("", "alternatives beside other properties were left out");
            return Some(with_words(other.clone(), union));
        }
        let mut kept = Vec::new();
        for branch in branches {
            self.spend(other);
            kept.extend(self.both(branch, bare(other), depth + 1));
        }
        if kept.is_empty() {
            return None;
        }
        Some(with_words(with_words(union::of(kept), union), other))
    }

    fn same_kind(&mut self, mut a: Schema, mut b: Schema, depth: usize) -> Option<Schema> {
        let kind = |schema: &Schema| schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        match (kind(&a).as_str(), kind(&b).as_str()) {
            (one, other) if one == other => {}
            ("number", "integer") => {
                a.insert("type".to_owned(), json!("integer"));
            }
            ("integer", "number") => {
                b.insert("type".to_owned(), json!("integer"));
            }
            _ => return None,
        }
        for (key, theirs) in b {
            let merged = match (key.as_str(), a.get(&key)) {
                (_, None) => Some(theirs),
                ("properties", Some(Value::Object(ours))) => Some(self.properties(ours.clone(), theirs, depth)),
                ("required", Some(Value::Array(ours))) => Some(together(ours.clone(), theirs)),
                ("items", Some(Value::Object(ours))) => match theirs {
                    Value::Object(theirs) => {
                        Some(Value::Object(self.both(ours.clone(), theirs, depth + 1).unwrap_or_else(|| ours.clone())))
                    }
                    _ => None,
                },
                ("enum", Some(Value::Array(ours))) => {
                    let theirs: HashSet<String> =
                        theirs.as_array().into_iter().flatten().map(Value::to_string).collect();
                    let common: Vec<Value> =
                        ours.iter().filter(|value| theirs.contains(&value.to_string())).cloned().collect();
                    if common.is_empty() {
                        return None;
                    }
                    Some(Value::Array(common))
                }
                ("additionalProperties", Some(_)) => (theirs == json!(false)).then_some(theirs),
                (key, Some(ours)) if key.contains("inimum") || key.starts_with("min") => tighter(ours, theirs, true),
                (key, Some(ours)) if key.contains("aximum") || key.starts_with("max") => tighter(ours, theirs, false),
                _ => None,
            };
            if let Some(merged) = merged {
                a.insert(key, merged);
            }
        }
        Some(a)
    }

    fn properties(&mut self, mut ours: Schema, theirs: Value, depth: usize) -> Value {
        let Value::Object(theirs) = theirs else { return Value::Object(ours) };
        for (name, schema) in theirs {
            match (ours.get_mut(&name).map(std::mem::take), schema) {
                (Some(Value::Object(own)), Value::Object(other)) => {
                    let kept = own.clone();
                    let merged = self.both(own, other, depth + 1).unwrap_or(kept);
                    ours.insert(name, Value::Object(merged));
                }
                (Some(own), _) => {
                    ours.insert(name, own);
                }
                (None, schema) => {
                    ours.insert(name, schema);
                }
            }
        }
        Value::Object(ours)
    }

    fn spend(&mut self, copied: &Schema) {
        self.allowance = self.allowance.saturating_sub(size(copied));
    }
}

/// `schema` with the words of `other` where it has none.
fn with_words(mut schema: Schema, other: &Schema) -> Schema {
    for key in ["description", "default"] {
        if let Some(value) = other.get(key) {
            schema.entry(key).or_insert_with(|| value.clone());
        }
    }
    schema
}

/// A type without anything else; an array's may have items that can be anything.
fn is_bare_type(schema: &Schema) -> bool {
    schema.get("type").is_some_and(|kind| kind != "null")
        && schema.iter().all(|(key, value)| {
            matches!(key.as_str(), "type" | "description" | "default") || (key == "items" && value == &json!({}))
        })
}

fn bare(schema: &Schema) -> Schema {
    schema
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "description" | "default"))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect()
}

fn together(mut ours: Vec<Value>, theirs: Value) -> Value {
    let seen: HashSet<String> = ours.iter().map(Value::to_string).collect();
    if let Value::Array(theirs) = theirs {
        ours.extend(theirs.into_iter().filter(|name| !seen.contains(&name.to_string())));
    }
    Value::Array(ours)
}

fn tighter(ours: &Value, theirs: Value, greater: bool) -> Option<Value> {
    let (own, other) = (ours.as_f64()?, theirs.as_f64()?);
    (if greater { other > own } else { other < own }).then_some(theirs)
}

/// Values in a schema, roughly what copying it costs.
fn size(schema: &Schema) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Object(map) => 1 + map.values().map(of).sum::<usize>(),
            Value::Array(list) => 1 + list.iter().map(of).sum::<usize>(),
            _ => 1,
        }
    }
    1 + schema.values().map(of).sum::<usize>()
}
