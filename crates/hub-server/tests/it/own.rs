//! The hub itself as an MCP server: what agents do with its tools, and what they may not.

mod access;
mod asking;
mod journey;
mod rest;

use serde_json::{Value, json};

use crate::{
    client::Rest,
    hub::{Hub, Person},
    mcp::{Answer, Mcp},
};

/// An organisation with an owner, and the hub's own server as the owner's key uses it.
pub struct World {
    pub hub: Hub,
    pub owner: Person,
    /// `/organisations/{id}`
    pub organisation: String,
    pub mcp: Mcp,
}

impl World {
    pub async fn new() -> Self {
        Self::of(Hub::start().await).await
    }

    pub async fn of(hub: Hub) -> Self {
        let owner = hub.person("owner").await;
        let organisation = hub.organisation(&owner, "acme").await;
        let key = key(&owner.rest, &organisation, &everything()).await;
        let mcp = Mcp::new(hub.address, "/mcp", Some(&key));
        Self { hub, owner, organisation, mcp }
    }

    /// What a client with a key that may only do this sees.
    pub async fn with(&self, scopes: &[&str]) -> Mcp {
        self.mcp.with(&key(&self.owner.rest, &self.organisation, &json!(scopes)).await)
    }

    /// Registers an API through the tools; its identifier.
    pub async fn api(&self, name: &str) -> String {
        let text = document(&self.hub.upstream.url(""));
        let source = json!({ "type": "text", "text": text.to_string() });
        let made = structured(self.mcp.call("register_api", json!({ "source": source, "name": name })).await);
        let ended = structured(self.mcp.call("wait_for_job", json!({ "job": made["job"] })).await);
        assert_eq!(ended["state"], "succeeded", "{ended}");
        made["id"].as_str().unwrap().to_owned()
    }
}

/// Every permission that an owner can give to a key.
pub fn everything() -> Value {
    json!(hub_model::account::Permission::ALL)
}

pub async fn key(owner: &Rest, organisation: &str, scopes: &Value) -> String {
    let body = json!({ "name": "an agent", "scopes": scopes });
    let made = owner.post(&format!("{organisation}/api-keys"), body).await.is(201);
    made["key"].as_str().unwrap().to_owned()
}

/// A document of two tools.
pub fn document(url: &str) -> Value {
    let parameter = json!([{ "name": "pet", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let operation = |id: &str| json!({ "operationId": id, "parameters": parameter, "responses": { "200": { "description": "done" } } });
    json!({ "openapi": "3.1.0", "info": { "title": "Kennel", "version": "1" }, "servers": [{ "url": url }],
        "paths": { "/pets/{pet}": { "get": operation("getPet"), "delete": operation("removePet") } } })
}

/// What a tool that succeeds answers.
#[track_caller]
pub fn structured(answer: Answer) -> Value {
    let result = answer.result();
    assert_eq!(result["isError"], false, "{result}");
    result["structuredContent"].clone()
}
