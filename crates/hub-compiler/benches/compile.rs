//! How long a document takes to become a blueprint: a generated one of a thousand operations, and GitHub's where it is at hand.
#![expect(clippy::print_stderr, reason = "a benchmark says what it skips")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use hub_compiler::{Documents, Options, compile};
use serde_json::{Map, json};

/// A document whose operations share a few schemas, as real ones do.
fn generated(operations: usize) -> Vec<u8> {
    let mut paths = Map::new();
    for number in 0..operations {
        let operation = json!({
            "operationId": format!("updateThing{number}"),
            "summary": format!("Update thing {number}"),
            "tags": [format!("group {}", number % 20)],
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "filter", "in": "query", "style": "deepObject", "explode": true,
                  "schema": { "$ref": "#/components/schemas/Filter" } }
            ],
            "requestBody": { "required": true, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
            "responses": { "200": { "description": "The thing.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } }
        });
        paths.insert(format!("/things{number}/{{id}}"), json!({ "put": operation }));
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "servers": [{ "url": "https://things.example" }],
        "paths": paths,
        "components": { "schemas": {
            "Filter": { "type": "object", "properties": { "name": { "type": "string" }, "size": { "type": "integer" } } },
            "Owner": { "type": "object", "properties": { "name": { "type": "string" }, "things": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } } },
            "Thing": { "type": "object", "required": ["name"], "properties": {
                "id": { "type": "string", "readOnly": true }, "name": { "type": "string" },
                "size": { "type": "integer", "nullable": true }, "owner": { "$ref": "#/components/schemas/Owner" } } }
        } }
    });
    serde_json::to_vec(&document).unwrap_or_default()
}

fn documents() -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> =
        [100, 1_000].into_iter().map(|n| (format!("{n} operations"), generated(n))).collect();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/openapi/v3.0");
    match std::fs::read(format!("{corpus}/apis.guru__github.com_api.github.com.json")) {
        Ok(bytes) => found.push(("GitHub, 845 operations".to_owned(), bytes)),
        Err(_) => eprintln!("skipped: GitHub's document is not at hand"),
    }
    found
}

fn compiling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(10);
    for (name, bytes) in documents() {
        group.bench_with_input(BenchmarkId::from_parameter(name), &bytes, |bench, bytes| {
            bench.iter(|| {
                let documents = Documents::new("openapi.json", bytes.clone());
                black_box(compile(&documents, &Options::default()).report.tools)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, compiling);
criterion_main!(benches);
