//! `mcphub run` over HTTP: one line when ready, real calls to a loopback upstream, an orderly end.

use std::net::TcpListener;
use std::time::Duration;

use crate::support::{Files, Running, mcphub, petstore};

const CALL: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_health","arguments":{}}}"#;

#[test]
fn a_call_reaches_the_upstream_and_its_answer_comes_back() {
    let upstream = Files::serve(&[("/health", r#"{"status": "open"}"#)]);
    let petstore = petstore();
    let running =
        Running::start(&[petstore.to_str().unwrap(), "--upstream", &upstream.url(""), "--allow-private-upstreams"]);
    let listed = running.post(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#);
    assert_eq!(listed["result"]["tools"].as_array().unwrap().len(), 6);
    let answer = running.post(CALL);
    assert_eq!(answer["result"]["structuredContent"]["status"], "open", "{answer}");
    assert_eq!(*upstream.asked.lock().unwrap(), ["/health"]);
    assert_eq!(running.end("-TERM"), Some(0));
}

#[test]
fn private_upstreams_are_refused_unless_allowed() {
    let upstream = Files::serve(&[("/health", "{}")]);
    let assert = mcphub().arg("run").arg(petstore()).args(["--upstream", &upstream.url("")]).assert().code(2);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("--allow-private-upstreams"));
    assert!(upstream.asked.lock().unwrap().is_empty());
}

#[test]
fn ctrl_c_ends_it_in_order() {
    let petstore = petstore();
    let running = Running::start(&[petstore.to_str().unwrap(), "--upstream", "https://api.example"]);
    assert_eq!(running.end("-INT"), Some(0));
}

#[test]
fn what_cannot_be_served_is_said_before_anything_listens() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let fails = |arguments: &[&str], code: i32, words: &str| {
        let mut command = mcphub();
        command.timeout(Duration::from_secs(60)).arg("run").arg(petstore()).args(arguments);
        let assert = command.assert().code(code);
        let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(said.contains(words) && !said.contains("listening on"), "{arguments:?}: {said}");
    };
    fails(&["--listen", &address], 1, "choose one with --listen");
    fails(&["--discovery", "code"], 2, "not built yet");
    fails(&["--auth", "nobody=secret-value"], 2, "no security scheme `nobody`; it has api_key");
    fails(&["--auth", "api_key=env:MCPHUB_TEST_NOT_SET"], 2, "MCPHUB_TEST_NOT_SET");
    fails(&["--auth", "just-the-secret"], 2, "expected SCHEME=VALUE");
    let nowhere =
        r#"{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"responses": {}}}}}"#;
    let assert = mcphub().args(["run", "-"]).write_stdin(nowhere).assert().code(2);
    assert!(String::from_utf8_lossy(&assert.get_output().stderr).contains("--upstream"));
}

#[test]
fn secrets_never_show() {
    let assert = mcphub().arg("run").arg(petstore()).args(["--auth", "nobody=hunter2", "-v"]).assert().code(2);
    let output = assert.get_output();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("hunter2"), "{said}");
}
