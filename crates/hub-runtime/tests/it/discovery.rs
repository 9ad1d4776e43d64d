//! Servers whose tools are found rather than listed.

use std::sync::Arc;

use hub_model::{Blueprint, Profile};
use hub_runtime::{discovery::Discovery, egress::Policy, secrets::Secrets, server::Server, settings::Settings};
use serde_json::{Value, json};

use crate::{
    protocol::{Running, start},
    tools::tool,
    upstream::{Upstream, json as reply},
};

/// An API of three: one that reads, one that writes, and one that is about something else.
fn blueprint(url: &str, profile: Profile) -> Blueprint {
    let schema = json!({
        "type": "object",
        "properties": { "id": { "type": "integer" } },
        "required": ["id"],
        "additionalProperties": false,
    });
    let mut blueprint = tool("GET", "/issues/{id}").schema(schema).blueprint(url);
    blueprint.profile = profile;
    blueprint.name = "api".into();
    blueprint.title = "Tracker".into();
    blueprint.instructions = "Issues have numbers.".into();
    let first = &mut blueprint.tools[0];
    first.name = "get_issue".into();
    first.title = "Get an issue".into();
    first.description = "Gives one issue with its comments.".into();
    first.origin.operation = "GET /issues/{id}".into();
    first.annotations.read_only_hint = true;
    let mut second = first.clone();
    second.name = "delete_issue".into();
    second.title = "Delete an issue".into();
    second.description = "Removes the issue for good.".into();
    second.annotations.read_only_hint = false;
    let mut third = first.clone();
    third.name = "list_users".into();
    third.title = "List users".into();
    third.description = format!("Everyone who may write. {}", "More of it. ".repeat(60));
    third.origin.operation = "GET /users".into();
    blueprint.tools.extend([second, third]);
    blueprint
}

async fn serve(profile: Profile) -> (Upstream, Running) {
    let upstream = Upstream::always(reply(r#"{"state":"open"}"#)).await;
    let egress = Policy { allow_private: true, allow: Vec::new() };
    let settings = Settings { egress, discovery: Discovery::Search, ..Settings::default() };
    let server = Server::new(blueprint(&upstream.url(), profile), Secrets::new(), settings).unwrap();
    (upstream, start(Arc::new(server), Default::default(), Default::default()).await)
}

async fn call(server: &Running, name: &str, arguments: Value) -> Value {
    server.modern("tools/call", json!({ "name": name, "arguments": arguments })).await.result()
}

fn text(result: &Value) -> &str {
    result["content"][0]["text"].as_str().unwrap()
}

#[tokio::test]
async fn four_tools_are_listed_and_say_how_many_there_are() {
    let (_upstream, server) = serve(Profile::Standard).await;
    let tools = server.modern("tools/list", json!({})).await.result()["tools"].clone();
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search_tools", "describe_tools", "call_read_tool", "call_write_tool"]);
    let description = tools[0]["description"].as_str().unwrap();
    assert!(description.contains("Tracker") && description.contains("there are 3"), "{description}");
    let reads: Vec<_> = (0..4).map(|at| tools[at]["annotations"]["readOnlyHint"].as_bool().unwrap()).collect();
    assert_eq!(reads, [true, true, true, false]);
    let card = server.modern("server/discover", json!({})).await.result();
    let instructions = card["instructions"].as_str().unwrap();
    assert!(instructions.contains("search_tools") && instructions.ends_with("Issues have numbers."), "{instructions}");
}

#[tokio::test]
async fn tools_are_found_by_other_words_than_their_own() {
    let (_upstream, server) = serve(Profile::Standard).await;
    for (query, first) in [
        ("get_issue", "get_issue"),
        ("remove issues", "delete_issue"),
        ("show me the issue", "get_issue"),
        ("people", "list_users"),
        ("comm", "get_issue"),
    ] {
        let found = call(&server, "search_tools", json!({ "query": query })).await;
        assert_eq!(found["structuredContent"]["tools"][0]["name"], first, "{query}: {found}");
        assert_eq!(text(&found), found["structuredContent"].to_string());
    }
    let found = call(&server, "search_tools", json!({ "query": "users issue", "limit": "1" })).await;
    let tools = found["structuredContent"]["tools"].as_array().unwrap().clone();
    assert_eq!(tools.len(), 1, "a number as text is healed");
    let users = call(&server, "search_tools", json!({ "query": "users" })).await;
    let users = &users["structuredContent"]["tools"][0];
    assert_eq!((&users["call_with"], &users["required"]), (&json!("call_read_tool"), &json!(["id"])));
    assert!(users["summary"].as_str().unwrap().len() <= 204 && users["summary"].as_str().unwrap().ends_with('…'));
    let nothing = call(&server, "search_tools", json!({ "query": "zebra" })).await;
    assert!(nothing["isError"] == true && text(&nothing).contains("other words"), "{nothing}");
}

#[tokio::test]
async fn descriptions_are_those_of_the_full_list() {
    let (_upstream, server) = serve(Profile::Standard).await;
    let described = call(&server, "describe_tools", json!({ "names": ["delete_issue", "get_isue"] })).await;
    let content = &described["structuredContent"];
    assert_eq!(content["tools"][0]["inputSchema"]["required"], json!(["id"]));
    assert_eq!(content["tools"][0]["call_with"], "call_write_tool");
    assert!(content["unknown"][0].as_str().unwrap().contains("`get_issue`"), "{described}");
    let page = server.modern("resources/read", json!({ "uri": "docs://api/tools/get_issue" })).await;
    assert!(page.result()["contents"][0]["text"].as_str().unwrap().contains("one issue with its comments"));
}

#[tokio::test]
async fn reading_and_writing_are_called_apart() {
    let (upstream, server) = serve(Profile::Standard).await;
    let read = call(&server, "call_read_tool", json!({ "name": "get_issue", "arguments": { "id": 7 } })).await;
    assert_eq!(read["structuredContent"]["state"], "open", "{read}");
    let refused = call(&server, "call_read_tool", json!({ "name": "delete_issue", "arguments": { "id": 7 } })).await;
    assert!(refused["isError"] == true && text(&refused).contains("call_write_tool"), "{refused}");
    assert_eq!(upstream.seen().len(), 1, "what was refused was not sent");
    let written = call(&server, "call_write_tool", json!({ "name": "delete_issue", "arguments": "{\"id\": 8}" })).await;
    assert_eq!(written["isError"], false, "{written}");
    let direct = call(&server, "get_issue", json!({ "id": 9 })).await;
    assert_eq!(direct["isError"], false, "a tool that was found may be called by its name");
    let targets: Vec<_> = upstream.seen().iter().map(|seen| seen.target().to_owned()).collect();
    assert_eq!(targets, ["/issues/7", "/issues/8", "/issues/9"]);
}

#[tokio::test]
async fn mistakes_are_explained() {
    let (upstream, server) = serve(Profile::Standard).await;
    for (name, arguments, words) in [
        ("search_tools", json!({}), "query"),
        ("describe_tools", json!({ "names": [] }), "empty"),
        ("describe_tools", json!({ "names": ["get_isue"] }), "`get_issue`"),
        ("call_read_tool", json!({ "name": "nothing_like_it", "arguments": {} }), "search_tools"),
        ("call_read_tool", json!({ "name": "get_issue", "arguments": {} }), "id"),
        ("call_read_tool", json!({ "name": "get_issue", "arguments": { "id": "seven" } }), "id"),
    ] {
        let result = call(&server, name, arguments.clone()).await;
        assert!(result["isError"] == true && text(&result).contains(words), "{name} {arguments}: {result}");
    }
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn the_strict_profile_takes_arguments_as_text() {
    let (upstream, server) = serve(Profile::OpenaiStrict).await;
    let tools = server.modern("tools/list", json!({})).await.result()["tools"].clone();
    for tool in tools.as_array().unwrap() {
        let schema = &tool["inputSchema"];
        let properties: Vec<_> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(schema["required"], json!(properties), "every property is required: {tool}");
    }
    let read = call(&server, "call_read_tool", json!({ "name": "get_issue", "arguments": "{\"id\":7}" })).await;
    assert_eq!(read["isError"], false, "{read}");
    assert_eq!(upstream.only().target(), "/issues/7");
}
