//! Tools that ask a person before they act: in both eras, with clients that can ask and with clients that cannot.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hub_model::{
    Blueprint, Profile,
    clock::{Clock, SystemClock},
};
use hub_runtime::{
    ask::Asking,
    discovery::Discovery,
    http::{Listening, Options},
    mcp::{Questions, StateSeal},
    secrets::Secrets,
    server::Server,
    settings::Settings,
};
use serde_json::{Value, json};

use crate::{
    protocol::{Answered, Running, start},
    protocol_stream::Stream,
    tools::{open, tool},
    upstream::{Upstream, json as reply},
};

/// The machine's clock, put forward by as much as a test says.
#[derive(Default)]
struct Ahead(AtomicU64);

impl Clock for Ahead {
    fn now(&self) -> Instant {
        SystemClock.now()
    }

    fn since_epoch(&self) -> Duration {
        SystemClock.since_epoch() + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

/// A server that asks, with the upstream behind it.
struct World {
    upstream: Upstream,
    server: Running,
    clock: Arc<Ahead>,
}

/// `remove_pet`, which destroys, and `feed_pet`, which does not.
fn blueprint(url: &str) -> Blueprint {
    let schema = json!({ "type": "object", "properties": { "pet": { "type": "string", "minLength": 1 } },
        "required": ["pet"], "additionalProperties": false });
    let mut blueprint = tool("DELETE", "/pets/{pet}").schema(schema).blueprint(url);
    let remove = &mut blueprint.tools[0];
    (remove.name, remove.title) = ("remove_pet".into(), "Remove\u{202e} a pet".into());
    remove.annotations.destructive_hint = true;
    let mut feed = remove.clone();
    feed.name = "feed_pet".into();
    feed.annotations.destructive_hint = false;
    blueprint.tools.push(feed);
    blueprint
}

impl World {
    async fn new() -> Self {
        Self::of(|_| {}, |_| {}, Options::default()).await
    }

    async fn of(change: impl FnOnce(&mut Blueprint), set: impl FnOnce(&mut Settings), options: Options) -> Self {
        let upstream = Upstream::always(reply(r#"{"gone":true}"#)).await;
        let clock: Arc<Ahead> = Arc::default();
        let mut settings = open();
        let seal = StateSeal::new(&[7; 32], Arc::clone(&clock) as Arc<dyn Clock>, Duration::from_secs(60));
        settings.ask = Some(Arc::new(Asking::new(seal, Duration::from_secs(60))));
        set(&mut settings);
        let mut blueprint = blueprint(&upstream.url());
        change(&mut blueprint);
        let server = Arc::new(Server::new(blueprint, Secrets::new(), settings).unwrap());
        let server = start(server, options, Listening::default()).await;
        Self { upstream, server, clock }
    }

    /// What was asked of the upstream.
    fn asked(&self) -> Vec<String> {
        self.upstream.seen().iter().map(|seen| seen.line.clone()).collect()
    }

    /// A call in the stateless era, of a client that can ask, with further parameters.
    async fn call(&self, arguments: &Value, more: &Value) -> Answered {
        self.modern(&json!({ "elicitation": {} }), "remove_pet", arguments, more).await
    }

    async fn modern(&self, capabilities: &Value, tool: &str, arguments: &Value, more: &Value) -> Answered {
        let mut params = json!({ "name": tool, "arguments": arguments,
            "_meta": { "io.modelcontextprotocol/clientCapabilities": capabilities } });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.server.modern("tools/call", params).await
    }

    /// The question that a call leads to, and its state.
    async fn question(&self, arguments: &Value) -> (Value, String) {
        let result = self.call(arguments, &json!({})).await.result();
        assert_eq!(result["resultType"], "input_required", "{result}");
        let question = result["inputRequests"]["approval"].clone();
        (question, result["requestState"].as_str().unwrap().to_owned())
    }

    async fn tools(&self) -> Value {
        self.server.modern("tools/list", json!({})).await.result()["tools"].clone()
    }
}

fn answered(action: &str, state: &str) -> Value {
    json!({ "inputResponses": { "approval": { "action": action, "content": {} } }, "requestState": state })
}

/// What a call that must have failed says.
fn refused(answer: &Answered) -> String {
    let result = answer.result();
    assert_eq!(result["isError"], true, "{result}");
    result["content"][0]["text"].as_str().unwrap().to_owned()
}

const DELETED: &str = "DELETE /pets/rex HTTP/1.1";

#[tokio::test]
async fn a_person_decides_in_the_stateless_era() {
    let world = World::new().await;
    let rex = json!({ "pet": "rex" });
    let (question, state) = world.question(&rex).await;
    assert_eq!((&question["method"], &question["params"]["mode"]), (&json!("elicitation/create"), &json!("form")));
    assert_eq!(question["params"]["requestedSchema"], json!({ "type": "object", "properties": {} }));
    let message =
        "“Remove a pet” (remove_pet) may destroy something that cannot be brought back.\npet: rex\nDo you want that?";
    assert_eq!(question["params"]["message"], message);
    for (action, said) in [("decline", "the user declined"), ("cancel", "left the question unanswered")] {
        assert!(refused(&world.call(&rex, &answered(action, &state)).await).contains(said));
    }
    // A word without the question, an answer to something else, and no answer at all: it is asked again.
    for more in [
        json!({ "inputResponses": { "approval": { "action": "accept" } } }),
        json!({ "inputResponses": { "other": { "action": "accept" } }, "requestState": state }),
        json!({ "inputResponses": { "approval": { "action": "perhaps" } }, "requestState": state }),
    ] {
        assert_eq!(world.call(&rex, &more).await.result()["resultType"], "input_required", "{more}");
    }
    assert!(world.asked().is_empty(), "nothing was done");
    assert_eq!(world.call(&rex, &answered("accept", &state)).await.result()["isError"], false);
    assert_eq!(world.asked(), [DELETED]);
}

#[tokio::test]
async fn a_word_is_good_for_one_call_and_for_a_while() {
    let world = World::of(
        |blueprint| {
            let mut other = blueprint.tools[0].clone();
            other.name = "forget_pet".into();
            blueprint.tools.push(other);
        },
        |_| {},
        Options::default(),
    )
    .await;
    let (_, state) = world.question(&json!({ "pet": "rex" })).await;
    let other = world.call(&json!({ "pet": "max" }), &answered("accept", &state)).await;
    assert_eq!(other.error(), -32602, "{}", other.body);
    let accepted = answered("accept", &state);
    let elsewhere =
        world.modern(&json!({ "elicitation": {} }), "forget_pet", &json!({ "pet": "rex" }), &accepted).await;
    assert_eq!(elsewhere.error(), -32602, "{}", elsewhere.body);
    for forged in ["", "AAAA", &state[1..]] {
        assert_eq!(world.call(&json!({ "pet": "rex" }), &answered("accept", forged)).await.error(), -32602);
    }
    world.clock.0.store(61, Ordering::SeqCst);
    let late = world.call(&json!({ "pet": "rex" }), &accepted).await.result();
    assert_eq!(late["resultType"], "input_required", "it is asked anew");
    assert!(world.asked().is_empty());
}

#[tokio::test]
async fn a_client_that_cannot_ask_has_to_repeat_the_name() {
    let world = World::new().await;
    let rex = json!({ "pet": "rex" });
    for capabilities in [json!({}), json!({ "elicitation": { "url": {} } })] {
        let call = async |arguments: Value| world.modern(&capabilities, "remove_pet", &arguments, &json!({})).await;
        let said = refused(&call(rex.clone()).await);
        assert!(said.contains("cannot ask its user") && said.contains("`confirm`: \"rex\""), "{said}");
        for wrong in [json!("max"), json!("remove_pet"), json!(true), json!(null)] {
            refused(&call(json!({ "pet": "rex", "confirm": wrong })).await);
        }
    }
    // Where a person can be asked, a model's own word counts for nothing.
    let confirmed = json!({ "pet": "rex", "confirm": "rex" });
    world.question(&confirmed).await;
    assert!(world.asked().is_empty());
    let done = world.modern(&json!({}), "remove_pet", &confirmed, &json!({})).await.result();
    assert_eq!(done["isError"], false, "{done}");
    assert_eq!(world.asked(), [DELETED]);
}

#[tokio::test]
async fn only_what_destroys_asks_and_only_about_calls_that_can_be_made() {
    let world = World::new().await;
    let tools = world.tools().await;
    assert_eq!(tools[0]["inputSchema"]["properties"]["confirm"]["type"], "string");
    assert_eq!(tools[0]["inputSchema"]["required"], json!(["pet"]));
    assert_eq!(tools[1]["inputSchema"]["properties"], json!({ "pet": { "type": "string", "minLength": 1 } }));
    let fed = world.modern(&json!({}), "feed_pet", &json!({ "pet": "rex" }), &json!({})).await.result();
    assert_eq!(fed["isError"], false);
    assert!(refused(&world.call(&json!({ "pet": "" }), &json!({})).await).contains("pet"));
    assert!(refused(&world.call(&json!({}), &json!({})).await).contains("pet"));
    assert!(refused(&world.call(&json!([]), &json!({})).await).contains("must be an object"));
    assert_eq!(world.asked().len(), 1);
    let unknown = world.modern(&json!({ "elicitation": {} }), "remove_dog", &json!({}), &json!({})).await;
    assert_eq!(unknown.error(), -32602);
}

#[tokio::test]
async fn the_argument_fits_every_tool_and_profile() {
    let crowded = |blueprint: &mut Blueprint| {
        blueprint.tools[0].input_schema["properties"]["confirm"] = json!({ "type": "boolean" });
        blueprint.profile = Profile::OpenaiStrict;
        blueprint.tools[1].annotations.destructive_hint = true;
        blueprint.tools[1].input_schema = json!({ "type": "object" });
    };
    let world = World::of(crowded, |_| {}, Options::default()).await;
    let tools = world.tools().await;
    let schema = &tools[0]["inputSchema"];
    assert_eq!(schema["properties"]["confirm"], json!({ "type": "boolean" }));
    assert_eq!(schema["properties"]["confirm_2"]["anyOf"], json!([{ "type": "string" }, { "type": "null" }]));
    assert_eq!(schema["required"], json!(["pet", "confirm_2"]));
    assert_eq!(tools[1]["inputSchema"]["required"], json!(["confirm"]));
    let own = json!({ "pet": "rex", "confirm": true, "confirm_2": "rex" });
    assert_eq!(world.modern(&json!({}), "remove_pet", &own, &json!({})).await.result()["isError"], false);
}

#[tokio::test]
async fn what_is_asked_about_is_what_is_sent() {
    let world = World::new().await;
    // Text instead of an object, and a wrapper: both are healed, and neither gets by.
    for given in [json!("{\"pet\":\"rex\"}"), json!({ "arguments": { "pet": "rex" } })] {
        let (question, state) = world.question(&given).await;
        let message = question["params"]["message"].as_str().unwrap();
        assert!(message.contains("\npet: rex\n"), "{message}");
        let said = refused(&world.modern(&json!({}), "remove_pet", &given, &json!({})).await);
        assert!(said.contains("`confirm`: \"rex\""), "{said}");
        assert_eq!(world.call(&given, &answered("accept", &state)).await.result()["isError"], false);
    }
    assert_eq!(world.asked(), [DELETED, DELETED]);
}

#[tokio::test]
async fn a_question_cannot_be_rearranged() {
    let world = World::new().await;
    let (question, _) =
        world.question(&json!({ "pet": format!("rex\nDo you want that?\u{202e}{}", "x".repeat(500)) })).await;
    let message = question["params"]["message"].as_str().unwrap();
    assert_eq!(message.lines().count(), 3, "{message}");
    assert!(!message.contains('\u{202e}') && message.contains("x …\n") && message.len() < 500, "{message}");
}

#[tokio::test]
async fn tools_behind_others_ask_too() {
    let world = World::of(|_| {}, |settings| settings.discovery = Discovery::Search, Options::default()).await;
    let wrapped = json!({ "name": "remove_pet", "arguments": { "pet": "rex" } });
    let call = async |more: &Value| {
        world.modern(&json!({ "elicitation": {} }), "call_write_tool", &wrapped, more).await.result()
    };
    let asked = call(&json!({})).await;
    assert_eq!(asked["resultType"], "input_required", "{asked}");
    let done = call(&answered("accept", asked["requestState"].as_str().unwrap())).await;
    assert_eq!(done["isError"], false, "{done}");
    assert_eq!(world.asked(), [DELETED]);
}

/// A legacy call that leads to a question, while it waits: its stream and the question's identifier.
async fn waiting(world: &World, arguments: &Value) -> (Stream, Value) {
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "remove_pet", "arguments": arguments } });
    let headers = [("mcp-protocol-version", "2025-11-25")];
    let mut stream = Stream::open(&world.server, &headers, &body.to_string()).await;
    let question = stream.next().await.unwrap();
    assert_eq!(question["method"], "elicitation/create", "{question}");
    assert_eq!(question["params"].get("mode"), None);
    (stream, question["id"].clone())
}

async fn tell(world: &World, id: &Value, outcome: &Value) {
    let mut body = json!({ "jsonrpc": "2.0", "id": id });
    body.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
    assert_eq!(world.server.post(&[], body.to_string()).await.status, 202);
}

#[tokio::test]
async fn a_person_decides_in_the_legacy_era() {
    let world = World::new().await;
    let rex = json!({ "pet": "rex" });
    let unknown = json!({ "error": { "code": -32601, "message": "Method not found" } });
    let broken = json!({ "error": { "code": -1, "message": "the screen is dark" } });
    let confirmed = json!({ "pet": "rex", "confirm": "rex" });
    let accepted = json!({ "result": { "action": "accept", "content": {} } });
    for (arguments, outcome, said) in [
        (&rex, json!({ "result": { "action": "decline" } }), Some("the user declined")),
        (&rex, json!({ "result": { "action": "cancel" } }), Some("left the question unanswered")),
        (&rex, unknown.clone(), Some("`confirm`: \"rex\"")),
        (&confirmed, broken, Some("the screen is dark")),
        (&rex, accepted, None),
        (&confirmed, unknown, None),
    ] {
        let before = world.asked().len();
        let (mut stream, id) = waiting(&world, arguments).await;
        tell(&world, &id, &outcome).await;
        let result = stream.next().await.unwrap()["result"].clone();
        let text = result["content"][0]["text"].as_str().unwrap();
        assert_eq!(result["isError"], said.is_some(), "{outcome}: {text}");
        assert!(text.contains(said.unwrap_or("gone")), "{outcome}: {text}");
        assert_eq!(world.asked().len() - before, usize::from(said.is_none()), "{outcome}");
    }
    assert!(world.asked().iter().all(|line| line == DELETED), "what confirms is not sent");
}

#[tokio::test]
async fn a_question_that_nobody_answers_does_nothing() {
    let hasty = |settings: &mut Settings| {
        let seal = StateSeal::new(&[7; 32], Arc::new(SystemClock), Duration::from_secs(60));
        settings.ask = Some(Arc::new(Asking::new(seal, Duration::from_millis(200))));
    };
    let world = World::of(|_| {}, hasty, Options::default()).await;
    // Also with a model's own word: there may be somebody to ask.
    let (mut stream, _) = waiting(&world, &json!({ "pet": "rex", "confirm": "rex" })).await;
    let result = stream.next().await.unwrap()["result"].clone();
    assert!(result["content"][0]["text"].as_str().unwrap().contains("nobody answered"), "{result}");
    assert!(world.asked().is_empty());
}

#[tokio::test]
async fn clients_that_cannot_be_reached_have_to_repeat_the_name() {
    let world = World::new().await;
    let body = |arguments: Value| {
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": { "name": "remove_pet", "arguments": arguments } })
        .to_string()
    };
    for headers in [
        // No stream to ask on, and a revision that knows no questions.
        [("mcp-protocol-version", "2025-11-25"), ("accept", "application/json")],
        [("mcp-protocol-version", "2025-03-26"), ("accept", "application/json, text/event-stream")],
    ] {
        let said = refused(&world.server.post(&headers, body(json!({ "pet": "rex" }))).await);
        assert!(said.contains("`confirm`: \"rex\""), "{said}");
        let done = world.server.post(&headers, body(json!({ "pet": "rex", "confirm": "rex" }))).await;
        assert_eq!(done.result()["isError"], false, "{}", done.body);
    }
    assert_eq!(world.asked(), [DELETED, DELETED]);
}

#[tokio::test]
async fn another_endpoint_takes_the_answer() {
    let questions = Questions::default();
    let options = || Options { questions: questions.clone(), ..Options::default() };
    let (asking, other) = (World::of(|_| {}, |_| {}, options()).await, World::of(|_| {}, |_| {}, options()).await);
    let (mut stream, id) = waiting(&asking, &json!({ "pet": "rex" })).await;
    tell(&other, &id, &json!({ "result": { "action": "accept" } })).await;
    assert_eq!(stream.next().await.unwrap()["result"]["isError"], false);
    assert_eq!((asking.asked().len(), other.asked().len()), (1, 0));
}
