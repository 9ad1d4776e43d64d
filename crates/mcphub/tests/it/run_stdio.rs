//! `mcphub run --stdio`: a session over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{mcphub, petstore, plain};

#[test]
fn a_session_is_answered_and_ends_with_its_input() {
    let petstore = petstore();
    let mut child = plain()
        .args(["run", petstore.to_str().unwrap(), "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ask = |message: &str| -> Value {
        writeln!(input, "{message}").unwrap();
        serde_json::from_str(&output.next().unwrap().unwrap()).unwrap()
    };
    let opened = ask(
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#,
    );
    assert_eq!(opened["result"]["protocolVersion"], "2025-11-25");
    let listed = ask(r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#);
    assert_eq!(listed["result"]["tools"].as_array().unwrap().len(), 6);
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn sigterm_ends_a_session_although_its_input_is_open() {
    let petstore = petstore();
    let mut child = plain()
        .args(["run", petstore.to_str().unwrap(), "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, r#"{{"jsonrpc":"2.0","id":2,"method":"ping"}}"#).unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn clients_are_told_how_to_start_it_without_secrets() {
    let command = ["--stdio", "--auth", "api_key=hunter2", "--print-config", "codex"];
    let output = mcphub().arg("run").arg(petstore()).args(command).output().unwrap().stdout;
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("\"--stdio\"") && text.contains("api_key=env:API_KEY"), "{text}");
    assert!(!text.contains("hunter2") && !text.contains("--print-config") && !text.contains("\"codex\""), "{text}");
}

#[test]
fn the_user_of_a_session_is_asked_before_something_is_destroyed() {
    let petstore = petstore();
    let mut child = plain()
        .args(["run", petstore.to_str().unwrap(), "--stdio", "--ask", "destructive"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ask = |message: &str| -> Value {
        writeln!(input, "{message}").unwrap();
        serde_json::from_str(&output.next().unwrap().unwrap()).unwrap()
    };
    ask(
        r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"t","version":"1"}}}"#,
    );
    let listed = ask(r#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#);
    let tools = listed["result"]["tools"].as_array().unwrap();
    let removing = tools.iter().find(|tool| tool["name"] == "remove_pet").unwrap();
    assert!(removing["inputSchema"]["properties"]["confirm"].is_object(), "{removing}");
    let question =
        ask(r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"remove_pet","arguments":{"id":7}}}"#);
    assert_eq!(question["method"], "elicitation/create", "{question}");
    let id = question["id"].as_str().unwrap();
    let answer = ask(&format!(r#"{{"jsonrpc":"2.0","id":"{id}","result":{{"action":"decline"}}}}"#));
    assert!(answer["result"]["content"][0]["text"].as_str().unwrap().contains("the user declined"), "{answer}");
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
