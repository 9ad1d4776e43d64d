//! The protocol over lines, as on standard input and output.

use std::{sync::Arc, sync::atomic::Ordering, time::Duration};

use hub_runtime::{
    mcp::Service,
    stdio::{Options, serve},
};
use serde_json::{Value, json};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf, duplex, split,
    },
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    protocol::{modern_body, the_fixture, the_server},
    tools::tool,
    upstream::{Upstream, json as reply},
};

struct Pipe {
    input: WriteHalf<DuplexStream>,
    output: Lines<BufReader<ReadHalf<DuplexStream>>>,
    done: JoinHandle<std::io::Result<()>>,
}

impl Pipe {
    fn open(service: Arc<impl Service>, options: Options) -> Self {
        let (ours, theirs) = duplex(1 << 16);
        let (input, output) = split(theirs);
        let done = tokio::spawn(serve(service, input, output, options));
        let (output, input) = split(ours);
        Self { input, output: BufReader::new(output).lines(), done }
    }

    fn fixture() -> Self {
        Self::open(the_fixture(), Options::default())
    }

    async fn send(&mut self, line: impl AsRef<str>) {
        self.input.write_all(format!("{}\n", line.as_ref()).as_bytes()).await.unwrap();
    }

    async fn request(&mut self, id: u32, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()).await;
    }

    async fn call(&mut self, id: u32, tool: &str) {
        self.request(id, "tools/call", json!({ "name": tool })).await;
    }

    async fn next(&mut self) -> Value {
        let line = timeout(Duration::from_secs(10), self.output.next_line()).await.expect("a line").unwrap();
        line.expect("not the end").parse().expect("nothing but protocol")
    }

    async fn initialize(&mut self, version: &str) -> Value {
        let client = json!({ "name": "test", "version": "1" });
        let params = json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": client });
        self.request(0, "initialize", params).await;
        self.next().await["result"].clone()
    }

    /// Ends the input, and says what still came.
    async fn finish(mut self) -> Vec<Value> {
        self.input.shutdown().await.unwrap();
        let mut rest = Vec::new();
        while let Some(line) = timeout(Duration::from_secs(10), self.output.next_line()).await.unwrap().unwrap() {
            rest.push(line.parse().unwrap());
        }
        self.done.await.unwrap().unwrap();
        rest
    }
}

#[tokio::test]
async fn both_eras_are_spoken_on_one_pipe() {
    let mut pipe = Pipe::fixture();
    assert_eq!(pipe.initialize("2025-06-18").await["protocolVersion"], "2025-06-18");
    pipe.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).await;
    pipe.call(1, "test_simple_text").await;
    let answer = pipe.next().await;
    assert_eq!((answer["id"].clone(), answer["result"].get("resultType")), (json!(1), None));
    pipe.send(modern_body("tools/call", json!({ "name": "test_simple_text" }))).await;
    assert_eq!(pipe.next().await["result"]["resultType"], "complete", "no headers to compare here");
    pipe.send(modern_body("server/discover", json!({}))).await;
    assert_eq!(pipe.next().await["result"]["supportedVersions"][0], "2026-07-28");
    pipe.send(modern_body("ping", json!({}))).await;
    assert_eq!(pipe.next().await["error"]["code"], -32601);
    assert!(pipe.finish().await.is_empty());
}

#[tokio::test]
async fn calls_run_side_by_side() {
    let mut pipe = Pipe::fixture();
    pipe.call(1, "test_tool_with_progress").await;
    pipe.call(2, "test_simple_text").await;
    assert_eq!(pipe.next().await["id"], 2);
    assert_eq!(pipe.next().await["id"], 1);
}

#[tokio::test]
async fn what_is_in_flight_is_answered_after_the_end() {
    let mut pipe = Pipe::fixture();
    for id in 1..=5 {
        pipe.call(id, "test_tool_with_progress").await;
    }
    let mut ids: Vec<_> = pipe.finish().await.iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn the_end_does_not_wait_for_ever() {
    let options = Options { drain: Duration::from_millis(100), ..Options::default() };
    let mut pipe = Pipe::open(the_fixture(), options);
    pipe.request(1, "tools/call", json!({ "name": "test_elicitation", "arguments": { "message": "?" } })).await;
    assert_eq!(pipe.next().await["method"], "elicitation/create");
    assert!(pipe.finish().await.is_empty(), "nobody answered");
}

#[tokio::test]
async fn a_cancelled_call_is_not_answered_and_leaves_the_upstream() {
    let upstream = Upstream::always(reply("{}").wait(Duration::from_secs(30))).await;
    let mut pipe = Pipe::open(the_server(tool("GET", "/slow").blueprint(&upstream.url())), Options::default());
    pipe.call(7, "the_tool").await;
    sleep(Duration::from_millis(300)).await;
    pipe.call(7, "the_tool").await;
    assert_eq!(pipe.next().await["error"]["code"], -32600, "the id is taken");
    pipe.send(r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#).await;
    pipe.request(8, "ping", json!({})).await;
    assert_eq!(pipe.next().await["id"], 8);
    sleep(Duration::from_millis(300)).await;
    assert_eq!(upstream.abandoned.load(Ordering::SeqCst), 1);
    pipe.call(7, "no_such_tool").await;
    assert_eq!(pipe.next().await["error"]["code"], -32602, "the id is free again");
    assert!(pipe.finish().await.is_empty());
}

#[tokio::test]
async fn questions_go_both_ways_and_levels_are_remembered() {
    let mut pipe = Pipe::fixture();
    pipe.initialize("2025-11-25").await;
    pipe.request(1, "tools/call", json!({ "name": "test_sampling", "arguments": { "prompt": "Hi" } })).await;
    let question = pipe.next().await;
    assert_eq!(question["method"], "sampling/createMessage");
    let answer = json!({ "role": "assistant", "model": "m", "content": { "type": "text", "text": "Hello" } });
    pipe.send(json!({ "jsonrpc": "2.0", "id": question["id"], "result": answer }).to_string()).await;
    assert_eq!(pipe.next().await["result"]["content"][0]["text"], "LLM response: Hello");
    pipe.request(2, "logging/setLevel", json!({ "level": "error" })).await;
    assert_eq!(pipe.next().await["result"], json!({}));
    pipe.call(3, "test_logging_tool").await;
    assert_eq!(pipe.next().await["id"], 3, "no message before it");
    pipe.request(4, "logging/setLevel", json!({ "level": "loud" })).await;
    assert_eq!(pipe.next().await["error"]["code"], -32602);
}

#[tokio::test]
async fn broken_lines_do_not_break_the_pipe() {
    let options = Options { message_bytes: 200, ..Options::default() };
    let mut pipe = Pipe::open(the_fixture(), options);
    for (line, code) in
        [("nonsense", -32700), ("{}", -32600), (&"x".repeat(5000), -32600), ("[]", -32600), ("[", -32700)]
    {
        pipe.send(line).await;
        assert_eq!(pipe.next().await["error"]["code"], code, "{line}");
    }
    pipe.send("\n   \n\r").await;
    pipe.send(" {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} \r").await;
    assert_eq!(pipe.next().await, json!({ "jsonrpc": "2.0", "id": 1, "result": {} }));
    pipe.input.write_all(br#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#).await.unwrap();
    assert_eq!(pipe.finish().await[0]["id"], 2, "also without a line break at the end");
}

#[tokio::test]
async fn a_batch_is_answered_as_one_in_the_version_that_has_them() {
    let mut pipe = Pipe::fixture();
    let batch = r#"[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text"}},{"jsonrpc":"2.0","id":2,"method":"ping"}]"#;
    pipe.send(batch).await;
    assert_eq!(pipe.next().await["error"]["code"], -32600, "nothing is settled yet");
    pipe.initialize("2025-03-26").await;
    pipe.send(batch).await;
    let answers = pipe.next().await;
    let mut ids: Vec<_> = answers.as_array().unwrap().iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2]);
    pipe.initialize("2025-06-18").await;
    pipe.send(batch).await;
    assert_eq!(pipe.next().await["error"]["code"], -32600);
}

#[tokio::test]
async fn an_answer_is_one_line_however_the_upstream_writes() {
    let upstream = Upstream::always(reply("{\r\n  \"a\": 12345678901234567890,\n  \"b\": \"x\\ny\"\n}")).await;
    let make = tool("GET", "/pretty").output(json!({ "type": "object" }), None);
    let mut pipe = Pipe::open(the_server(make.blueprint(&upstream.url())), Options::default());
    pipe.call(1, "the_tool").await;
    let answer = pipe.next().await;
    assert_eq!(answer["result"]["structuredContent"]["b"], "x\ny");
    assert_eq!(answer["result"]["structuredContent"]["a"].to_string(), "12345678901234567890");
}

#[tokio::test]
async fn subscriptions_end_with_the_pipe() {
    let mut pipe = Pipe::fixture();
    pipe.send(modern_body("subscriptions/listen", json!({ "notifications": { "toolsListChanged": true } }))).await;
    assert_eq!(pipe.next().await["method"], "notifications/subscriptions/acknowledged");
    pipe.call(2, "test_trigger_tool_change").await;
    assert_eq!(pipe.next().await["method"], "notifications/tools/list_changed");
    assert_eq!(pipe.next().await["id"], 2);
    let rest = pipe.finish().await;
    assert_eq!((rest.len(), rest[0]["id"].clone()), (1, json!(1)));
}

#[tokio::test]
async fn a_full_pipe_refuses_requests_and_still_takes_answers() {
    let mut pipe = Pipe::open(the_fixture(), Options { requests: 1, ..Options::default() });
    pipe.request(1, "tools/call", json!({ "name": "test_sampling", "arguments": { "prompt": "Hi" } })).await;
    let question = pipe.next().await;
    pipe.call(2, "test_simple_text").await;
    assert_eq!(pipe.next().await["error"]["code"], -32603);
    pipe.request(3, "ping", json!({})).await;
    assert_eq!(pipe.next().await["id"], 3);
    pipe.send(json!({ "jsonrpc": "2.0", "id": question["id"], "result": {} }).to_string()).await;
    assert_eq!(pipe.next().await["id"], 1);
    pipe.call(4, "test_simple_text").await;
    assert_eq!(pipe.next().await["result"]["isError"], false);
}
