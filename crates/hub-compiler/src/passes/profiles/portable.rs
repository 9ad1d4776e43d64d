//! One schema node in the form that most clients understand: typed, merged, without conditions. What cannot be said any more
//! goes into the description. Accepts at least what the original accepts.

mod merge;
mod object;
mod scalar;
pub(super) mod union;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::Note;
use super::rules::Rules;

/// Schemas nested deeper become open.
const DEEPEST: usize = 48;

/// Definitions that are merged into one another: a longer chain is not followed.
const LONGEST_CHAIN: usize = 24;

/// Characters that lost constraints may add to a description.
const HINT: usize = 160;

/// A schema under construction. Without keywords it accepts anything.
pub(super) type Schema = Map<String, Value>;

/// Lowers the nodes of one schema, and each of its definitions once.
pub(super) struct Portable<'s> {
    pub(super) rules: &'static Rules,
    sources: HashMap<&'s str, &'s Value>,
    /// Lowered definitions; `None` while one is being worked on.
    lowered: HashMap<String, Option<Schema>>,
    chain: usize,
    /// Values that may still be copied by merging.
    allowance: usize,
    pub(super) notes: Vec<Note>,
}

impl<'s> Portable<'s> {
    pub(super) fn new(rules: &'static Rules, definitions: Option<&'s Map<String, Value>>) -> Self {
        let sources: HashMap<&str, &Value> =
            definitions.into_iter().flatten().map(|(name, body)| (name.as_str(), body)).collect();
        Self { rules, sources, lowered: HashMap::new(), chain: 0, allowance: 60_000, notes: Vec::new() }
    }

    /// The lowered form of a definition, for those that have to look into it; `None` when it is not there, or when it is
    /// being worked on right now.
    pub(super) fn definition(&mut self, name: &str) -> Option<Schema> {
        if let Some(known) = self.lowered.get(name) {
            return known.clone();
        }
        let source = *self.sources.get(name)?;
        if self.chain >= LONGEST_CHAIN {
            return None;
        }
        self.chain += 1;
        self.lowered.insert(name.to_owned(), None);
        let lowered = self.node(source, &format!("/$defs/{name}"), 0);
        self.lowered.insert(name.to_owned(), Some(lowered.clone()));
        self.chain -= 1;
        Some(lowered)
    }

    pub(super) fn note(&mut self, pointer: &str, message: impl Into<String>) {
        if self.notes.len() < 500 {
            self.notes.push(Note { pointer: pointer.to_owned(), message: message.into() });
        }
    }

    /// The lowered form of a schema.
    pub(super) fn node(&mut self, schema: &Value, pointer: &str, depth: usize) -> Schema {
        let Some(map) = schema.as_object() else { return Schema::new() };
        if depth > DEEPEST {
            self.note(pointer, "nested too deeply; anything is accepted here");
            return Schema::new();
        }
        let mut hints: Vec<String> = Vec::new();
        let mut parts = vec![self.own(map, pointer, depth, &mut hints)];
        if let Some(name) = map.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/")) {
            if self.sources.contains_key(name) {
                parts.push(Schema::from_iter([("$ref".to_owned(), json!(format!("#/$defs/{name}")))]));
            } else {
                self.note(pointer, format!("`{name}` is not defined; anything is accepted here"));
            }
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(branches) = map.get(key).and_then(Value::as_array) {
                let typed = map.get("type").and_then(Value::as_str);
                parts.push(self.union(branches, typed, &format!("{pointer}/{key}"), depth, &mut hints));
            }
        }
        for (position, part) in map.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            parts.push(self.node(part, &format!("{pointer}/allOf/{position}"), depth + 1));
        }
        self.lost(map, pointer);
        let mut merged = self.merge_all(parts, pointer);
        self.annotate(map, &mut merged, &hints);
        merged
    }

    /// The part of a schema that its own keywords make: one type, or a union of several.
    fn own(&mut self, map: &Schema, pointer: &str, depth: usize, hints: &mut Vec<String>) -> Schema {
        let types = scalar::types(map);
        let values = scalar::enumerated(map);
        let mut branches: Vec<Schema> = Vec::new();
        for kind in types {
            let mut branch = Schema::from_iter([("type".to_owned(), json!(kind))]);
            match kind {
                "object" => self.object(map, &mut branch, pointer, depth, hints),
                "array" => self.array(map, &mut branch, pointer, depth, hints),
                "null" => {}
                other => scalar::copy(map, other, self.rules, &mut branch, hints),
            }
            if kind == "null" {
                if values.as_ref().is_some_and(|values| !values.contains(&Value::Null)) {
                    continue;
                }
            } else if let Some(values) = &values {
                let matching: Vec<Value> = values.iter().filter(|value| scalar::is_a(value, kind)).cloned().collect();
                if matching.is_empty() {
                    continue;
                }
                scalar::enumerate(kind, &matching, self.rules, &mut branch, hints);
            }
            branches.push(branch);
        }
        union::of(branches)
    }

    fn array(&mut self, map: &Schema, out: &mut Schema, pointer: &str, depth: usize, hints: &mut Vec<String>) {
        let rest = map.get("items").filter(|items| !items.is_boolean());
        let closed = map.get("items") == Some(&Value::Bool(false));
        let mut items = rest.map_or_else(Schema::new, |items| self.node(items, &format!("{pointer}/items"), depth + 1));
        if let Some(places) = map.get("prefixItems").and_then(Value::as_array).filter(|places| !places.is_empty()) {
            let lowered: Vec<Schema> = places.iter().map(|place| self.node(place, pointer, depth + 1)).collect();
            let short = map.get("maxItems").and_then(Value::as_u64).is_some_and(|most| most <= places.len() as u64);
            let words: Vec<String> = lowered.iter().map(union::named).collect();
            hints.push(format!("Items in order: {}.", words.join(", ")));
            self.note(pointer, "the types of the places of a tuple became one union");
            items = match (closed || short, rest.is_some()) {
                (true, _) => union::of(lowered),
                (false, true) => union::of(lowered.into_iter().chain([items]).collect()),
                (false, false) => Schema::new(),
            };
        }
        out.insert("items".to_owned(), Value::Object(items));
        for key in ["minItems", "maxItems"] {
            scalar::count(map, key, self.rules, out);
        }
        if map.get("uniqueItems") == Some(&Value::Bool(true)) {
            hints.push("No duplicates.".to_owned());
        }
    }

    /// Notes the keywords that cannot be said in any other way.
    fn lost(&mut self, map: &Schema, pointer: &str) {
        for key in [
            "not",
            "if",
            "then",
            "else",
            "dependentSchemas",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "contains",
            "contentSchema",
        ] {
            if map.contains_key(key) {
                self.note(pointer, format!("`{key}` was left out"));
            }
        }
    }

    /// The words of a schema, with what its lost keywords said.
    fn annotate(&self, map: &Schema, out: &mut Schema, hints: &[String]) {
        let own = map.get("description").or_else(|| map.get("title")).and_then(Value::as_str);
        let mut text =
            own.or_else(|| out.get("description").and_then(Value::as_str)).unwrap_or_default().trim().to_owned();
        let mut all: Vec<String> = hints.to_vec();
        if let Some(example) = map.get("examples").and_then(Value::as_array).and_then(|list| list.first())
            && let Some(shown) = scalar::shown(example)
        {
            all.push(format!("Example: {shown}."));
        }
        if map.get("deprecated") == Some(&Value::Bool(true)) {
            all.push("Deprecated.".to_owned());
        }
        if let Some(default) = map.get("default") {
            if self.rules.allows("default") {
                out.insert("default".to_owned(), default.clone());
            } else if let Some(shown) = scalar::shown(default) {
                all.push(format!("Default: {shown}."));
            }
        }
        for hint in all {
            let hint: String =
                if hint.chars().count() > HINT { hint.chars().take(HINT - 1).chain(['…']).collect() } else { hint };
            if !text.contains(&hint) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&hint);
            }
        }
        if !text.is_empty() {
            out.insert("description".to_owned(), json!(text));
        }
    }
}

/// Whether a schema accepts anything: it has words at most.
pub(super) fn is_any(schema: &Schema) -> bool {
    schema.keys().all(|key| matches!(key.as_str(), "description" | "default"))
}
