//! Answers that become streams, requests that are given up, and the end of a server.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use hub_runtime::http::{Listening, Options};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    protocol::{MODERN, Running, fixture, modern_body, request, start, the_fixture, the_server},
    tools::tool,
    upstream::{Upstream, json as reply},
};

/// A stream that is read while it goes on.
pub(crate) struct Stream(Lines<BufReader<TcpStream>>);

impl Stream {
    pub(crate) async fn open(server: &Running, headers: &[(&str, &str)], body: &str) -> Self {
        let mut stream = server.connect().await;
        stream.write_all(&request("localhost", headers, body.as_bytes())).await.unwrap();
        Self(BufReader::new(stream).lines())
    }

    async fn subscribe(server: &Running, filter: Value) -> Self {
        let body = modern_body("subscriptions/listen", json!({ "notifications": filter }));
        Self::open(server, &[("mcp-protocol-version", MODERN), ("mcp-method", "subscriptions/listen")], &body).await
    }

    /// The next message; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Value> {
        loop {
            let line = timeout(Duration::from_secs(10), self.0.next_line()).await.expect("a line").unwrap()?;
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(data.parse().unwrap());
            }
        }
    }

    async fn quiet(&mut self) -> bool {
        timeout(Duration::from_millis(300), self.next()).await.is_err()
    }
}

fn call(name: &str, arguments: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": name, "arguments": arguments, "_meta": { "progressToken": "a token" } } })
    .to_string()
}

#[tokio::test]
async fn progress_makes_a_stream_with_the_answer_last() {
    let server = fixture().await;
    let answer = server.post(&[], call("test_tool_with_progress", &json!({}))).await;
    assert_eq!(answer.header("x-accel-buffering"), Some("no"));
    let events = answer.events();
    let steps: Vec<_> = events[..3].iter().map(|event| event["params"]["progress"].as_f64().unwrap()).collect();
    assert_eq!(steps, [0.0, 50.0, 100.0]);
    assert!(events[..3].iter().all(|event| event["params"]["progressToken"] == "a token"));
    assert_eq!((events.len(), events[3]["id"].clone()), (4, json!(1)));
    assert_eq!(events[3]["result"]["isError"], false);
}

#[tokio::test]
async fn a_client_without_streams_or_without_a_token_gets_none() {
    let server = fixture().await;
    let answer = server.post(&[("accept", "application/json")], call("test_tool_with_progress", &json!({}))).await;
    assert_eq!(answer.result()["isError"], false);
    let answer = server.legacy("", "tools/call", json!({ "name": "test_tool_with_progress" })).await;
    assert_eq!(answer.result()["isError"], false);
}

#[tokio::test]
async fn a_slow_call_shows_that_it_is_alive() {
    let options = Options {
        stream_after: Duration::from_millis(100),
        keep_alive: Duration::from_millis(300),
        ..Options::default()
    };
    let server = start(the_fixture(), options, Listening::default()).await;
    let answer = server.post(&[], call("test_slow", &json!({}))).await;
    assert_eq!(answer.events().len(), 1);
    let comments = answer.body.lines().filter(|line| line.starts_with(':')).count();
    assert!((3..=7).contains(&comments), "{comments} in two seconds");
    let plain = server.legacy("", "tools/call", json!({ "name": "test_slow" })).await;
    assert_eq!(plain.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_slow_upstream_shows_as_progress() {
    let upstream = Upstream::always(reply(r#"{"done":true}"#).wait(Duration::from_millis(6500))).await;
    let server = the_server(tool("GET", "/slow").blueprint(&upstream.url()));
    let server = start(server, Options::default(), Listening::default()).await;
    let events = server.post(&[], call("the_tool", &json!({}))).await.events();
    let (last, progress) = events.split_last().unwrap();
    assert_eq!(last["result"]["isError"], false);
    let steps: Vec<_> = progress.iter().map(|event| event["params"]["progress"].as_f64().unwrap()).collect();
    assert!(!steps.is_empty() && steps.is_sorted(), "{events:?}");
    assert_eq!(progress[0]["params"]["progressToken"], "a token");
}

#[tokio::test]
async fn messages_before_an_immediate_answer_are_not_lost() {
    let server = fixture().await;
    let meta = json!({ "io.modelcontextprotocol/logLevel": "debug" });
    let answer = server.modern("tools/call", json!({ "name": "test_logging_tool", "_meta": meta })).await;
    let events = answer.events();
    assert_eq!(events[0]["method"], "notifications/message");
    assert_eq!(events[1]["result"]["resultType"], "complete");
    let silent = server.modern("tools/call", json!({ "name": "test_logging_tool" })).await;
    assert_eq!(silent.result()["isError"], false, "nobody asked for messages");
    let meta = json!({ "io.modelcontextprotocol/logLevel": "error" });
    let silent = server.modern("tools/call", json!({ "name": "test_logging_tool", "_meta": meta })).await;
    assert_eq!(silent.result()["isError"], false, "only for worse ones");
}

#[tokio::test]
async fn a_question_is_answered_in_a_request_of_its_own() {
    let server = fixture().await;
    let mut stream = Stream::open(&server, &[], &call("test_elicitation", &json!({ "message": "Who?" }))).await;
    let question = stream.next().await.unwrap();
    assert_eq!(question["method"], "elicitation/create");
    assert_eq!(question["params"]["message"], "Who?");
    let id = question["id"].as_str().unwrap().to_owned();
    assert!(id.len() >= 24, "nobody guesses it: {id}");
    let answer =
        |id: &str| json!({ "jsonrpc": "2.0", "id": id, "result": { "action": "accept", "content": { "a": 1 } } });
    assert_eq!(server.post(&[], answer("made-up").to_string()).await.status, 202);
    assert!(stream.quiet().await);
    assert_eq!(server.post(&[], answer(&id).to_string()).await.status, 202);
    let text = stream.next().await.unwrap()["result"]["content"][0]["text"].clone();
    assert_eq!(text, "User response: action=accept, content={\"a\":1}");
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn questions_of_the_stateless_era_reach_legacy_clients_too() {
    let server = fixture().await;
    let mut stream = Stream::open(&server, &[], &call("test_input_required_result_multi_round", &json!({}))).await;
    for (field, value) in [("name", "Ada"), ("color", "blue")] {
        let question = stream.next().await.unwrap();
        assert_eq!(question["method"], "elicitation/create");
        assert_eq!(question["params"]["requestedSchema"]["required"], json!([field]));
        let result = json!({ "action": "accept", "content": { field: value } });
        server.post(&[], json!({ "jsonrpc": "2.0", "id": question["id"], "result": result }).to_string()).await;
    }
    let last = stream.next().await.unwrap();
    assert_eq!(last["result"]["content"][0]["text"], "Ada likes blue");
    assert_eq!(last["result"].get("resultType"), None);

    // Three at once; and one that is never answered well is not asked for ever.
    let body = call("test_input_required_result_multiple_inputs", &json!({}));
    let mut stream = Stream::open(&server, &[], &body).await;
    let mut rounds = 0;
    let last = loop {
        let message = stream.next().await.unwrap();
        if message["method"].is_null() {
            break message;
        }
        rounds += 1;
        server.post(&[], json!({ "jsonrpc": "2.0", "id": message["id"], "result": {} }).to_string()).await;
    };
    assert_eq!((last["error"]["code"].clone(), rounds), (json!(-32603), 48));
}

#[tokio::test]
async fn a_refused_question_is_told_to_the_tool() {
    let server = fixture().await;
    let mut stream = Stream::open(&server, &[], &call("test_sampling", &json!({ "prompt": "Hi" }))).await;
    let id = stream.next().await.unwrap()["id"].clone();
    let refusal = json!({ "jsonrpc": "2.0", "id": id, "error": { "code": -1, "message": "not now" } });
    server.post(&[], refusal.to_string()).await;
    let result = stream.next().await.unwrap()["result"].clone();
    assert_eq!(result["isError"], true);
    assert!(result["content"][0]["text"].as_str().unwrap().contains("not now"));
    let unreachable = server.post(&[("accept", "application/json")], call("test_sampling", &json!({}))).await;
    assert_eq!(unreachable.result()["isError"], true, "there is no way to ask");
}

#[tokio::test]
async fn subscribers_are_told_what_they_asked_for() {
    let server = fixture().await;
    let mut tools = Stream::subscribe(&server, json!({ "toolsListChanged": true })).await;
    let mut prompts = Stream::subscribe(&server, json!({ "promptsListChanged": true })).await;
    for (stream, wanted) in [(&mut tools, "toolsListChanged"), (&mut prompts, "promptsListChanged")] {
        let first = stream.next().await.unwrap();
        assert_eq!(first["method"], "notifications/subscriptions/acknowledged");
        assert_eq!(first["params"]["notifications"], json!({ wanted: true }));
        assert_eq!(first["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], 1);
    }
    server.modern("tools/call", json!({ "name": "test_trigger_tool_change" })).await.result();
    let change = tools.next().await.unwrap();
    assert_eq!(change["method"], "notifications/tools/list_changed");
    assert_eq!(change["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], 1);
    assert!(prompts.quiet().await);

    let done = server.stop();
    let last = tools.next().await.unwrap();
    assert_eq!((last["id"].clone(), last["result"]["resultType"].clone()), (json!(1), json!("complete")));
    assert_eq!(tools.next().await, None);
    assert!(done.await.unwrap(), "subscriptions do not hold up the end");
}

#[tokio::test]
async fn a_subscription_needs_a_stream() {
    let server = fixture().await;
    let body = modern_body("subscriptions/listen", json!({ "notifications": {} }));
    let headers =
        [("mcp-protocol-version", MODERN), ("mcp-method", "subscriptions/listen"), ("accept", "application/json")];
    assert_eq!(server.post(&headers, body).await.error(), -32600);
    assert_eq!(server.modern("subscriptions/listen", json!({})).await.error(), -32602);
}

#[tokio::test]
async fn a_client_that_leaves_cancels_its_call() {
    let upstream = Upstream::always(reply("{}").wait(Duration::from_secs(30))).await;
    let server = the_server(tool("GET", "/slow").blueprint(&upstream.url()));
    let options = Options { stream_after: Duration::from_millis(50), ..Options::default() };
    let server = start(server, options, Listening::default()).await;
    let plain = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"the_tool"}}"#.to_owned();
    for (body, expected) in [(plain, 1), (call("the_tool", &json!({})), 2)] {
        let stream = Stream::open(&server, &[], &body).await;
        sleep(Duration::from_millis(400)).await;
        assert_eq!(upstream.seen().len(), expected);
        assert_eq!(upstream.abandoned.load(Ordering::SeqCst), expected - 1);
        drop(stream);
        for _ in 0..50 {
            if upstream.abandoned.load(Ordering::SeqCst) == expected {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(upstream.abandoned.load(Ordering::SeqCst), expected, "the upstream is left as well");
    }
}

#[tokio::test]
async fn what_is_in_flight_is_finished_and_nothing_new_is_taken() {
    let upstream = Upstream::always(reply(r#"{"done":true}"#).wait(Duration::from_millis(700))).await;
    let server = the_server(tool("GET", "/slow").blueprint(&upstream.url()));
    let server = start(server, Options::default(), Listening::default()).await;
    let address = server.address;
    let server = Arc::new(server);
    let calling = tokio::spawn({
        let server = Arc::clone(&server);
        async move { server.legacy("", "tools/call", json!({ "name": "the_tool" })).await }
    });
    sleep(Duration::from_millis(300)).await;
    let idle = server.connect().await;
    server.stopper().send(()).unwrap();
    let answer = calling.await.unwrap();
    assert!(answer.result()["content"][0]["text"].as_str().unwrap().contains("done"));
    let server = Arc::into_inner(server).unwrap();
    assert!(timeout(Duration::from_secs(5), server.ended()).await.unwrap(), "all was finished");
    drop(idle);
    #[expect(clippy::disallowed_methods, reason = "the client of a test")]
    let refused = TcpStream::connect(address).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn the_end_does_not_wait_for_ever() {
    let upstream = Upstream::always(reply("{}").wait(Duration::from_secs(60))).await;
    let server = the_server(tool("GET", "/slow").blueprint(&upstream.url()));
    let listening = Listening { drain: Duration::from_millis(300), ..Listening::default() };
    let server = start(server, Options::default(), listening).await;
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"the_tool"}}"#;
    let mut stream = Stream::open(&server, &[], body).await;
    sleep(Duration::from_millis(300)).await;
    let finished = timeout(Duration::from_secs(5), server.stop()).await.unwrap().unwrap();
    assert!(!finished);
    assert_eq!(stream.next().await, None);
}
