//! Several sources in one server: name spaces for tools, upstreams and secrets.

use serde_json::{Value, json};

use crate::support::{Files, Running, mcphub, petstore};

const SHOP: &str = r#"{"openapi": "3.0.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "/"}],
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}}},
    "paths": {"/health": {"get": {"operationId": "getHealth", "security": [{"key": []}], "responses": {"200": {"description": "ok"}}}}}}"#;

fn call(name: &str) -> String {
    let params = json!({ "name": name, "arguments": {} });
    json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params }).to_string()
}

#[test]
fn each_api_has_its_own_names_upstream_and_secret() {
    let pets = Files::serve(&[("/health", r#"{"status": "fed"}"#)]);
    let shop = Files::serve(&[("/health?key=k%20ey", r#"{"status": "open"}"#)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    std::fs::write(&file, SHOP).unwrap();
    let running = Running::start(&[
        &format!("pets={}", petstore().display()),
        file.to_str().unwrap(),
        "--upstream",
        &format!("pets={}", pets.url("")),
        "--upstream",
        &format!("shop={}", shop.url("")),
        "--auth",
        "shop.key=k ey",
        "--allow-private-upstreams",
    ]);
    let listed = running.post(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
    let names: Vec<&str> =
        listed["result"]["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"pets_list_pets") && names.contains(&"shop_get_health"), "{names:?}");
    for (tool, status) in [("pets_get_health", "fed"), ("shop_get_health", "open")] {
        let answer = running.post(&call(tool));
        assert!(answer["result"]["content"][0]["text"].as_str().unwrap().contains(status), "{answer}");
    }
    assert_eq!(*pets.asked.lock().unwrap(), ["/health"]);
    assert_eq!(*shop.asked.lock().unwrap(), ["/health?key=k%20ey"]);
}

#[test]
fn one_account_for_all_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let (blueprint, report) = (folder.path().join("b.json"), folder.path().join("r.json"));
    let mut command = mcphub();
    command.arg("compile").arg(petstore()).arg(petstore()).args(["--tools", "*_get_health"]);
    command.arg("-o").arg(&blueprint).arg("--report").arg(&report).assert().success();
    let read = |path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap();
    let (blueprint, report) = (read(&blueprint), read(&report));
    let names: Vec<&Value> = blueprint["tools"].as_array().unwrap().iter().map(|tool| &tool["name"]).collect();
    assert_eq!(names, ["petstore_get_health", "petstore2_get_health"]);
    assert_eq!(report["operations"], 12);
    assert_eq!(report["skipped"].as_array().unwrap().len() + names.len(), 12, "{report}");
}

#[test]
fn what_is_ambiguous_is_refused() {
    for (more, said) in [
        (["--upstream", "http://127.0.0.1:1"], "whose upstream"),
        (["--upstream", "nobody=http://127.0.0.1:1"], "no API `nobody`"),
        (["--header", "X-Key: k"], "several sources"),
    ] {
        let assert = mcphub().arg("run").arg(petstore()).arg(petstore()).args(more).assert().code(2);
        let text = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(text.contains(said), "{text}");
    }
}
