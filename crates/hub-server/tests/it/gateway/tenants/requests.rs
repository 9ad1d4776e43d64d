//! What is asked: through the gateway, over REST, and of both forms of the live feed.

use std::net::SocketAddr;

use futures_util::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

use crate::{client::Rest, gateway::Acme, mcp::Mcp};

pub type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// A server of acme's with two versions, one of them served, and what there is of it.
pub struct Asked {
    pub server: String,
    pub version: String,
    pub call: String,
    key: String,
}

impl Asked {
    pub async fn new(acme: &Acme) -> Self {
        let (server, mcp) = acme.deployed("pets", json!({})).await;
        let version = acme.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
        mcp.call("get_pet1", json!({})).await.says(false);
        let call = acme.calls(&server, 1).await[0]["id"].as_str().unwrap().to_owned();
        let keys = acme.owner.rest.get(&format!("{}/api-keys", acme.organisation)).await.is(200);
        Self {
            server: server.rsplit('/').next().unwrap().to_owned(),
            version: version["id"].as_str().unwrap().to_owned(),
            call,
            key: keys["items"][0]["id"].as_str().unwrap().to_owned(),
        }
    }

    /// Sends one request as somebody; what came of it.
    pub async fn send(&self, acme: &Acme, how: &str, what: &str, token: Option<&str>) -> (u16, Value) {
        let what = what.replace("{server}", &self.server).replace("{call}", &self.call).replace("{key}", &self.key);
        if how == "MCP" {
            let mcp = Mcp::new(acme.hub.address, "/mcp/acme/pets", token);
            let answer = mcp.ask(&what, json!({ "name": "get_pet1", "arguments": {} })).await;
            return (answer.status, answer.body);
        }
        let path = format!("{}{what}", acme.organisation);
        if how == "WS" {
            let status =
                socket(acme.hub.address, &acme.organisation, token).await.map_or_else(|status| status, |_| 101);
            return (status, Value::Null);
        }
        let rest = Rest::new(acme.hub.address);
        let rest = token.map_or(rest.clone(), |token| rest.with(token));
        let method: Method = how.parse().unwrap();
        let body = match how {
            "POST" | "PUT" if what.ends_with("/api-keys") || what.ends_with("/connection-guides") => {
                Some(json!({ "name": "theirs", "scopes": ["servers:call"] }))
            }
            "POST" | "PUT" => Some(json!({})),
            "PATCH" => Some(json!({ "description": "theirs" })),
            _ => None,
        };
        let answer = rest.send(method, &path, body, &[]).await;
        (answer.status, answer.body)
    }
}

/// Follows an organisation over a WebSocket; the status of the refusal where that is refused.
pub async fn socket(address: SocketAddr, organisation: &str, token: Option<&str>) -> Result<Socket, u16> {
    let url = format!("ws://{address}/api/v1{organisation}/live");
    let mut request = url.as_str().into_client_request().unwrap();
    if let Some(token) = token {
        let offered = format!("mcphub.live, bearer.{token}");
        request.headers_mut().insert("sec-websocket-protocol", offered.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// Waits until a WebSocket is closed.
pub async fn ended(socket: &mut Socket) {
    while let Some(Ok(message)) = socket.next().await {
        if matches!(message, Message::Close(_)) {
            return;
        }
    }
}
