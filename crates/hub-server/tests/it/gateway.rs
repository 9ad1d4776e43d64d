//! Servers of the hub, from their making to a call: who gets in, what is served, what is recorded.

mod admission;
mod asking;
mod bundle;
mod changes;
mod guides;
mod journey;
mod limits;
mod live;
mod project;
mod records;
mod registry;
mod reimport;
mod tenants;

use serde_json::{Value, json};

use crate::{
    client::Rest,
    hub::{Hub, Person},
    mcp::Mcp,
};

/// An organisation with an API of one tool, `get_pet1`, whose document changes with each fetch.
pub struct Acme {
    pub hub: Hub,
    pub owner: Person,
    /// `/organisations/{id}`
    pub organisation: String,
    pub api: String,
    /// A key that may do everything.
    pub key: String,
}

impl Acme {
    pub async fn new() -> Self {
        Self::of(Hub::start().await).await
    }

    pub async fn of(hub: Hub) -> Self {
        Self::with_document(hub, "/document").await
    }

    /// The same with another document of the upstream's.
    pub async fn with_document(hub: Hub, document: &str) -> Self {
        let owner = hub.person("owner").await;
        let organisation = hub.organisation(&owner, "acme").await;
        let source = json!({ "type": "url", "url": hub.upstream.url(document) });
        let (api, ended) = hub.register(&owner.rest, &organisation, source).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
        let key = key(&owner.rest, &organisation, json!({})).await;
        Self { hub, owner, organisation, api, key }
    }

    /// Makes a server of the API, with a first version; its path in the REST API.
    pub async fn server(&self, name: &str, more: Value) -> String {
        let mut body = json!({ "name": name, "slug": name, "design": { "sources": [{ "api": self.api }] } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.owner.rest.post(&format!("{}/servers", self.organisation), body).await.is(201);
        let server = format!("{}/servers/{}", self.organisation, made["id"].as_str().unwrap());
        self.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
        server
    }

    /// Makes a server, and deploys it: its path, and a client of it.
    pub async fn deployed(&self, name: &str, more: Value) -> (String, Mcp) {
        let server = self.server(name, more).await;
        self.deploy(&server, json!({})).await;
        (server, self.mcp(name))
    }

    /// Deploys a server, and waits until it is settled what became of it.
    pub async fn deploy(&self, server: &str, wanted: Value) -> Value {
        self.owner.rest.put(&format!("{server}/deployment"), wanted).await.is(202);
        let seen = self.owner.rest.get(&format!("{server}/deployment?wait=30")).await.is(200);
        assert_eq!(seen["state"], "running", "{seen}");
        seen
    }

    pub fn mcp(&self, server: &str) -> Mcp {
        Mcp::new(self.hub.address, &format!("/mcp/acme/{server}"), Some(&self.key))
    }

    /// The records of a server's calls, once there are as many; the newest first.
    pub async fn calls(&self, server: &str, many: usize) -> Vec<Value> {
        let id = server.rsplit('/').next().unwrap();
        let path = format!("{}/calls?server={id}", self.organisation);
        for _ in 0..100 {
            let seen = self.owner.rest.get(&path).await.is(200);
            let items = seen["items"].as_array().unwrap();
            if items.len() >= many {
                return items.clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("fewer than {many} calls of {server} are recorded")
    }
}

/// Makes a key that may call servers, with what is said beside.
pub async fn key(owner: &Rest, organisation: &str, more: Value) -> String {
    let mut body = json!({ "name": "a key", "scopes": ["servers:call"] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = owner.post(&format!("{organisation}/api-keys"), body).await.is(201);
    made["key"].as_str().unwrap().to_owned()
}
