//! Registering APIs from the command line, and looking after them.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Value, json};

use crate::{
    hub::{Hub, err, out},
    support::{Files, petstore},
};

#[test]
fn files_urls_and_standard_input_become_apis() {
    let (_hub, machine) = Hub::signed_in();
    let petstore = petstore();
    let added =
        machine.run(&["apis", "add", petstore.to_str().unwrap(), "--slug", "pets", "--tag", "demo"]).assert().success();
    assert!(err(&added).contains("Petstore") && err(&added).contains("revision 1 is current"), "{}", err(&added));
    assert!(machine.prints(&["apis", "tools", "pets"]).contains("GET /v1/pets"));
    let tool = machine.prints(&["apis", "tools", "pets", "get_pet"]);
    assert!(serde_json::from_str::<Value>(&tool).unwrap()["input_schema"].is_object(), "{tool}");

    let schema = "type Query { pets(kind: String): [String] }";
    machine.run(&["apis", "add", "-", "--name", "Graph"]).write_stdin(schema).assert().success();
    let text = std::fs::read_to_string(&petstore).unwrap();
    let files = Files::serve(&[("/openapi.yaml", &text)]);
    machine.run(&["apis", "add", &files.url("/openapi.yaml"), "--name", "By URL"]).assert().success();

    let folder = machine.folder().join("documents");
    std::fs::create_dir_all(folder.join("parts")).unwrap();
    let root = "openapi: 3.1.0\ninfo: {title: Split, version: '1'}\nservers: [{url: http://127.0.0.1:1}]\npaths:\n  /a: {$ref: 'parts/a.yaml'}\n";
    std::fs::write(folder.join("openapi.yaml"), root).unwrap();
    std::fs::write(folder.join("parts/a.yaml"), "get: {operationId: readA, responses: {'200': {description: ok}}}\n")
        .unwrap();
    machine.run(&["apis", "add", folder.to_str().unwrap(), "--name", "Split"]).assert().success();
    assert!(machine.prints(&["apis", "tools", "split"]).contains("read_a"));

    let all = machine.json(&["apis", "list"]);
    assert_eq!(all.as_array().unwrap().len(), 4, "{all}");
    assert_eq!(machine.json(&["apis", "list", "--tag", "demo"])[0]["slug"], "pets");
    let jobs = machine.json(&["jobs", "list"]);
    assert!(jobs.as_array().unwrap().iter().all(|job| job["state"] == "succeeded"), "{jobs}");
}

#[test]
fn what_cannot_be_used_says_why() {
    let (_hub, machine) = Hub::signed_in();
    let nothing = machine.run(&["apis", "add", "-"]).write_stdin("just words\n").assert().code(3);
    assert!(err(&nothing).contains("no revision was made"), "{}", err(&nothing));
    machine.run(&["apis", "add", "/nowhere/openapi.yaml"]).assert().code(2);
    machine.run(&["apis", "show", "nothing"]).assert().code(1);
    machine.run(&["apis", "add", "ftp://example.com/a"]).assert().code(2);
    let begun = machine.run(&["apis", "add", "-", "--no-wait"]).write_stdin("more words\n").assert().success();
    let begun: Value = serde_json::from_str(&out(&begun)).unwrap();
    machine.run(&["jobs", "wait", begun["job"].as_str().unwrap()]).assert().code(1);
    let again = machine.json(&["jobs", "retry", begun["job"].as_str().unwrap()]);
    assert!(again["id"] != begun["job"] && again["kind"] == "compile-api", "{again}");
    machine.run(&["jobs", "wait", again["id"].as_str().unwrap()]).assert().code(1);
}

/// An upstream that shows each request in its answer, and asks for a key at `/vault`.
pub(crate) fn upstream() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
            let is_refused = head.contains("/vault") && !head.contains("x-key: sesame");
            let status = if is_refused { "401 Unauthorized" } else { "200 OK" };
            let body = json!({ "asked": head.lines().next() }).to_string();
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n");
            let _ = write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len());
            let _ = stream.flush();
            let _ = stream.read(&mut [0; 1]);
        }
    });
    url
}

pub(crate) fn shop(upstream: &str) -> String {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": upstream }],
        "components": { "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } } },
        "paths": {
            "/vault": { "get": { "operationId": "openVault", "security": [{ "key": [] }], "responses": { "200": { "description": "ok" } } } },
            "/orders": { "get": {
                "operationId": "listOrders",
                "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer" } }],
                "responses": { "200": { "description": "ok" } },
            } },
        },
    })
    .to_string()
}

#[test]
fn tools_are_called_and_secrets_are_not_shown() {
    let (_hub, machine) = Hub::signed_in();
    let document = shop(&upstream());
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(document).assert().success();
    let called = machine.run(&["apis", "call", "shop", "list_orders", "limit=3"]).assert().success();
    assert!(
        err(&called).contains("/orders?limit=3") && out(&called).contains("GET /orders?limit=3"),
        "{}",
        err(&called)
    );
    let shown = machine
        .run(&["apis", "call", "shop", "list_orders", "--args", "{\"limit\": 4}", "--preview"])
        .assert()
        .success();
    assert!(err(&shown).contains("limit=4") && out(&shown).is_empty());
    machine.run(&["apis", "call", "shop", "open_vault"]).assert().code(1);
    let wrong =
        machine.run(&["credentials", "set", "shop", "key", "--test"]).write_stdin("wrong-one\n").assert().code(2);
    let set = machine.run(&["credentials", "set", "shop", "key", "--test"]).write_stdin("sesame\n").assert().success();
    let tested = machine.run(&["credentials", "test", "shop", "key"]).assert().success();
    let opened = machine.run(&["apis", "call", "shop", "open_vault"]).assert().success();
    let listed = machine.run(&["credentials", "list", "shop"]).assert().success();
    for assert in [&wrong, &set, &tested, &opened, &listed] {
        let all = out(assert) + &err(assert);
        assert!(!all.contains("sesame") && !all.contains("wrong-one"), "{all}");
    }
    assert!(out(&listed).contains("key"));
    let once = machine.run(&["apis", "call", "shop", "open_vault", "--auth", "key=other"]).assert().code(1);
    assert!(!err(&once).contains("other"), "{}", err(&once));
    machine.run(&["credentials", "delete", "shop", "key"]).assert().success();
    machine.run(&["apis", "call", "shop", "open_vault"]).assert().code(1);
    machine.run(&["apis", "health", "shop", "--probe"]).assert().success();
}

/// A document that has one operation more each time it is fetched.
fn growing() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let fetched = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            while reader.read_line(&mut head).is_ok_and(|read| read > 2) {}
            let count = fetched.fetch_add(1, Ordering::SeqCst) + 1;
            let path = |number: usize| {
                let get =
                    json!({ "operationId": format!("read{number}"), "responses": { "200": { "description": "ok" } } });
                (format!("/{number}"), json!({ "get": get }))
            };
            let paths: serde_json::Map<String, Value> = (1..=count).map(path).collect();
            let body = json!({ "openapi": "3.1.0", "info": { "title": "Growing", "version": "1" },
                               "servers": [{ "url": "http://127.0.0.1:1" }], "paths": paths })
            .to_string();
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
            let _ = write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len());
        }
    });
    url + "/openapi.json"
}

#[test]
fn a_document_that_changes_is_compared_and_decided_upon() {
    let (_hub, machine) = Hub::signed_in();
    machine.run(&["apis", "add", &growing(), "--slug", "growing"]).assert().success();
    let refreshed = machine.run(&["apis", "refresh", "growing"]).assert().success();
    assert!(err(&refreshed).contains("waits for approval"), "{}", err(&refreshed));
    assert!(machine.prints(&["apis", "list", "--pending"]).contains("growing"));
    assert!(machine.prints(&["apis", "diff", "growing"]).contains("addition"));
    machine.run(&["apis", "reject", "growing"]).assert().success();
    machine.run(&["apis", "refresh", "growing"]).assert().success();
    machine.run(&["apis", "approve", "growing"]).assert().success();
    machine.run(&["apis", "approve", "growing"]).assert().code(1);
    machine.run(&["apis", "approve", "growing", "--revision", "1"]).assert().success();
    let all = machine.json(&["apis", "revisions", "growing"]);
    let states: Vec<&str> = all.as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["approved", "rejected", "approved"]);
    let id = machine.json(&["apis", "show", "growing"])["id"].as_str().unwrap().to_owned();
    machine.run(&["apis", "delete", "growing", "--yes"]).assert().success();
    machine.run(&["apis", "show", "growing"]).assert().code(1);
    machine.run(&["apis", "restore", &id]).assert().success();
    machine.run(&["apis", "show", "growing"]).assert().success();
    let events = machine.json(&["events", "--kind", "api.", "--limit", "100"]);
    assert!(events.as_array().unwrap().iter().any(|event| event["kind"] == "api.restored"), "{events}");
    assert!(machine.prints(&["audit", "list", "--action", "api.deleted"]).contains(&id));
    let lines = machine.prints(&["audit", "export"]);
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert!(last["hash"].is_string(), "{last}");
}
