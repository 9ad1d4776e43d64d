//! The stateless era, 2026-07-28.

use serde_json::{Value, json};

use crate::protocol::{MODERN, Running, fixture, modern_body};

/// Headers, and the status and code that they lead to.
type Case<'a> = (&'a [(&'a str, &'a str)], (u16, i64));

async fn with(server: &Running, headers: &[(&str, &str)], method: &str, params: Value) -> (u16, i64) {
    let answer = server.post(headers, modern_body(method, params)).await;
    let code = answer.json()["error"]["code"].as_i64().unwrap_or(0);
    assert_eq!(answer.json()["id"], 1);
    (answer.status, code)
}

#[tokio::test]
async fn discover_says_everything() {
    let server = fixture().await;
    let result = server.modern("server/discover", json!({})).await.result();
    assert_eq!(result["resultType"], "complete");
    assert_eq!(
        result["supportedVersions"],
        json!(["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
    );
    assert_eq!(result["capabilities"]["tools"]["listChanged"], true);
    assert!(result["ttlMs"].is_u64());
    assert_eq!(result["cacheScope"], "public");
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"]["version"], "1.0.0");
}

#[tokio::test]
async fn every_result_is_complete_and_lists_say_how_long_they_last() {
    let server = fixture().await;
    for (method, key) in [
        ("tools/list", "tools"),
        ("resources/list", "resources"),
        ("resources/templates/list", "resourceTemplates"),
        ("prompts/list", "prompts"),
    ] {
        let result = server.modern(method, json!({})).await.result();
        assert!(result[key].is_array(), "{method}");
        assert_eq!(result["resultType"], "complete", "{method}");
        assert!(result["ttlMs"].is_u64(), "{method}");
    }
    let read = server.modern("resources/read", json!({ "uri": "test://static-text" })).await.result();
    assert!(read["ttlMs"].is_u64());
    let called = server.modern("tools/call", json!({ "name": "test_simple_text" })).await.result();
    assert_eq!(called["resultType"], "complete");
    assert_eq!(called.get("ttlMs"), None, "what a call answers is not kept");
}

#[tokio::test]
async fn what_every_request_must_have_is_demanded() {
    let server = fixture().await;
    let headers = [("mcp-protocol-version", MODERN), ("mcp-method", "tools/list")];
    for meta in [
        json!({}),
        json!({ "io.modelcontextprotocol/protocolVersion": MODERN }),
        json!({ "io.modelcontextprotocol/clientCapabilities": {} }),
        json!({ "io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientCapabilities": 1 }),
    ] {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "_meta": meta } });
        let answer = server.post(&headers, body.to_string()).await;
        assert_eq!((answer.status, answer.error()), (400, -32602), "{meta}");
    }
    let answer = server.post(&headers, r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#).await;
    assert_eq!((answer.status, answer.error()), (400, -32602));
}

#[tokio::test]
async fn headers_must_say_what_the_body_says() {
    let server = fixture().await;
    let version = ("mcp-protocol-version", MODERN);
    let call = json!({ "name": "test_simple_text" });
    let mismatch = (400, -32020);
    let cases: &[Case] = &[
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "test_simple_text")], (200, 0)),
        (&[version, ("MCP-METHOD", "tools/call"), ("Mcp-Name", " test_simple_text\t")], (200, 0)),
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "=?base64?dGVzdF9zaW1wbGVfdGV4dA==?=")], (200, 0)),
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "=?base64?dGVzdF9zaW1wbGVfdGV4dA?=")], mismatch),
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "=?base64?//8=?=")], mismatch),
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "TEST_SIMPLE_TEXT")], mismatch),
        (&[version, ("mcp-method", "tools/call"), ("mcp-name", "a"), ("mcp-name", "test_simple_text")], mismatch),
        (&[version, ("mcp-method", "tools/call")], mismatch),
        (&[version, ("mcp-method", "Tools/Call"), ("mcp-name", "test_simple_text")], mismatch),
        (&[version, ("mcp-name", "test_simple_text")], mismatch),
        (&[("mcp-method", "tools/call"), ("mcp-name", "test_simple_text")], mismatch),
        (&[("mcp-protocol-version", "2025-11-25"), ("mcp-method", "tools/call")], mismatch),
    ];
    for (headers, expected) in cases {
        assert_eq!(with(&server, headers, "tools/call", call.clone()).await, *expected, "{headers:?}");
    }
}

#[tokio::test]
async fn arguments_that_are_repeated_in_headers_are_compared() {
    let server = fixture().await;
    let base = [("mcp-protocol-version", MODERN), ("mcp-method", "tools/call"), ("mcp-name", "test_x_mcp_header")];
    let cases: [(Value, Option<&str>, (u16, i64)); 7] = [
        (json!({ "region": "eu" }), Some("eu"), (200, 0)),
        (json!({ "region": "größer" }), Some("=?base64?Z3LDtsOfZXI=?="), (200, 0)),
        (json!({}), None, (200, 0)),
        (json!({ "region": null }), None, (200, 0)),
        (json!({ "region": "eu" }), Some("us"), (400, -32020)),
        (json!({ "region": "eu" }), None, (400, -32020)),
        (json!({}), Some("eu"), (400, -32020)),
    ];
    for (arguments, header, expected) in cases {
        let mut headers = base.to_vec();
        headers.extend(header.map(|value| ("Mcp-Param-Region", value)));
        let params = json!({ "name": "test_x_mcp_header", "arguments": arguments });
        assert_eq!(with(&server, &headers, "tools/call", params).await, expected, "{arguments} {header:?}");
    }
}

#[tokio::test]
async fn versions_that_are_not_served_are_named() {
    let server = fixture().await;
    let body = modern_body("server/discover", json!({})).replace(MODERN, "2099-01-01");
    let headers = [("mcp-protocol-version", "2099-01-01"), ("mcp-method", "server/discover")];
    let answer = server.post(&headers, &body).await;
    assert_eq!((answer.status, answer.error()), (400, -32022));
    assert_eq!(answer.json()["error"]["data"]["requested"], "2099-01-01");
    let headers = [("mcp-protocol-version", MODERN), ("mcp-method", "server/discover")];
    assert_eq!(server.post(&headers, &body).await.error(), -32020, "the two disagree");
}

#[tokio::test]
async fn methods_that_are_gone_are_not_found() {
    let server = fixture().await;
    for method in ["initialize", "ping", "logging/setLevel", "resources/subscribe", "tasks/list", "no/such"] {
        let answer = server.modern(method, json!({})).await;
        assert_eq!((answer.status, answer.error()), (404, -32601), "{method}");
    }
    let resource = server.modern("resources/read", json!({ "uri": "test://no" })).await;
    assert_eq!((resource.error(), resource.json()["error"]["data"]["uri"].clone()), (-32602, json!("test://no")));
}

#[tokio::test]
async fn a_capability_that_was_not_declared_is_named() {
    let server = fixture().await;
    let params = json!({ "name": "test_missing_capability" });
    let answer = server.modern("tools/call", params.clone()).await;
    assert_eq!((answer.status, answer.error()), (400, -32021));
    assert_eq!(answer.json()["error"]["data"]["requiredCapabilities"], json!({ "sampling": {} }));
    let declared = json!({ "name": "test_missing_capability",
        "_meta": { "io.modelcontextprotocol/clientCapabilities": { "sampling": {} } } });
    assert_eq!(server.modern("tools/call", declared).await.result()["isError"], false);
}

#[tokio::test]
async fn state_cannot_be_changed_or_used_elsewhere() {
    let server = fixture().await;
    let ask = async |tool: &str, state: Option<&Value>| {
        let mut params = json!({ "name": tool });
        if let Some(state) = state {
            params["requestState"] = state.clone();
            params["inputResponses"] = json!({ "confirm": { "action": "accept", "content": { "ok": true } } });
        }
        server.modern("tools/call", params).await
    };
    let tool = "test_input_required_result_request_state";
    let asked = ask(tool, None).await.result();
    assert_eq!(asked["resultType"], "input_required");
    let state = &asked["requestState"];
    assert_eq!(ask(tool, Some(state)).await.result()["content"][0]["text"], "state-ok");
    let sealed = state.as_str().unwrap();
    let other = if sealed.starts_with('_') { "-" } else { "_" };
    let changed = json!(sealed.replacen(|_: char| true, other, 1));
    assert_eq!(ask(tool, Some(&changed)).await.error(), -32602);
    for made_up in [json!(""), json!("AAAA"), json!("%%"), json!("A".repeat(80))] {
        assert_eq!(ask(tool, Some(&made_up)).await.error(), -32602, "{made_up}");
    }
    let elsewhere = ask("test_input_required_result_tampered_state", Some(state)).await;
    assert_eq!(elsewhere.error(), -32602, "sealed for another tool");
}

#[tokio::test]
async fn a_legacy_client_without_streams_cannot_be_asked() {
    let server = fixture().await;
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "test_input_required_result_elicitation" } });
    let answer = server.post(&[("accept", "application/json")], body.to_string()).await;
    assert_eq!(answer.error(), -32603);
    assert!(answer.body.contains("text/event-stream"), "and is told what to do: {}", answer.body);
}
