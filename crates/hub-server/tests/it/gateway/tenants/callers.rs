//! Who asks: a member of the organisation whose server it is, and everybody else.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    client::Rest,
    gateway::{Acme, key},
};

/// Somebody, with what they show.
pub struct Caller {
    pub name: &'static str,
    pub token: Option<String>,
}

/// All of them, in the order of the table's columns.
pub struct Callers {
    pub acme: Acme,
    pub all: Vec<Caller>,
}

/// Makes and deploys a server that is called pets, too.
pub async fn served(acme: &Acme, who: &Rest, organisation: &str) {
    let source = json!({ "type": "url", "url": acme.hub.upstream.url("/stable/pets.json") });
    let (api, _) = acme.hub.register(who, organisation, source).await;
    let body = json!({ "name": "pets", "design": { "sources": [{ "api": api }] } });
    who.post(&format!("{organisation}/servers"), body).await.is(201);
    let server = format!("{organisation}/servers/pets");
    who.post(&format!("{server}/versions"), json!({})).await.is(201);
    who.put(&format!("{server}/deployment"), json!({})).await.is(202);
    who.get(&format!("{server}/deployment?wait=30")).await.is(200);
}

/// Every permission that is about servers, as a scope.
fn scopes() -> Value {
    json!([
        "organisation:read",
        "keys:read",
        "servers:read",
        "servers:create",
        "servers:update",
        "servers:deploy",
        "servers:delete",
        "servers:call",
        "calls:read",
        "events:read"
    ])
}

impl Callers {
    pub async fn new() -> Self {
        let acme = Acme::new().await;
        let (hub, owner, at) = (&acme.hub, &acme.owner.rest, &acme.organisation);
        let all_scopes = json!({ "scopes": scopes() });

        // Another organisation: who owns it, who is a member, their key, and a program's.
        let stranger = hub.person("stranger").await;
        let elsewhere = hub.organisation(&stranger, "elsewhere").await;
        let member = hub.person("member").await;
        hub.join(&stranger.rest, &elsewhere, &member, "developer").await;
        let foreign = key(&stranger.rest, &elsewhere, all_scopes.clone()).await;
        // They have a server of the same name.
        served(&acme, &stranger.rest, &elsewhere).await;
        let account = json!({ "name": "s", "role": "admin" });
        let account = stranger.rest.post(&format!("{elsewhere}/service-accounts"), account).await.is(201);
        let service = json!({ "scopes": scopes(), "service_account": account["id"] });
        let service = key(&stranger.rest, &elsewhere, service).await;

        // The same organisation: keys that are for something else, and what does not hold any more.
        let beside = acme.server("beside", json!({})).await;
        let beside = beside.rsplit('/').next().unwrap();
        let narrow = json!({ "scopes": scopes(), "reach": { "servers": [beside] } });
        let narrow = key(owner, at, narrow).await;
        let made = json!({ "name": "revoked", "scopes": scopes() });
        let revoked = owner.post(&format!("{at}/api-keys"), made).await.is(201);
        owner.delete(&format!("{at}/api-keys/{}", revoked["id"].as_str().unwrap())).await.is(204);
        let soon = hub_model::clock::Clock::since_epoch(hub.clock.as_ref()) + Duration::from_secs(60);
        let soon = hub_model::Timestamp(i64::try_from(soon.as_millis()).unwrap()).to_string();
        let expired = key(owner, at, json!({ "scopes": scopes(), "expires_at": soon })).await;
        hub.clock.by(Duration::from_secs(61));
        let gone = hub.person("gone").await;
        hub.join(owner, at, &gone, "admin").await;
        let key_of_gone = key(&gone.rest, at, all_scopes).await;
        owner.delete(&format!("{at}/members/{}", gone.id)).await.is(204);

        let someone = |name, token: &str| Caller { name, token: Some(token.to_owned()) };
        let signed_in = |name, rest: &Rest| someone(name, rest.token.as_ref().unwrap());
        let all = vec![
            signed_in("owner", owner),
            signed_in("member elsewhere", &member.rest),
            signed_in("owner elsewhere", &stranger.rest),
            someone("key elsewhere", &foreign),
            someone("service elsewhere", &service),
            signed_in("removed member", &gone.rest),
            someone("removed member's key", &key_of_gone),
            someone("key for another server", &narrow),
            someone("revoked key", revoked["key"].as_str().unwrap()),
            someone("expired key", &expired),
            Caller { name: "nobody", token: None },
        ];
        Self { all, acme }
    }
}
