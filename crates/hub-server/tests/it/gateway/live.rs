//! What happens is told as it happens: over server-sent events and over a WebSocket, to those who may see it, and from where they were.

use std::{net::SocketAddr, time::Duration};

use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use super::{Acme, key};

/// A follower by server-sent events.
pub struct Stream {
    response: reqwest::Response,
    buffer: String,
}

impl Stream {
    async fn open(acme: &Acme, query: &str, token: &str) -> Self {
        Self::of(acme.hub.address, &acme.organisation, query, token).await
    }

    /// Of any organisation.
    pub async fn of(address: SocketAddr, organisation: &str, query: &str, token: &str) -> Self {
        let url = format!("http://{address}/api/v1{organisation}/live{query}");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let response = client.get(url).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Self { response, buffer: String::new() }
    }

    /// Waits for its end.
    pub async fn ended(&mut self) {
        while self.response.chunk().await.unwrap().is_some() {}
    }

    /// The next item that is looked for, with its position.
    pub async fn next(&mut self, is: impl Fn(&Value) -> bool) -> (String, Value) {
        let found = async {
            loop {
                while let Some((event, rest)) = self.buffer.split_once("\n\n") {
                    let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                    let (id, data) = (field("id:").map(str::to_owned), field("data:").map(str::to_owned));
                    self.buffer = rest.to_owned();
                    let Some(data) = data else { continue };
                    let item: Value = serde_json::from_str(&data).unwrap();
                    if is(&item) {
                        return (id.unwrap(), item);
                    }
                }
                let chunk = self.response.chunk().await.unwrap().unwrap_or_else(|| panic!("the stream ended"));
                self.buffer.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        };
        tokio::time::timeout(Duration::from_secs(10), found).await.unwrap_or_else(|_| panic!("it is not told"))
    }
}

fn is_call(tool: &str) -> impl Fn(&Value) -> bool {
    move |item| item["type"] == "call" && item["data"]["tool"] == tool
}

#[tokio::test]
async fn events_calls_and_lines_are_told_and_gone_on_with() {
    let acme = Acme::new().await;
    let token = acme.owner.rest.token.clone().unwrap();
    let mut stream = Stream::open(&acme, "", &token).await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    stream.next(|item| item["type"] == "event" && item["data"]["kind"] == "deployment.running").await;
    mcp.call("get_pet1", json!({})).await.result();
    let (position, call) = stream.next(is_call("get_pet1")).await;
    assert_eq!(call["data"]["outcome"], "ok");
    drop(stream);

    // What happens meanwhile comes first, and what is known does not come again.
    mcp.call("no_such_tool", json!({})).await;
    acme.calls(&server, 2).await;
    let mut resumed = Stream::open(&acme, &format!("?after={position}"), &token).await;
    let (_, call) = resumed.next(|item| item["type"] == "call").await;
    assert_eq!(call["data"]["tool"], "no_such_tool");
    let (_, line) = resumed.next(|item| item["type"] == "log").await;
    assert!(line["data"]["message"].as_str().unwrap().starts_with("no_such_tool"), "{line}");

    let logs = format!("{server}/logs");
    let seen = acme.owner.rest.get(&format!("{logs}?search=NO_SUCH&level=warn")).await.is(200);
    assert_eq!(seen["items"].as_array().unwrap().len(), 1, "{seen}");
    let seen = acme.owner.rest.get(&format!("{logs}?level=info")).await.is(200);
    assert!(seen["items"].to_string().contains("it is running"), "{seen}");
}

#[tokio::test]
async fn a_web_page_follows_over_a_web_socket() {
    let acme = Acme::new().await;
    let url = format!("ws://{}/api/v1{}/live?kind=call", acme.hub.address, acme.organisation);
    let token = acme.owner.rest.token.clone().unwrap();
    let mut request = url.as_str().into_client_request().unwrap();
    let offered = format!("mcphub.live, bearer.{token}");
    request.headers_mut().insert("sec-websocket-protocol", offered.parse().unwrap());
    let (mut socket, response) = connect_async(request).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "mcphub.live", "the token is not told back");
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    mcp.call("get_pet1", json!({})).await.result();
    let told = async {
        loop {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                let item: Value = serde_json::from_str(&text).unwrap();
                if item["type"] == "call" {
                    return item;
                }
                assert_eq!(item["type"], "hello", "{item}");
            }
        }
    };
    let call = tokio::time::timeout(Duration::from_secs(10), told).await.unwrap();
    assert_eq!(call["data"]["tool"], "get_pet1");
    assert!(call["position"].is_string(), "{call}");

    let without = url.as_str().into_client_request().unwrap();
    let refused = connect_async(without).await.unwrap_err().to_string();
    assert!(refused.contains("401"), "{refused}");
}

#[tokio::test]
async fn only_what_may_be_seen_is_told_and_only_as_long_as_it_may() {
    let acme = Acme::new().await;
    // A key that may see servers, and no calls.
    let scopes = json!({ "scopes": ["servers:read", "events:read"] });
    let narrow = key(&acme.owner.rest, &acme.organisation, scopes).await;
    let rest = acme.owner.rest.with(&narrow);
    rest.get(&format!("{}/live?kind=call", acme.organisation)).await.is(403);
    rest.get(&format!("{}/live?after=nonsense", acme.organisation)).await.is(422);
    let mut stream = Stream::open(&acme, "", &narrow).await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    mcp.call("get_pet1", json!({})).await.result();
    acme.deployed("more", json!({})).await;
    let is_last = |item: &Value| {
        assert_eq!(item["type"], "event", "only events may be seen: {item}");
        item["data"]["kind"] == "deployment.running"
    };
    stream.next(is_last).await;
    stream.next(is_last).await;

    // The stream ends when its key does.
    let keys = acme.owner.rest.get(&format!("{}/api-keys", acme.organisation)).await.is(200);
    let narrow = keys["items"].as_array().unwrap().iter().find(|key| key["scopes"].as_array().unwrap().len() == 2);
    let id = narrow.unwrap()["id"].as_str().unwrap();
    acme.owner.rest.delete(&format!("{}/api-keys/{id}", acme.organisation)).await;
    let ended = tokio::time::timeout(Duration::from_secs(10), stream.ended()).await;
    assert!(ended.is_ok(), "it ends when its rights do");

    let stranger = acme.hub.person("stranger").await;
    stranger.rest.get(&format!("{}/live", acme.organisation)).await.is(404);
}
