//! What the comparison notices, on small blueprints made by hand.

use std::collections::BTreeMap;

use hub_model::{Annotations, Binding, Blueprint, HttpBinding, Origin, Profile, Tool, blueprint::FORMAT};
use serde_json::{Value, json};

use super::{Change, Impact, diff};

fn tool(name: &str, operation: &str, schema: Value) -> Tool {
    Tool {
        name: name.to_owned(),
        title: name.to_owned(),
        description: format!("does {name}"),
        documentation: None,
        arguments: Vec::new(),
        input_schema: schema,
        output: None,
        annotations: Annotations {
            read_only_hint: true,
            destructive_hint: false,
            idempotent_hint: true,
            open_world_hint: true,
        },
        origin: Origin { operation: operation.to_owned(), ..Origin::default() },
        binding: Binding::Http(Box::new(HttpBinding {
            upstream: "default".to_owned(),
            method: "GET".to_owned(),
            target: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            accept: "application/json".to_owned(),
            security: Vec::new(),
            projection: None,
        })),
    }
}

fn blueprint(tools: Vec<Tool>) -> Blueprint {
    Blueprint {
        format: FORMAT.to_owned(),
        digest: String::new(),
        name: "pets".to_owned(),
        title: "Pets".to_owned(),
        version: "1".to_owned(),
        description: String::new(),
        instructions: String::new(),
        profile: Profile::Standard,
        tools,
        resources: Vec::new(),
        upstreams: BTreeMap::new(),
        schemes: BTreeMap::new(),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
        sources: Vec::new(),
    }
}

fn between(old: Value, new: Value) -> Vec<Change> {
    diff(&blueprint(vec![tool("list_pets", "GET /pets", old)]), &blueprint(vec![tool("list_pets", "GET /pets", new)]))
}

fn has(changes: &[Change], impact: Impact, words: &str) -> bool {
    changes.iter().any(|change| change.impact == impact && change.message.contains(words))
}

#[test]
fn nothing_changed_is_nothing() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]});
    assert_eq!(between(schema.clone(), schema), []);
}

#[test]
fn arguments_that_break_callers_are_breaking() {
    let old = json!({"type": "object", "properties": {
        "gone": {"type": "string"}, "kind": {"type": "string", "enum": ["cat", "dog"]}, "n": {"type": "string"}, "o": {"type": "string"}}});
    let new = json!({"type": "object", "required": ["o", "more"], "properties": {
        "kind": {"type": "string", "enum": ["cat", "bird"]}, "n": {"type": "integer"}, "o": {"type": "string"},
        "more": {"type": "string"}, "extra": {"type": "string"}}});
    let changes = between(old, new);
    for words in [
        "`gone` is gone",
        "no longer takes \"dog\"",
        "\"integer\" instead of",
        "`o` is required",
        "`more`, and it is required",
    ] {
        assert!(has(&changes, Impact::Breaking, words), "{words}: {changes:?}");
    }
    assert!(
        has(&changes, Impact::Addition, "new argument `extra`") && has(&changes, Impact::Addition, "takes more values")
    );
    assert!(changes.is_sorted_by_key(|change| change.impact));
}

#[test]
fn words_alone_are_notable() {
    let with = |words: &str| json!({"type": "object", "properties": {"a": {"type": "string", "description": words}}});
    let changes = between(with("one"), with("two"));
    assert_eq!(changes.len(), 1);
    assert!(has(&changes, Impact::Notable, "`a` is described in other words"));
}

#[test]
fn tools_come_go_and_are_renamed() {
    let schema = json!({"type": "object"});
    let old = blueprint(vec![tool("a", "GET /a", schema.clone()), tool("b", "GET /b", schema.clone())]);
    let new = blueprint(vec![tool("aa", "GET /a", schema.clone()), tool("c", "GET /c", schema)]);
    let changes = diff(&old, &new);
    assert!(has(&changes, Impact::Breaking, "now called `aa`") && has(&changes, Impact::Breaking, "tool is gone"));
    assert!(has(&changes, Impact::Addition, "a new tool, GET /c"));
}
