//! Objects: their properties, which are required, and what else may be in them.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::passes::names::arguments::is_legal;

use super::{Portable, Schema, is_any, scalar, union};

impl Portable<'_> {
    /// Copies the keywords that are about objects.
    pub(super) fn object(
        &mut self,
        map: &Schema,
        out: &mut Schema,
        pointer: &str,
        depth: usize,
        hints: &mut Vec<String>,
    ) {
        let mut properties = Schema::new();
        let mut forbidden: HashSet<&str> = HashSet::new();
        for (name, schema) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if schema == &Value::Bool(false) || schema.get("not").is_some_and(|not| not == &json!({})) {
                forbidden.insert(name);
                self.note(pointer, format!("`{name}` must be absent, which cannot be said"));
                continue;
            }
            let below = self.node(schema, &format!("{pointer}/properties/{name}"), depth + 1);
            properties.insert(name.clone(), Value::Object(below));
        }
        let mut required: Vec<&str> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for name in map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            // A name that is only required, and that no client takes, cannot be asked for.
            let known = properties.contains_key(name);
            if seen.insert(name) && !forbidden.contains(name) && (known || is_legal(name)) {
                required.push(name);
                if !known {
                    properties.insert(name.to_owned(), json!({}));
                }
            }
        }
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
        self.others(map, out, pointer, depth);
        for key in ["minProperties", "maxProperties"] {
            scalar::count(map, key, self.rules, out);
        }
        for (name, needs) in map.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
            let needs: Vec<&str> = needs.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            hints.push(format!("With `{name}`, `{}` is required.", needs.join("`, `")));
        }
    }

    /// `additionalProperties` and `patternProperties` as the one schema of all other properties.
    fn others(&mut self, map: &Schema, out: &mut Schema, pointer: &str, depth: usize) {
        if !self.rules.allows("additionalProperties") {
            return;
        }
        let rest = match map.get("additionalProperties") {
            None | Some(Value::Bool(true)) => return,
            Some(Value::Bool(false)) => None,
            Some(schema) => Some(self.node(schema, &format!("{pointer}/additionalProperties"), depth + 1)),
        };
        let patterns: Vec<&Value> = map
            .get("patternProperties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(_, schema)| schema)
            .collect();
        let mut kinds: Vec<Schema> = patterns.iter().map(|schema| self.node(schema, pointer, depth + 1)).collect();
        if rest.is_none() && kinds.is_empty() {
            out.insert("additionalProperties".to_owned(), json!(false));
            return;
        }
        kinds.extend(rest);
        let merged = union::of(kinds);
        if !is_any(&merged) {
            out.insert("additionalProperties".to_owned(), Value::Object(merged));
        }
    }
}
