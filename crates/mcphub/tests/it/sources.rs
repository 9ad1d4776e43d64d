//! Where documents come from: files and their neighbours, addresses, and what may not be reached from either.

use std::net::TcpListener;

use serde_json::Value;

use crate::support::{Files, mcphub};

/// A document whose one operation answers with `reference`.
fn document(reference: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.0", "info": {{"title": "x", "version": "1"}}, "servers": [{{"url": "https://api.example"}}],
            "paths": {{"/a": {{"post": {{"operationId": "makeA",
                "requestBody": {{"content": {{"application/json": {{"schema": {{"$ref": "{reference}"}}}}}}}},
                "responses": {{"200": {{"description": "ok"}}}}}}}}}}}}"#
    )
}

const SCHEMA: &str = r#"{"Thing": {"type": "object", "properties": {"colour_of_thing": {"type": "string"}}}}"#;

#[test]
fn a_file_may_refer_to_its_neighbours() {
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir(place.path().join("v1")).unwrap();
    std::fs::write(place.path().join("v1/api.json"), document("../schemas.json#/Thing")).unwrap();
    std::fs::write(place.path().join("schemas.json"), SCHEMA).unwrap();
    let output = mcphub().arg("compile").arg(place.path().join("v1/api.json")).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("colour_of_thing"), "{output:?}");
}

#[test]
fn a_typed_loopback_address_is_fetched_with_what_lies_beside_it() {
    let files = Files::serve(&[("/v1/api.json", &document("schemas.json#/Thing")), ("/v1/schemas.json", SCHEMA)]);
    let output = mcphub().args(["compile", &files.url("/v1/api.json")]).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("colour_of_thing"), "{output:?}");
    assert_eq!(*files.asked.lock().unwrap(), ["/v1/api.json", "/v1/schemas.json"]);
    mcphub().args(["compile", &files.url("/nothing.json")]).assert().code(3);
}

#[test]
fn a_document_reaches_no_private_address_that_was_not_typed() {
    let private = Files::serve(&[("/secret.json", SCHEMA)]);
    let reference = private.url("/secret.json#/Thing");
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("api.json");
    std::fs::write(&file, document(&reference)).unwrap();
    let public = Files::serve(&[("/api.json", &document(&reference))]);
    for source in [file.to_str().unwrap(), &public.url("/api.json")] {
        let output = mcphub().args(["compile", source]).output().unwrap();
        assert!(!String::from_utf8_lossy(&output.stdout).contains("colour_of_thing"), "{output:?}");
    }
    assert!(private.asked.lock().unwrap().is_empty());
    let allowed = mcphub().arg("compile").arg(&file).arg("--allow-private-documents").output().unwrap();
    assert!(String::from_utf8_lossy(&allowed.stdout).contains("colour_of_thing"), "{allowed:?}");
}

#[test]
fn what_comes_from_the_network_or_a_pipe_reads_no_file() {
    let place = tempfile::tempdir().unwrap();
    let secret = place.path().join("secret.json");
    std::fs::write(&secret, SCHEMA).unwrap();
    let path = secret.to_str().unwrap();
    for reference in [format!("file://{path}#/Thing"), format!("{path}#/Thing")] {
        let files = Files::serve(&[("/api.json", &document(&reference))]);
        let fetched = mcphub().args(["compile", &files.url("/api.json")]).output().unwrap();
        let piped = mcphub().args(["compile", "-"]).write_stdin(document(&reference)).output().unwrap();
        for output in [fetched, piped] {
            assert!(!String::from_utf8_lossy(&output.stdout).contains("colour_of_thing"), "{reference}: {output:?}");
        }
    }
}

#[test]
fn an_address_that_does_not_answer_is_said_with_exit_3() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let assert = mcphub().args(["compile", &format!("http://user:hunter2@{closed}/x?key=hunter3")]).assert().code(3);
    let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(said.contains("could not be fetched") && !said.contains("hunter"), "{said}");
}

#[test]
fn a_document_behind_a_key_is_fetched_with_it_and_no_other_host_gets_it() {
    let elsewhere = Files::serve(&[("/schemas.json", SCHEMA)]);
    let files = Files::serve(&[("/api.json", &document(&elsewhere.url("/schemas.json#/Thing")))]);
    let output = mcphub()
        .args(["compile", &files.url("/api.json"), "--allow-private-documents"])
        .args(["--document-header", "X-Key: env:DOCUMENT_KEY"])
        .env("DOCUMENT_KEY", "hunter2")
        .output()
        .unwrap();
    let said = format!("{output:?}");
    assert!(said.contains("colour_of_thing") && !said.contains("hunter2"), "{said}");
    assert!(files.heads.lock().unwrap()[0].contains("x-key: hunter2"));
    assert!(!elsewhere.heads.lock().unwrap()[0].contains("hunter2"));
}

#[test]
fn not_every_address_is_tried_when_none_answers() {
    let parts: Vec<String> = (0..60).map(|i| format!(r#""/p{i}": {{"$ref": "nothing{i}.json"}}"#)).collect();
    let many = document("#").replace(r#""paths": {"#, &format!(r#""paths": {{{}, "#, parts.join(", ")));
    let files = Files::serve(&[("/api.json", &many)]);
    mcphub().args(["compile", &files.url("/api.json")]).assert().success();
    assert_eq!(files.asked.lock().unwrap().len(), 11);
}

#[test]
fn the_report_names_documents_that_are_missing() {
    let place = tempfile::tempdir().unwrap();
    let (file, report) = (place.path().join("api.json"), place.path().join("report.json"));
    std::fs::write(&file, document("nowhere.json#/Thing")).unwrap();
    mcphub()
        .arg("compile")
        .arg(&file)
        .arg("--report")
        .arg(&report)
        .arg("-o")
        .arg(place.path().join("b.json"))
        .assert()
        .success();
    let report: Value = serde_json::from_slice(&std::fs::read(report).unwrap()).unwrap();
    assert!(report["diagnostics"].to_string().contains("nowhere.json"), "{report}");
}
