//! Descriptors as prost-reflect takes them. It refuses names that our reader of documents lets pass: fields that differ only in case and
//! underscores, and values of enumerations that are called like something beside the enumeration. JSON has neither problem.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// The sets, with other names where there have to be some. What things are called in JSON stays.
pub(super) fn accepted(mut sets: Value) -> Value {
    let files = sets.as_object_mut().into_iter().flat_map(|sets| sets.values_mut());
    for files in files.filter_map(|set| set.get_mut("file")?.as_array_mut()) {
        let mut names = Names::default();
        for file in &*files {
            names.declare(file, text(file, "package"));
        }
        for file in &mut *files {
            let package = text(file, "package").to_owned();
            names.tell_apart(file, &package);
        }
        for file in files {
            names.follow(file);
        }
    }
    sets
}

#[derive(Default)]
struct Names {
    /// All that is declared, by full name.
    declared: BTreeSet<String>,
    /// Enumerations that are somewhere else now, with a dot before their names.
    moved: BTreeMap<String, String>,
}

impl Names {
    /// Notes what a file or message declares.
    fn declare(&mut self, parent: &Value, path: &str) {
        for list in ["messageType", "nestedType", "enumType", "field"] {
            for one in items(parent, list) {
                let path = full(path, text(one, "name"));
                self.declare(one, &path);
                self.declared.insert(path);
            }
        }
    }

    fn tell_apart(&mut self, parent: &mut Value, path: &str) {
        distinct(parent);
        for list in ["messageType", "nestedType"] {
            for one in items_mut(parent, list) {
                let path = full(path, text(one, "name"));
                self.tell_apart(one, &path);
            }
        }
        let mut kept = Vec::new();
        for one in std::mem::take(parent.get_mut("enumType").and_then(Value::as_array_mut).unwrap_or(&mut Vec::new())) {
            let values: Vec<String> = items(&one, "value").map(|value| full(path, text(value, "name"))).collect();
            if !values.iter().any(|name| self.declared.contains(name)) {
                self.declared.extend(values);
                kept.push(one);
                continue;
            }
            // Within a message of its own, its values are beside nothing else.
            let name = text(&one, "name").to_owned();
            let mut around = format!("{name}_");
            while !self.declared.insert(full(path, &around)) {
                around.push('_');
            }
            let place = full(path, &around);
            self.moved.insert(format!(".{}", full(path, &name)), format!(".{place}.{name}"));
            let list = if parent.get("package").is_some() { "messageType" } else { "nestedType" };
            let around = json!({ "name": around, "enumType": [one] });
            if let Some(parent) = parent.as_object_mut() {
                let list = parent.entry(list).or_insert_with(|| json!([]));
                list.as_array_mut().into_iter().for_each(|list| list.push(around.clone()));
            }
        }
        if let Some(place) = parent.get_mut("enumType") {
            *place = Value::Array(kept);
        }
    }

    /// Says where an enumeration is, wherever it is named.
    fn follow(&self, parent: &mut Value) {
        for list in ["messageType", "nestedType", "field", "extension"] {
            for one in items_mut(parent, list) {
                if let Some(place) = self.moved.get(text(one, "typeName")) {
                    *one.get_mut("typeName").unwrap_or(&mut Value::Null) = json!(place);
                }
                self.follow(one);
            }
        }
    }
}

/// Gives fields of a message other names where theirs are too much alike.
fn distinct(message: &mut Value) {
    let mut seen = BTreeSet::new();
    for field in items_mut(message, "field") {
        let name = text(field, "name").to_owned();
        if seen.insert(name.replace('_', "").to_ascii_lowercase()) {
            continue;
        }
        if let Some(field) = field.as_object_mut() {
            let number = field.get("number").cloned().unwrap_or_default();
            field.entry("jsonName").or_insert(json!(name));
            field.insert("name".to_owned(), json!(format!("field_{number}")));
        }
    }
}

fn items<'v>(parent: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    parent.get(list).and_then(Value::as_array).into_iter().flatten()
}

fn items_mut<'v>(parent: &'v mut Value, list: &str) -> impl Iterator<Item = &'v mut Value> {
    parent.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

fn text<'v>(one: &'v Value, key: &str) -> &'v str {
    one.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn full(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_differ_only_in_case_are_told_apart() {
        let field = |name: &str, number: u32| json!({ "name": name, "number": number });
        let message = json!({ "name": "M", "field": [field("self", 1), field("_Self", 2), field("other", 3)] });
        let sets = accepted(
            json!({ "api": { "file": [{ "package": "", "messageType": [{ "name": "O", "nestedType": [message] }] }] } }),
        );
        let fields = &sets["api"]["file"][0]["messageType"][0]["nestedType"][0]["field"];
        assert_eq!(fields[1], json!({ "name": "field_2", "number": 2, "jsonName": "_Self" }));
        assert_eq!((&fields[0], &fields[2]), (&field("self", 1), &field("other", 3)));
    }

    #[test]
    fn values_that_are_called_like_a_message_are_within_another() {
        let sets = accepted(json!({ "api": { "file": [
            { "package": "a", "enumType": [{ "name": "E", "value": [{ "name": "None", "number": 0 }] }] },
            { "package": "a", "messageType": [{ "name": "None", "field": [{ "name": "e", "number": 1, "typeName": ".a.E" }] }] },
        ] } }));
        let files = &sets["api"]["file"];
        assert_eq!(files[0]["messageType"][0]["name"], "E_");
        assert_eq!(
            (files[0]["messageType"][0]["enumType"][0]["name"].as_str(), &files[0]["enumType"]),
            (Some("E"), &json!([]))
        );
        assert_eq!(files[1]["messageType"][0]["field"][0]["typeName"], ".a.E_.E");
    }
}
