//! Whatever is sent, a well-formed answer comes back.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hub_runtime::{
    fixture::Fixture,
    http::{Endpoint, Options},
    stdio,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::protocol::the_fixture;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
static FIXTURE: LazyLock<Arc<Fixture>> = LazyLock::new(the_fixture);
static ENDPOINT: LazyLock<Endpoint<Fixture>> =
    LazyLock::new(|| Endpoint::new(Arc::clone(&FIXTURE), Options::default()));

/// Values that look like the real ones, and ones that do not.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "(2\\.0|2026-07-28|2025-11-25|test://static-text|test_simple_text|test_x_mcp_header)".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..5).prop_map(|fields| fields.into_iter().collect::<Value>()),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        "(jsonrpc|id|method|params|result|error|name|uri|arguments|_meta|cursor|requestState|inputResponses|ref|argument)",
        "io\\.modelcontextprotocol/(protocolVersion|clientCapabilities|clientInfo|logLevel)",
        ".{0,6}",
    ]
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        "(initialize|ping|server/discover|tools/list|tools/call|resources/list|resources/read|prompts/get|completion/complete)",
        "(resources/subscribe|logging/setLevel|notifications/cancelled|prompts/list|resources/templates/list)",
        ".{0,10}",
    ]
}

/// A message whose envelope is right and whose parameters are anything.
fn message() -> impl Strategy<Value = Value> {
    (method(), value(), value())
        .prop_map(|(method, id, params)| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
}

fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let name = "(mcp-protocol-version|mcp-method|mcp-name|mcp-param-region|accept|content-type|origin|host)";
    let value = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        "(2026-07-28|2025-11-25|2025-03-26|tools/call|application/json|text/event-stream|=\\?base64\\?.{0,6}\\?=)"
            .prop_map(String::into_bytes),
    ];
    prop::collection::vec((name, value), 0..4)
}

pub(crate) fn check(headers: &[(String, Vec<u8>)], body: &[u8]) {
    let mut request = Request::post("http://localhost/mcp");
    for (name, value) in headers {
        if let Ok(value) = http::HeaderValue::from_bytes(value) {
            request = request.header(name, value);
        }
    }
    let request = request.body(Full::new(Bytes::copy_from_slice(body))).unwrap();
    let (status, kind, body) = RUNTIME.block_on(async {
        let response = ENDPOINT.handle(request).await;
        let kind = response.headers().get("content-type").cloned();
        let status = response.status();
        (status, kind, response.into_body().collect().await.unwrap().to_bytes())
    });
    if status == StatusCode::ACCEPTED {
        assert!(body.is_empty());
        return;
    }
    let text = std::str::from_utf8(&body).unwrap();
    let answers: Vec<Value> = match kind.unwrap().to_str().unwrap() {
        "text/event-stream" => {
            text.lines().filter_map(|line| line.strip_prefix("data: ")).map(|data| data.parse().unwrap()).collect()
        }
        kind => {
            assert_eq!(kind, "application/json");
            match serde_json::from_str(text).unwrap() {
                Value::Array(answers) => answers,
                one => vec![one],
            }
        }
    };
    assert!(!answers.is_empty());
    for answer in answers {
        assert_eq!(answer["jsonrpc"], "2.0");
        if answer.get("method").is_some() {
            continue;
        }
        assert!(answer.get("id").is_some(), "{text}");
        assert_ne!(answer.get("result").is_some(), answer.get("error").is_some(), "one of the two: {text}");
        if let Some(error) = answer.get("error") {
            assert!(error["code"].is_i64() && error["message"].is_string(), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(headers in headers(), body in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&headers, &body);
    }

    #[test]
    fn any_json_gets_an_answer(headers in headers(), body in value()) {
        check(&headers, body.to_string().as_bytes());
    }

    #[test]
    fn any_message_gets_an_answer(headers in headers(), body in message()) {
        check(&headers, body.to_string().as_bytes());
    }

    #[test]
    fn any_batch_gets_an_answer(batch in prop::collection::vec(message(), 0..6)) {
        check(&[], Value::from(batch).to_string().as_bytes());
    }

    #[test]
    fn any_line_gets_an_answer_in_one_line(lines in prop::collection::vec(message(), 0..4), noise in ".{0,60}") {
        let mut input = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        input.push_str(&noise);
        let mut output = Vec::new();
        RUNTIME.block_on(stdio::serve(Arc::clone(&FIXTURE), input.as_bytes(), &mut output, stdio::Options::default())).unwrap();
        for line in String::from_utf8(output).unwrap().lines() {
            let answer: Value = line.parse().unwrap();
            prop_assert!(answer.is_object() || answer.is_array());
        }
    }
}
