//! The OpenAPI document: as it was agreed on, and complete.

use std::collections::BTreeSet;

use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(hub_server::api::document()).unwrap()
}

/// A change here is a change for everybody who uses the REST API. `make bless` accepts it.
#[test]
fn nothing_changes_unseen() {
    let text = serde_json::to_string_pretty(&document()).unwrap();
    insta::assert_snapshot!("openapi", text);
}

/// Every operation, with its place.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let is_operation = |name: &str| !["parameters", "servers"].contains(&name);
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| is_operation(name)) {
            found.push((format!("{} {path}", method.to_uppercase()), operation));
        }
    }
    found
}

#[test]
fn every_operation_says_what_it_is_and_what_it_answers() {
    let document = document();
    let tags: BTreeSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let mut names = BTreeSet::new();
    for (place, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no name"));
        assert!(names.insert(name.to_owned()), "{name} is the name of two operations");
        assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{place} has no summary");
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(tags.contains(tag), "{place} is tagged `{tag}`, which is not described");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{place} never succeeds");
        assert!(answers.keys().any(|status| status.starts_with('4')), "{place} is never refused");
        for (status, answer) in answers.iter().filter(|(status, _)| status.as_str() >= "400") {
            let shared = answer["$ref"].as_str().and_then(|place| document.pointer(place.trim_start_matches('#')));
            let problem = &shared.unwrap_or(answer)["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(problem, "#/components/schemas/Problem", "{place} {status}");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["schema"].is_object(), "{place}: {parameter}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn visit<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| visit(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| visit(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    visit(&document, &mut found);
    assert!(found.len() > 50, "{}", found.len());
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads out of the document"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}
