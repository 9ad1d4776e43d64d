//! Requests written out or recorded: no secret of theirs gets anywhere, and nothing in them breaks the compiler.

use std::path::Path;

use hub_compiler::{Documents, Options, compile};
use hub_model::Profile;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sound::compiled;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

/// The documents of the cases of a kind.
fn cases(kind: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(Path::new(CASES).join(kind)).unwrap() {
        let files = std::fs::read_dir(entry.unwrap().path()).unwrap().map(|file| file.unwrap().path());
        for path in files.filter(|path| path.file_stem().is_some_and(|stem| stem == kind)) {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

/// Every secret in the cases is a word with `SECRET` in it.
#[test]
fn no_secret_gets_into_a_blueprint_or_a_report() {
    let mut documents_with_secrets = 0;
    for kind in ["postman", "har", "curl", "http-tools"] {
        for (name, bytes) in cases(kind) {
            documents_with_secrets += usize::from(String::from_utf8_lossy(&bytes).contains("SECRET"));
            let compilation = compile(&Documents::new(&name, bytes), &Options::default());
            let text = serde_json::to_string(&compilation.blueprint).unwrap();
            let report = serde_json::to_string(&compilation.report).unwrap();
            assert!(!text.contains("SECRET") && !text.contains("U0VDUkVU"), "{name}: {text}");
            assert!(!report.contains("SECRET"), "{name}: {report}");
            // The document itself, as a resource, would hold them all.
            for resource in compilation.blueprint.iter().flat_map(|blueprint| &blueprint.resources) {
                assert!(!resource.uri.ends_with("/source"), "{name}");
            }
        }
    }
    assert!(documents_with_secrets >= 8, "the cases with secrets are missing");
}

#[test]
fn cases_cut_short_anywhere_break_nothing() {
    for kind in ["postman", "har", "curl", "http-tools"] {
        for (_, bytes) in cases(kind) {
            for end in (0..bytes.len()).step_by(bytes.len().div_ceil(12).max(1)) {
                compiled(&bytes[..end], Profile::Standard);
            }
        }
    }
}

#[test]
fn variables_that_grow_and_names_that_repeat_stay_bounded() {
    let variables: Vec<Value> =
        (0..60).map(|i| json!({"key": format!("v{i}"), "value": format!("{{{{v{}}}}}", i + 1).repeat(20)})).collect();
    let items: Vec<Value> = (0..3_000)
        .map(|i| json!({"name": "same", "request": {"method": "GET", "url": "https://a.example/{{v0}}/x", "header": [{"key": format!("X-{i}"), "value": "{{v0}}"}]}}))
        .collect();
    let document = json!({"info": {"name": "Big"}, "variable": variables, "item": items});
    let compilation = compiled(document.to_string(), Profile::Standard);
    assert_eq!(compilation.report.tools, 3_000);
    let entries: Vec<Value> = (0..4_000)
        .map(|i| json!({"request": {"method": "GET", "url": format!("https://a.example/a/w{}/b/{i}?p{i}=1", "x".repeat(i % 50))},
            "response": {"status": 200, "content": {"mimeType": "application/json", "text": format!("{{\"a\":1,\"k{i}\":2}}")}}}))
        .collect();
    compiled(json!({"log": {"entries": entries}}).to_string(), Profile::Standard);
    compiled("curl ".repeat(20_000) + &"(".repeat(20_000), Profile::Standard);
}

/// What breaks readers of templates.
const TEXTS: [&str; 18] = [
    "",
    "{{x}}",
    "{{x",
    "https://a.example/{{x}}/:id?a={{y}}#z",
    "GET /a/{b}?c={d}",
    "Bearer x",
    "\u{0}\r\n",
    "raw",
    "{a}",
    "application/json",
    "bearer",
    "noauth",
    "..",
    "//",
    "@",
    "{\"a\":{{x}}}",
    "none",
    "read",
];

/// What these documents are made of.
const KEYS: [&str; 36] = [
    "item",
    "request",
    "url",
    "raw",
    "host",
    "path",
    "query",
    "variable",
    "key",
    "value",
    "header",
    "body",
    "mode",
    "auth",
    "type",
    "name",
    "response",
    "entries",
    "postData",
    "text",
    "mimeType",
    "content",
    "json",
    "form",
    "parameters",
    "answer",
    "select",
    "fields",
    "in",
    "effect",
    "urlencoded",
    "formdata",
    "graphql",
    "method",
    "headers",
    "event",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let key = prop::sample::select(&KEYS[..]);
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..5).prop_map(|entries| Value::Object(
                entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_collection(request in value(), auth in value(), variable in value(), response in value()) {
        let item = json!({"name": "x", "request": request, "response": response, "event": variable});
        let document = json!({"info": {"name": "x"}, "item": [item, {"item": [request]}], "auth": auth, "variable": variable});
        compiled(document.to_string(), Profile::Standard);
    }

    #[test]
    fn any_archive(request in value(), response in value()) {
        let entry = json!({"request": {"method": "POST", "url": "https://a.example/x", "postData": request}, "response": response});
        compiled(json!({"log": {"entries": [entry, {"request": request, "response": response}, request]}}).to_string(), Profile::Standard);
    }

    #[test]
    fn any_tools(tool in value(), body in value(), auth in value()) {
        let second = json!({"request": "POST /a/{b}?c={d}", "body": {"json": body}, "parameters": body, "answer": auth, "headers": tool});
        let document = json!({"mcphub": "http-tools/1", "url": "https://a.example", "auth": auth, "tools": {"a": tool, "b": second}});
        compiled(document.to_string(), Profile::Standard);
    }

    #[test]
    fn any_commands(text in "(curl |-H |-d |-F |-u |'|\"|\\$\\(|\\$\\{|\\$x|https://a\\.example/|=|@|:|\\\\|\n|#|<|>|;| |[a-zé{}]){0,40}") {
        compiled(format!("curl {text}"), Profile::Standard);
    }
}
