//! From a document to a served server on the command line: in one step, and step by step.

use serde_json::Value;

use crate::{
    hub::{Hub, err, out},
    hub_apis::{shop, upstream},
};

#[test]
fn one_command_makes_a_server_and_calls_it() {
    let (_hub, machine) = Hub::signed_in();
    let quick = ["quick", "-", "--name", "Shop", "--call", "list_orders", "--args", "{\"limit\": 3}"];
    let made = machine.run(&quick).write_stdin(shop(&upstream())).assert().success();
    let (said, printed) = (err(&made), out(&made));
    let lines: Vec<&str> = printed.lines().collect();
    assert!(lines[0].ends_with("/shop") && lines[0].contains("/mcp/"), "{printed}");
    assert!(lines[1].starts_with("mcphub_key_"), "{printed}");
    assert!(lines[2].contains("GET /orders?limit=3"), "what the tool answered: {printed}");
    assert!(said.contains("claude mcp add --transport http shop http"), "{said}");
    // The key is for this server, and for nothing else.
    let key = ["--key", lines[1]];
    machine.run(&[&["apis", "list", "--organisation", "nowhere"][..], &key].concat()).assert().failure();
    let seen = machine.json(&["servers", "list"]);
    assert_eq!((&seen[0]["slug"], &seen[0]["deployment"]["state"]), (&Value::from("shop"), &Value::from("running")));
}

#[test]
fn clients_are_told_how_to_connect() {
    let (_hub, machine) = Hub::signed_in();
    machine.run(&["quick", "-", "--name", "Shop", "--no-key"]).write_stdin(shop(&upstream())).assert().success();
    let all = machine.prints(&["servers", "connect", "shop"]);
    for client in ["Claude Code (claude-code)", "Cursor (cursor)", "VS Code (vscode)", "Codex (codex)"] {
        assert!(all.contains(client), "{client}: {all}");
    }
    assert!(all.contains("YOUR_KEY") && !all.contains("mcphub_key_"), "{all}");
    assert!(machine.json(&["servers", "connect", "shop"])["items"].as_array().unwrap().len() > 15);

    let unknown = machine.run(&["servers", "connect", "shop", "--client", "clod", "--new-key"]).assert().code(2);
    assert!(err(&unknown).contains("`clod`") && err(&unknown).contains("claude-code, codex"), "{}", err(&unknown));
    assert_eq!(machine.json(&["keys", "list"]), serde_json::json!([]), "no key is made for a client that nobody knows");
    let one = machine.run(&["servers", "connect", "shop", "--client", "claude-code", "--new-key"]).assert().success();
    let printed = out(&one);
    let key = printed.split("Bearer ").nth(1).unwrap().split('\'').next().unwrap();
    assert!(key.starts_with("mcphub_key_") && !printed.contains("Cursor"), "{printed}");
    assert!(err(&one).contains("mcphub keys revoke key_"), "{}", err(&one));
    machine.run(&["servers", "call", "shop", "list_orders", "--key", key]).assert().failure();
    let made = machine.json(&["servers", "connect", "shop", "--client", "zed", "--new-key"]);
    assert_eq!((&made["guides"][0]["id"], made["guides"].as_array().unwrap().len()), (&Value::from("zed"), 1));
    assert!(made["key"]["key"].as_str().unwrap().starts_with("mcphub_key_"));
}

#[test]
fn a_server_is_written_as_a_bundle_and_as_registries_write_it() {
    let (hub, machine) = Hub::signed_in();
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(shop(&upstream())).assert().success();
    machine.run(&["servers", "create", "Orders", "--api", "shop"]).assert().success();
    for what in ["bundle", "manifest"] {
        let early = machine.run(&["servers", what, "orders"]).assert().code(1);
        assert!(err(&early).contains("deploy it first"), "{}", err(&early));
    }
    machine.run(&["deployments", "start", "orders"]).assert().success();
    let manifest = machine.json(&["servers", "manifest", "orders"]);
    let host = hub.url.rsplit_once(':').unwrap().0.strip_prefix("http://").unwrap();
    assert_eq!(host, "127.0.0.1");
    assert!(manifest["name"].as_str().unwrap().starts_with("arpa.in-addr.127.0.0.1/"), "{manifest}");
    assert_eq!(manifest["version"], "1.0.0");

    let written = machine.run(&["servers", "bundle", "orders"]).assert().success();
    assert!(err(&written).contains("orders.mcpb has"), "{}", err(&written));
    let bytes = std::fs::read(machine.folder().join("orders.mcpb")).unwrap();
    assert!(bytes.starts_with(b"PK"), "a zip archive");
    let told = machine.json(&["servers", "bundle", "orders", "-o", "other.mcpb"]);
    assert_eq!((&told["file"], &told["bytes"]), (&Value::from("other.mcpb"), &Value::from(bytes.len())));
    assert_eq!(std::fs::read(machine.folder().join("other.mcpb")).unwrap(), bytes);
    let refused = machine.run(&["servers", "bundle", "orders", "-o", "/nowhere/a.mcpb"]).assert().code(1);
    assert!(err(&refused).contains("/nowhere/a.mcpb"), "{}", err(&refused));

    let written = machine.run(&["servers", "project", "orders", "--language", "python"]).assert().success();
    assert!(err(&written).contains("orders.zip has version 1"), "{}", err(&written));
    assert!(std::fs::read(machine.folder().join("orders.zip")).unwrap().starts_with(b"PK"));
    machine.json(&["servers", "project", "orders", "--language", "typescript", "--version", "1", "-o", "o.tar.gz"]);
    assert!(std::fs::read(machine.folder().join("o.tar.gz")).unwrap().starts_with(&[0x1f, 0x8b]), "it is compressed");
    let unknown =
        machine.run(&["servers", "project", "orders", "--language", "python", "-o", "o.rar"]).assert().code(2);
    assert!(err(&unknown).contains("o.rar"), "{}", err(&unknown));
}

#[test]
fn a_server_is_made_deployed_changed_and_removed() {
    let (_hub, machine) = Hub::signed_in();
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(shop(&upstream())).assert().success();
    let made = machine.run(&["servers", "create", "Orders", "--api", "shop", "--out", "*vault*"]).assert().success();
    assert!(err(&made).contains("version 1 has 1 tools"), "{}", err(&made));
    assert!(machine.prints(&["servers", "tools", "orders"]).contains("list_orders"));
    machine.run(&["servers", "call", "orders", "list_orders"]).assert().failure();
    let started = machine.run(&["deployments", "start", "orders"]).assert().success();
    assert!(out(&started).contains("running"), "{}", out(&started));
    let called = machine.run(&["servers", "call", "orders", "list_orders", "limit=7"]).assert().success();
    assert!(out(&called).contains("limit=7"), "{}", out(&called));
    let unknown = machine.run(&["servers", "call", "orders", "open_vault"]).assert().failure();
    assert!(err(&unknown).contains("open_vault"), "{}", err(&unknown));

    machine.run(&["servers", "freeze", "orders", "--note", "again"]).assert().success();
    assert_eq!(machine.json(&["servers", "versions", "orders"]).as_array().unwrap().len(), 2);
    assert!(machine.run(&["servers", "diff", "orders", "2"]).assert().success().get_output().stdout.is_empty());
    machine.run(&["deployments", "canary", "orders", "--version", "2", "--percent", "10"]).assert().success();
    assert_eq!(machine.json(&["deployments", "show", "orders"])["canary"]["percent"], 10);
    machine.run(&["deployments", "promote", "orders"]).assert().success();
    machine.run(&["deployments", "rollback", "orders"]).assert().success();
    let listed = machine.json(&["deployments", "list"]);
    assert_eq!((&listed[0]["slug"], &listed[0]["deployment"]["canary"]), (&Value::from("orders"), &Value::Null));

    machine.run(&["servers", "delete", "orders", "--yes"]).assert().failure();
    let stopped = machine.run(&["deployments", "stop", "orders"]).assert().success();
    assert!(out(&stopped).contains("stopped"), "{}", out(&stopped));
    machine.run(&["servers", "delete", "orders", "--yes"]).assert().success();
    assert_eq!(machine.json(&["servers", "list"]), Value::Array(Vec::new()));
}
