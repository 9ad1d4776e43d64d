//! Unions: alternatives as one flat `anyOf`, or as one schema where they come to the same.

use serde_json::{Value, json};

use super::{Portable, Schema, is_any};

impl Portable<'_> {
    /// The union of `branches`, which stand beside a type in the document (`typed`) or alone. Alternatives that only say
    /// which properties must be there go into words: no client but a validator reads them otherwise.
    pub(super) fn union(
        &mut self,
        branches: &[Value],
        typed: Option<&str>,
        pointer: &str,
        depth: usize,
        hints: &mut Vec<String>,
    ) -> Schema {
        if branches.is_empty() {
            return Schema::new();
        }
        let only_required = |branch: &Value| {
            branch.as_object().is_some_and(|map| {
                map.contains_key("required")
                    && map.keys().all(|key| matches!(key.as_str(), "required" | "type" | "description"))
            })
        };
        if typed.is_none_or(|kind| kind == "object") && branches.iter().all(only_required) {
            let sets: Vec<String> = branches.iter().map(required_words).collect();
            // Two of a `oneOf` at once are as wrong as none.
            let how = if pointer.ends_with("/oneOf") { "exactly" } else { "at least" };
            hints.push(format!("Give {how} one of: {}.", sets.join("; ")));
            self.note(pointer, "which properties go together is only said in words");
            return if typed.is_some() {
                Schema::new()
            } else {
                Schema::from_iter([("type".to_owned(), json!("object"))])
            };
        }
        let lowered: Vec<Schema> = branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| *branch != &Value::Bool(false) && *branch != &json!({ "not": {} }))
            .map(|(position, branch)| self.node(branch, &format!("{pointer}/{position}"), depth + 1))
            .collect();
        of(lowered)
    }
}

fn required_words(branch: &Value) -> String {
    let names = branch.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}

/// One schema that accepts what any of `branches` accepts.
pub(in crate::passes::profiles) fn of(mut branches: Vec<Schema>) -> Schema {
    if branches.len() == 1 {
        return branches.pop().unwrap_or_default();
    }
    let mut flat: Vec<Schema> = Vec::new();
    for branch in branches {
        if is_any(&branch) {
            return branch;
        }
        match nested(&branch) {
            Some(inner) => inner.into_iter().for_each(|part| add(&mut flat, part)),
            None => add(&mut flat, branch),
        }
    }
    if flat.len() > 1
        && let Some(one) = one_enumeration(&flat)
    {
        return one;
    }
    match flat.len() {
        0 => Schema::new(),
        1 => flat.pop().unwrap_or_default(),
        _ => Schema::from_iter([("anyOf".to_owned(), Value::Array(flat.into_iter().map(Value::Object).collect()))]),
    }
}

fn add(flat: &mut Vec<Schema>, part: Schema) {
    if !flat.contains(&part) {
        flat.push(part);
    }
}

/// The alternatives of a schema that is nothing but a union, with its words on the first.
fn nested(branch: &Schema) -> Option<Vec<Schema>> {
    let inner = branch.get("anyOf")?.as_array()?;
    if branch.keys().any(|key| !matches!(key.as_str(), "anyOf" | "description" | "default")) {
        return None;
    }
    let mut parts: Vec<Schema> = inner.iter().filter_map(Value::as_object).cloned().collect();
    if let (Some(words), Some(first)) = (branch.get("description"), parts.first_mut()) {
        first.entry("description").or_insert_with(|| words.clone());
    }
    Some(parts)
}

/// Enumerations of the same type are one enumeration, and its values' descriptions are its own.
fn one_enumeration(flat: &[Schema]) -> Option<Schema> {
    let kind = flat.first()?.get("type")?;
    let (mut values, mut words): (Vec<Value>, Vec<String>) = (Vec::new(), Vec::new());
    for part in flat {
        if part.get("type") != Some(kind)
            || part.keys().any(|key| !matches!(key.as_str(), "type" | "enum" | "description"))
        {
            return None;
        }
        let own = part.get("enum")?.as_array()?;
        if let (Some(about), [value]) = (part.get("description").and_then(Value::as_str), own.as_slice()) {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            words.push(format!("{value}: {about}"));
        }
        values.extend(own.iter().filter(|value| !values.contains(value)).cloned().collect::<Vec<_>>());
        if values.len() > 250 {
            return None;
        }
    }
    let mut out = Schema::from_iter([("type".to_owned(), kind.clone()), ("enum".to_owned(), Value::Array(values))]);
    if !words.is_empty() {
        let text: String = words.join("; ").chars().take(600).collect();
        out.insert("description".to_owned(), json!(text));
    }
    Some(out)
}

/// What a schema is called in a sentence.
pub(super) fn named(schema: &Schema) -> String {
    let about = schema.get("description").and_then(Value::as_str).filter(|text| text.len() <= 40);
    let kind = schema.get("type").and_then(Value::as_str);
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
    about.or(kind).or(reference).unwrap_or("any").to_owned()
}
