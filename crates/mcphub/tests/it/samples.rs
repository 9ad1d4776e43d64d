//! Collections, recordings, commands and hand-written tools, served by the real binary and called.

use serde_json::{Value, json};

use crate::support::{Files, Running};

const COLLECTION: &str = r#"{"info": {"name": "Pets", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "variable": [{"key": "base", "value": "https://api.example.com"}],
    "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "api_key"}, {"key": "in", "value": "query"}, {"key": "value", "value": "{{petKey}}"}]},
    "item": [{"name": "Get pet", "request": {"method": "GET", "url": "{{base}}/pets/:id?verbose=true"}}]}"#;

const RECORDING: &str = r#"{"log": {"version": "1.2", "entries": [
    {"request": {"method": "GET", "url": "https://api.example.com/users/17?page=1", "headers": [{"name": "Cookie", "value": "sid=1"}]},
     "response": {"status": 200, "content": {"mimeType": "application/json", "text": "{\"id\": 17}"}}}]}}"#;

const COMMANDS: &str =
    "# Find orders\ncurl 'https://api.example.com/orders?state=open' -H \"Authorization: Bearer $TOKEN\"\n";

const TOOLS: &str = "mcphub: http-tools/1\ntitle: Mine\nurl: https://api.example.com\ntools:\n  \
    days: { request: \"GET /cities/{city}/days?unit=C&max={max}\", parameters: { max: { type: integer, default: 3 } }, answer: { select: data.days } }\n";

fn call(name: &str, arguments: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": name, "arguments": arguments } })
        .to_string()
}

#[test]
fn four_kinds_of_documents_in_one_server() {
    let upstream = Files::serve(&[
        ("/pets/7?verbose=false&api_key=s3cret", r#"{"name": "Rex"}"#),
        ("/users/18?page=2", r#"{"name": "Ann"}"#),
        ("/orders?state=paid", r#"{"name": "one order"}"#),
        ("/cities/a%2Fb/days?unit=C&max=3", r#"{"meta": "not this", "data": {"days": [1, 2]}}"#),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let mut sources = Vec::new();
    for (name, text) in
        [("pets.json", COLLECTION), ("users.har", RECORDING), ("orders.txt", COMMANDS), ("mine.yaml", TOOLS)]
    {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        sources.push(format!("{}={}", name.split('.').next().unwrap(), path.display()));
    }
    let upstreams = ["pets", "users", "orders", "mine"].map(|name| format!("{name}={}", upstream.url("")));
    let mut arguments: Vec<&str> = sources.iter().map(String::as_str).collect();
    upstreams.iter().for_each(|given| arguments.extend(["--upstream", given.as_str()]));
    arguments.extend(["--auth", "pets.petKey=s3cret", "--allow-private-upstreams"]);
    let running = Running::start(&arguments);
    for (tool, arguments, expected) in [
        ("pets_get_pet", json!({ "id": 7, "verbose": false }), r#"{"name":"Rex"}"#),
        ("users_get_user", json!({ "user_id": "18", "page": 2 }), r#"{"name":"Ann"}"#),
        ("orders_find_orders", json!({ "state": "paid" }), r#"{"name":"one order"}"#),
        ("mine_days", json!({ "city": "a/b" }), "[1,2]"),
    ] {
        let answer = running.post(&call(tool, &arguments));
        assert_eq!(
            answer["result"]["content"][0]["text"],
            expected,
            "{tool}: {answer} {:?}",
            upstream.asked.lock().unwrap()
        );
    }
}
