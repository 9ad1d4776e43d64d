//! Somebody who uses an MCP server of the hub: one request each, in the protocol's stateless form; or in its older one, where the server asks back.

use std::{net::SocketAddr, time::Duration};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

const VERSION: &str = "2026-07-28";

/// A client of one server, with its token where it has one.
#[derive(Clone)]
pub struct Mcp {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
    /// What it says that it can do.
    capabilities: Value,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Mcp {
    /// `path` is `/mcp/{organisation}/{server}`.
    pub fn new(address: SocketAddr, path: &str, token: Option<&str>) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { http, url: format!("http://{address}{path}"), token: token.map(str::to_owned), capabilities: json!({}) }
    }

    /// The same server, for somebody else.
    pub fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same, with a user who can be asked.
    pub fn with_user(&self) -> Self {
        Self { capabilities: json!({ "elicitation": {} }), ..self.clone() }
    }

    pub async fn ask(&self, method: &str, mut params: Value) -> Answer {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": VERSION,
            "io.modelcontextprotocol/clientCapabilities": self.capabilities,
            "io.modelcontextprotocol/clientInfo": { "name": "a-test", "version": "1" },
        });
        let mut request =
            self.http.post(&self.url).header("mcp-protocol-version", VERSION).header("mcp-method", method);
        if let Some(name) = params["name"].as_str() {
            request = request.header("mcp-name", name);
        }
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let request = request
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .body(body.to_string());
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
    }

    /// The names of its tools.
    pub async fn tools(&self) -> Vec<String> {
        let listed = self.ask("tools/list", json!({})).await.result();
        listed["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
    }

    pub async fn call(&self, tool: &str, arguments: Value) -> Answer {
        self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await
    }

    /// A call that asks the user first, who does this: `accept`, `decline`.
    pub async fn call_and(&self, action: &str, tool: &str, arguments: Value) -> Answer {
        let asked = self.call(tool, arguments.clone()).await.result();
        assert_eq!(asked["resultType"], "input_required", "{asked}");
        self.answer(action, tool, arguments, &asked["requestState"]).await
    }

    /// The same call again, with what the user did.
    pub async fn answer(&self, action: &str, tool: &str, arguments: Value, state: &Value) -> Answer {
        let responses = json!({ "approval": { "action": action, "content": {} } });
        let params =
            json!({ "name": tool, "arguments": arguments, "inputResponses": responses, "requestState": state });
        self.ask("tools/call", params).await
    }

    /// A call in the older form, whose answer may ask something before.
    pub async fn talk(&self, tool: &str, arguments: Value) -> Talk {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": { "name": tool, "arguments": arguments } });
        Talk { response: self.post(body).await, read: String::new() }
    }

    /// Answers a question of a [`Talk`].
    pub async fn tell(&self, question: &Value, outcome: Value) {
        let mut body = json!({ "jsonrpc": "2.0", "id": question["id"] });
        body.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
        assert_eq!(self.post(body).await.status().as_u16(), 202);
    }

    async fn post(&self, body: Value) -> reqwest::Response {
        let request = self.http.post(&self.url).header("mcp-protocol-version", "2025-11-25");
        let request =
            request.header("accept", "application/json, text/event-stream").bearer_auth(self.token.as_ref().unwrap());
        request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap()
    }
}

/// An answer that is read as it comes.
pub struct Talk {
    response: reqwest::Response,
    read: String,
}

impl Talk {
    /// The next message.
    pub async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
                self.read = rest.to_owned();
                if let Some(data) = data {
                    return data.parse().unwrap();
                }
                continue;
            }
            let chunk = tokio::time::timeout(Duration::from_secs(60), self.response.chunk()).await;
            match chunk.unwrap().unwrap() {
                Some(bytes) => self.read.push_str(std::str::from_utf8(&bytes).unwrap()),
                None => return std::mem::take(&mut self.read).parse().unwrap(),
            }
        }
    }
}

impl Answer {
    /// What came of a request that has to be answered.
    #[track_caller]
    pub fn result(self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        assert!(self.body["result"].is_object(), "{}", self.body);
        self.body["result"].clone()
    }

    /// What a tool says; whether it failed must be as expected.
    #[track_caller]
    pub fn says(self, is_error: bool) -> String {
        let result = self.result();
        assert_eq!(result["isError"].as_bool().unwrap_or(false), is_error, "{result}");
        result["content"][0]["text"].as_str().unwrap_or_default().to_owned()
    }

    /// A refusal by the gateway, with this code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["code"], code, "{}", self.body);
        self.body
    }
}
