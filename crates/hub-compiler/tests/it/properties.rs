//! What holds for every document: no panic, an account that adds up, sound tools, and operations that leave each other alone.

use std::collections::BTreeMap;
use std::path::Path;

use hub_model::{Profile, Tool};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::sound::compiled;

const WORDS: [&str; 60] = [
    "openapi",
    "swagger",
    "3.0.3",
    "3.1.0",
    "2.0",
    "info",
    "title",
    "servers",
    "url",
    "paths",
    "/a",
    "/a/{id}",
    "get",
    "post",
    "parameters",
    "name",
    "id",
    "in",
    "path",
    "query",
    "header",
    "body",
    "formData",
    "required",
    "schema",
    "type",
    "object",
    "array",
    "string",
    "items",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "#/components/schemas/S",
    "#/paths/~1a",
    "#",
    "components",
    "schemas",
    "S",
    "requestBody",
    "content",
    "application/json",
    "multipart/form-data",
    "application/xml",
    "responses",
    "200",
    "security",
    "securitySchemes",
    "apiKey",
    "discriminator",
    "propertyName",
    "mapping",
    "enum",
    "nullable",
    "additionalProperties",
    "operationId",
    "tags",
    "default",
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(&WORDS[..]).prop_map(str::to_owned), 1 => ".{0,8}"]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        6 => word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((word(), inner), 0..6).prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

/// A small document with a bit of everything.
fn document() -> Value {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://{region}.example/v1", "variables": { "region": { "default": "eu" } } }],
        "security": [{ "key": [] }],
        "paths": {
            "/pets": {
                "get": { "operationId": "listPets", "tags": ["pets"], "parameters": [
                    { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } },
                    { "name": "X-Trace", "in": "header", "schema": { "type": "string" } }],
                    "responses": { "200": { "description": "ok", "content": { "application/json": {
                        "schema": { "type": "array", "items": schema("Pet") } } } } } },
                "post": { "requestBody": { "required": true, "content": { "application/json": { "schema": schema("Pet") } } },
                    "responses": { "201": { "description": "made" } } },
            },
            "/pets/{id}": {
                "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
                "get": { "summary": "One pet", "responses": { "200": { "description": "ok",
                    "content": { "application/json": { "schema": schema("Pet") } } } } },
                "put": { "requestBody": { "content": { "multipart/form-data": { "schema": { "type": "object",
                    "properties": { "photo": { "type": "string", "format": "binary" }, "note": { "type": "string" } } } } } },
                    "responses": {} },
                "delete": { "deprecated": true, "security": [], "responses": {} },
            },
        },
        "components": {
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
            "schemas": {
                "Pet": { "type": "object", "required": ["name"], "discriminator": { "propertyName": "kind" }, "properties": {
                    "name": { "type": "string" }, "kind": { "type": "string" }, "parent": schema("Pet") } },
                "Cat": { "allOf": [schema("Pet"), { "type": "object", "properties": { "lives": { "type": "integer" } } }] },
            },
        },
    })
}

/// The places in a value, as JSON pointers.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => {
            for (key, part) in map {
                places(part, &format!("{here}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(i, part)| places(part, &format!("{here}/{i}"), found)),
        _ => {}
    }
}

fn mutated(mut document: Value, mutations: Vec<(Index, Value)>) -> Value {
    for (place, value) in mutations {
        let mut found = Vec::new();
        places(&document, "", &mut found);
        if let Some(part) = document.pointer_mut(place.get::<String>(&found)) {
            *part = value;
        }
    }
    document
}

fn tools(document: &Value) -> BTreeMap<String, Tool> {
    let blueprint = compiled(document.to_string(), Profile::Standard).blueprint;
    let tools = blueprint.into_iter().flat_map(|blueprint| blueprint.tools);
    tools.map(|tool| (tool.origin.operation.clone(), tool)).collect()
}

fn operation() -> impl Strategy<Value = Value> {
    prop::collection::vec((word(), value()), 0..6).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        compiled(bytes, Profile::Standard);
    }

    #[test]
    fn any_json(value in value(), profile in select(&Profile::ALL[..])) {
        compiled(value.to_string(), profile);
    }

    #[test]
    fn any_paths_and_components(paths in value(), components in value(), profile in select(&Profile::ALL[..])) {
        let document = json!({ "openapi": "3.1.0", "info": {}, "paths": { "/a/{id}": paths }, "components": components });
        compiled(document.to_string(), profile);
    }

    #[test]
    fn any_schema(schema in value(), shared in value(), profile in select(&Profile::ALL[..])) {
        let mut document = document();
        document["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["schema"] = schema;
        document["components"]["schemas"]["S"] = shared;
        compiled(document.to_string(), profile);
    }

    #[test]
    fn a_document_with_mistakes(
        mutations in prop::collection::vec((any::<Index>(), value()), 1..6),
        profile in select(&Profile::ALL[..]),
    ) {
        compiled(mutated(document(), mutations).to_string(), profile);
    }

    #[test]
    fn a_document_cut_short(at in any::<Index>()) {
        let text = document().to_string();
        compiled(text.as_bytes()[..at.index(text.len())].to_vec(), Profile::Standard);
    }

    #[test]
    fn one_operation_never_changes_another(changed in operation()) {
        let before = tools(&document());
        let mut document = document();
        document["paths"]["/pets/{id}"]["put"] = changed;
        let after = tools(&document);
        for (key, tool) in before.iter().filter(|(key, _)| *key != "PUT /pets/{id}") {
            // A name that the changed operation takes first is the only thing that two operations contend for.
            let mut now = after[key].clone();
            if after.get("PUT /pets/{id}").is_some_and(|changed| changed.name == tool.name) {
                now.name.clone_from(&tool.name);
                now.title.clone_from(&tool.title);
            }
            prop_assert_eq!(tool, &now);
        }
    }

    #[test]
    fn an_operation_at_the_end_renames_nothing(added in operation(), path in "/[a-z{}/]{0,12}") {
        let before = tools(&document());
        let mut document = document();
        let paths = document["paths"].as_object_mut().unwrap();
        if !paths.contains_key(&path) {
            paths.insert(path, json!({ "get": added }));
        }
        let after = tools(&document);
        for (key, tool) in &before {
            prop_assert_eq!(&tool.name, &after[key].name);
        }
    }
}

/// Documents of the corpus with mistakes in them; skipped when there is no corpus beside the project.
#[test]
fn published_documents_with_mistakes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/openapi/v3.0");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut small: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.metadata().is_ok_and(|about| about.len() < 12_000))
        .map(|entry| entry.path())
        .collect();
    small.sort();
    for path in small.into_iter().take(20) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(document) = serde_json::from_slice::<Value>(&bytes) else { continue };
        let mut found = Vec::new();
        places(&document, "", &mut found);
        let wrong = [json!(null), json!([]), json!({ "$ref": "#" }), json!("x"), Value::Object(Map::new())];
        for (i, place) in found.iter().enumerate().step_by(found.len().div_ceil(25)) {
            let mut document = document.clone();
            *document.pointer_mut(place).unwrap() = wrong[i % wrong.len()].clone();
            compiled(document.to_string(), Profile::Standard);
        }
    }
}
