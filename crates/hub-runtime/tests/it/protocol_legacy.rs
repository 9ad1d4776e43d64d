//! The era of `initialize`, 2024-11-05 to 2025-11-25, over HTTP without sessions.

use serde_json::{Value, json};

use crate::protocol::{Running, fixture};

async fn initialize(server: &Running, version: &str) -> Value {
    let client = json!({ "name": "test", "version": "1" });
    let params = json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": client });
    server.legacy("", "initialize", params).await.result()
}

#[tokio::test]
async fn every_version_is_negotiated_and_others_get_the_newest() {
    let server = fixture().await;
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        assert_eq!(initialize(&server, version).await["protocolVersion"], version);
    }
    for version in ["2026-07-28", "1.0", "2031-01-01", ""] {
        assert_eq!(initialize(&server, version).await["protocolVersion"], "2025-11-25");
    }
    let answer = initialize(&server, "2025-06-18").await;
    assert_eq!(answer["serverInfo"]["name"], "conformance-fixture");
    assert_eq!(answer["capabilities"]["tools"], json!({}), "nothing is announced without a session");
    assert!(answer["instructions"].is_string());
    assert_eq!(answer.get("resultType"), None, "a word of the next era");
}

#[tokio::test]
async fn a_plain_request_is_answered_in_plain_json() {
    let server = fixture().await;
    let answer = server.legacy("", "tools/call", json!({ "name": "test_simple_text" })).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("mcp-session-id"), None);
    assert_eq!(
        answer.body,
        r#"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"This is a simple text response for testing."}],"isError":false}}"#
    );
    for accept in ["*/*", "application/json", "text/html", "application/json, text/event-stream"] {
        let body = r#"{"jsonrpc":"2.0","id":"x","method":"ping"}"#;
        let answer = server.post(&[("accept", accept)], body).await;
        assert_eq!(answer.body, r#"{"jsonrpc":"2.0","id":"x","result":{}}"#, "{accept}");
    }
}

#[tokio::test]
async fn a_client_that_only_takes_streams_gets_one() {
    let server = fixture().await;
    let body = r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"test_simple_text"}}"#;
    let answer = server.post(&[("accept", "text/event-stream")], body).await;
    assert_eq!(answer.events().len(), 1);
    assert_eq!(answer.events()[0]["id"], 7);
    let answer = server.post(&[("accept", "text/event-stream"), ("mcp-protocol-version", "1")], body).await;
    assert_eq!((answer.status, answer.error()), (400, -32022), "errors have a status");
}

#[tokio::test]
async fn unknown_things_are_errors_of_the_protocol() {
    let server = fixture().await;
    let unknown = server.legacy("2025-11-25", "no/such", json!({})).await;
    assert_eq!((unknown.status, unknown.error()), (200, -32601));
    let tool = server.legacy("2025-11-25", "tools/call", json!({ "name": "no_such" })).await;
    assert_eq!((tool.status, tool.error()), (200, -32602));
    let prompt = server.legacy("2025-11-25", "prompts/get", json!({ "name": "no_such" })).await;
    assert_eq!(prompt.error(), -32602);
    let resource = server.legacy("2025-11-25", "resources/read", json!({ "uri": "test://no" })).await;
    assert_eq!(resource.error(), -32002, "the code of this era");
    assert_eq!(resource.json()["error"]["data"]["uri"], "test://no");
    let cursor = server.legacy("2025-11-25", "tools/list", json!({ "cursor": "made-up" })).await;
    assert_eq!(cursor.error(), -32602);
    for params in [json!({}), json!([1]), json!({ "name": 5 })] {
        assert_eq!(server.legacy("2025-11-25", "tools/call", params).await.error(), -32602);
    }
    let newer = server.legacy("2025-11-25", "server/discover", json!({})).await;
    assert_eq!((newer.status, newer.error()), (400, -32602), "so that the client falls back to initialize");
}

#[tokio::test]
async fn a_version_that_is_not_served_is_refused() {
    let server = fixture().await;
    let answer = server.legacy("2029-01-01", "tools/list", json!({})).await;
    assert_eq!((answer.status, answer.error()), (400, -32022));
    assert_eq!(answer.json()["id"], 1);
    assert_eq!(answer.json()["error"]["data"]["requested"], "2029-01-01");
    assert_eq!(answer.json()["error"]["data"]["supported"][1], "2025-11-25");
    let notification = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
    let answer = server.post(&[("mcp-protocol-version", "2029-01-01")], notification).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn notifications_and_stray_responses_are_accepted() {
    let server = fixture().await;
    for body in [
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        r#"{"jsonrpc":"2.0","id":"made-up","result":{}}"#,
        r#"{"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"no"}}"#,
    ] {
        let answer = server.post(&[], body).await;
        assert_eq!((answer.status, answer.body.as_str()), (202, ""), "{body}");
    }
}

#[tokio::test]
async fn a_batch_is_answered_as_a_batch_where_there_are_batches() {
    let server = fixture().await;
    let batch = r#" [{"jsonrpc":"2.0","id":1,"method":"ping"},
        {"jsonrpc":"2.0","method":"notifications/initialized"},
        {"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"test_simple_text"}},
        {"jsonrpc":"2.0","id":3,"method":"initialize","params":{}},
        {"jsonrpc":"2.0","id":4,"method":"nope"}, 5, {"id":6}, ["2.0",7,"ping"]]"#;
    for headers in [&[][..], &[("mcp-protocol-version", "2025-03-26")], &[("mcp-protocol-version", "2024-11-05")]] {
        let answer = server.post(headers, batch).await;
        assert_eq!(answer.status, 200);
        let answers = answer.json();
        let ids: Vec<_> = answers.as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(ids, [json!(1), json!("b"), json!(3), json!(4), Value::Null, json!(6), Value::Null]);
        assert_eq!(answers[1]["result"]["isError"], false);
        let codes: Vec<_> = answers.as_array().unwrap().iter().map(|one| one["error"]["code"].as_i64()).collect();
        assert_eq!(codes, [None, None, Some(-32600), Some(-32601), Some(-32600), Some(-32600), Some(-32600)]);
    }
    let silent = server.post(&[], r#"[{"jsonrpc":"2.0","method":"notifications/initialized"}]"#).await;
    assert_eq!((silent.status, silent.body.as_str()), (202, ""));
}

#[tokio::test]
async fn batches_are_refused_where_there_are_none_and_when_too_large() {
    let server = fixture().await;
    let one = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    for version in ["2025-06-18", "2025-11-25", "2026-07-28"] {
        let answer = server.post(&[("mcp-protocol-version", version)], format!("[{one}]")).await;
        assert_eq!((answer.status, answer.error()), (400, -32600), "{version}");
    }
    assert_eq!(server.post(&[], "[]").await.error(), -32600);
    assert_eq!(server.post(&[], "[").await.error(), -32700);
    assert_eq!(server.post(&[], format!("[{}]", vec![one; 51].join(","))).await.error(), -32600);
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let server = fixture().await;
    for method in ["GET", "DELETE", "PUT"] {
        let request = format!("{method} /mcp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        let answer = server.raw(request).await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("POST, OPTIONS"));
    }
}
