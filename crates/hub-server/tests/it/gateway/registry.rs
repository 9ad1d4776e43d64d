//! The hub as a registry of MCP servers: what it tells, page by page, and to whom.

use serde_json::{Value, json};

use super::{Acme, key};
use crate::{client::Rest, hub::Hub};

const OFFICIAL: &str = "io.modelcontextprotocol.registry/official";
const NAMESPACE: &str = "com.example.hub";

/// A hub with a name, as the outside knows it.
async fn named(allow_open: bool) -> Acme {
    let hub = Hub::with(|settings| {
        settings.listen.public_url = Some("https://hub.example.com:8443".to_owned());
        settings.gateway.allow_open = allow_open;
    });
    Acme::of(hub.await).await
}

/// The names of a list, each with its version.
fn names(list: &Value) -> Vec<String> {
    let servers = list["servers"].as_array().unwrap();
    assert_eq!(list["metadata"]["count"], servers.len());
    let name = |entry: &Value| {
        let server = &entry["server"];
        let name = server["name"].as_str().unwrap().strip_prefix(NAMESPACE).unwrap();
        format!("{}@{}", name.strip_prefix('/').unwrap(), server["version"].as_str().unwrap())
    };
    servers.iter().map(name).collect()
}

async fn seen(who: &Rest, query: &str) -> Vec<String> {
    names(&who.get(&format!("/v0.1/servers{query}")).await.is(200))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_told_as_registries_tell_it() {
    let acme = named(false).await;
    let description = format!("Pets,\nand {}", "more and more of them ".repeat(9));
    let (server, _) = acme.deployed("pets", json!({ "description": description })).await;
    let owner = &acme.owner.rest;
    owner.post(&format!("{server}/versions"), json!({})).await.is(201);
    acme.deploy(&server, json!({ "version": "2" })).await;
    owner.post(&format!("{server}/versions"), json!({})).await.is(201);

    let manifest = owner.get(&format!("{server}/server.json")).await.is(200);
    let variable = json!({ "description": "The API key", "isRequired": true, "isSecret": true });
    let header = json!({ "name": "Authorization", "description": "An API key of the organisation that may call this server",
                         "value": "Bearer {api_key}", "isRequired": true, "isSecret": true, "variables": { "api_key": variable } });
    let remote =
        json!({ "type": "streamable-http", "url": "https://hub.example.com:8443/mcp/acme/pets", "headers": [header] });
    let short = manifest["description"].as_str().unwrap();
    assert!(short.starts_with("Pets, and more") && short.ends_with(" …") && short.chars().count() <= 100, "{short}");
    let schema = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
    let expected = json!({ "$schema": schema, "name": "com.example.hub/acme.pets", "title": "pets", "description": short,
                           "version": "2.0.0", "remotes": [remote] });
    assert_eq!(manifest, expected);

    let name = "com.example.hub%2Facme.pets";
    let latest = owner.get(&format!("/v0.1/servers/{name}/versions/latest")).await.is(200);
    assert_eq!(latest["server"], manifest);
    let official = &latest["_meta"][OFFICIAL];
    assert_eq!((&official["status"], &official["isLatest"]), (&json!("active"), &json!(true)));
    for moment in ["publishedAt", "updatedAt", "statusChangedAt"] {
        assert!(official[moment].as_str().unwrap().ends_with('Z'), "{official}");
    }
    // What was served before is told too, and what was never served is not.
    let versions = owner.get(&format!("/v0.1/servers/{name}/versions")).await.is(200);
    assert_eq!(names(&versions), ["acme.pets@2.0.0", "acme.pets@1.0.0"]);
    let first = owner.get(&format!("/v0.1/servers/{name}/versions/1.0.0")).await.is(200);
    assert_eq!(first, versions["servers"][1]);
    let official = &first["_meta"][OFFICIAL];
    assert_eq!((&official["status"], &official["isLatest"]), (&json!("deprecated"), &json!(false)));
    for wrong in ["3.0.0", "2", "newest", "2.0.0%00"] {
        owner.get(&format!("/v0.1/servers/{name}/versions/{wrong}")).await.problem(404, "not_found");
    }
    for wrong in ["acme.pets", "com.example.hub%2Fpets", "com.example.hub%2Facme.dogs", "org.example%2Facme.pets"] {
        owner.get(&format!("/v0.1/servers/{wrong}/versions")).await.problem(404, "not_found");
    }
    owner.delete(&format!("{server}/deployment")).await.is(202);
    owner.get(&format!("{server}/server.json")).await.problem(409, "conflict");
    owner.get(&format!("/v0.1/servers/{name}/versions")).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_in_pages_and_are_narrowed() {
    let acme = named(false).await;
    let owner = &acme.owner.rest;
    for name in ["dogs", "cats", "birds"] {
        let (server, _) = acme.deployed(name, json!({ "description": format!("about {name}") })).await;
        owner.post(&format!("{server}/versions"), json!({})).await.is(201);
        acme.deploy(&server, json!({ "version": "2" })).await;
    }
    let all =
        ["birds", "cats", "dogs"].map(|name| [format!("acme.{name}@1.0.0"), format!("acme.{name}@2.0.0")]).concat();
    assert_eq!(seen(owner, "").await, all);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = owner.get(&format!("/v0.1/servers?limit=4{cursor}")).await.is(200);
        found.extend(names(&page));
        let Some(next) = page["metadata"]["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, all);
    let latest: Vec<String> = all.iter().filter(|name| name.ends_with("@2.0.0")).cloned().collect();
    assert_eq!(seen(owner, "?version=latest").await, latest);
    assert_eq!(seen(owner, "?version=1.0.0&search=CATS").await, ["acme.cats@1.0.0"]);
    assert_eq!(seen(owner, "?version=latest&search=hub/acme.dog").await, ["acme.dogs@2.0.0"]);
    assert_eq!(seen(owner, "?version=latest&search=about+b&include_deleted=true").await, ["acme.birds@2.0.0"]);
    assert_eq!(seen(owner, "?version=9.9.9").await, [""; 0]);
    assert_eq!(seen(owner, "?updated_since=2020-01-01T00:00:00Z&search=").await, all);
    assert_eq!(seen(owner, "?updated_since=2120-01-01T00:00:00%2B01:00").await, [""; 0]);
    for wrong in ["limit=0", "limit=101", "cursor=AAAA", "cursor=!", "updated_since=yesterday"] {
        owner.get(&format!("/v0.1/servers?{wrong}")).await.problem(422, "invalid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_what_is_theirs_to_see() {
    let acme = named(true).await;
    let owner = &acme.owner.rest;
    let (pets, _) = acme.deployed("pets", json!({})).await;
    acme.deployed("shop", json!({})).await;
    let (garden, _) = acme.deployed("garden", json!({ "settings": { "access": "open" } })).await;
    acme.server("draft", json!({})).await;
    let all = ["acme.garden@1.0.0", "acme.pets@1.0.0", "acme.shop@1.0.0"];
    assert_eq!(seen(owner, "").await, all);

    // Keys: as far as they reach, whether they read about servers or only call them.
    let id = pets.rsplit('/').next().unwrap();
    for (more, expected) in [
        (json!({}), all.to_vec()),
        (json!({ "reach": { "servers": [id] } }), vec![all[1]]),
        (json!({ "scopes": ["servers:read"] }), all.to_vec()),
        (json!({ "scopes": ["servers:read"], "reach": { "servers": [id] } }), vec![all[1]]),
        (json!({ "scopes": ["apis:read"] }), vec![]),
    ] {
        let key = acme.hub.rest.with(&key(owner, &acme.organisation, more.clone()).await);
        assert_eq!(seen(&key, "").await, expected, "{more}");
        let others = key.get("/v0.1/servers/com.example.hub%2Facme.shop/versions/latest").await.status;
        assert_eq!(others, if expected.contains(&all[2]) { 200 } else { 404 }, "{more}");
    }

    // Somebody who is in two organisations sees both, and nobody else's.
    let eve = acme.hub.person("eve").await;
    assert_eq!(seen(&eve.rest, "").await, [""; 0]);
    acme.hub.join(owner, &acme.organisation, &eve, "viewer").await;
    let theirs = acme.hub.organisation(&eve, "theirs").await;
    let source = json!({ "type": "url", "url": acme.hub.upstream.url("/stable/pets.json") });
    let (api, _) = acme.hub.register(&eve.rest, &theirs, source).await;
    let body = json!({ "name": "pets", "design": { "sources": [{ "api": api }] } });
    eve.rest.post(&format!("{theirs}/servers"), body).await.is(201);
    eve.rest.post(&format!("{theirs}/servers/pets/versions"), json!({})).await.is(201);
    eve.rest.put(&format!("{theirs}/servers/pets/deployment"), json!({})).await.is(202);
    let both = [&all[..], &["theirs.pets@1.0.0"]].concat();
    assert_eq!(seen(&eve.rest, "").await, both);
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = eve.rest.get(&format!("/v0.1/servers?limit=1{cursor}")).await.is(200);
        found.extend(names(&page));
        let Some(next) = page["metadata"]["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(found, both, "pages go on in the next organisation");
    assert_eq!(seen(owner, "").await, all);
    assert_eq!(seen(&acme.hub.root, "").await, [""; 0], "who administers the hub is no member");

    // Nobody sees what is open, and that is told without a key. A wrong token is not nobody's.
    let anybody = acme.hub.rest.get("/v0.1/servers").await.is(200);
    assert_eq!(names(&anybody), [all[0]]);
    assert_eq!(anybody["servers"][0]["server"]["remotes"][0].get("headers"), None, "{anybody}");
    acme.hub.rest.get("/v0.1/servers/com.example.hub%2Facme.pets/versions").await.problem(404, "not_found");
    acme.hub.rest.with("nonsense").get("/v0.1/servers").await.problem(401, "unauthenticated");
    owner.patch(&garden, json!({ "settings": { "access": "organisation" } })).await.is(200);
    assert_eq!(seen(&acme.hub.rest, "").await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_anything_where_the_hub_has_no_open_servers() {
    let acme = named(false).await;
    acme.deployed("pets", json!({ "settings": { "access": "open" } })).await;
    for path in ["/v0.1/servers", "/v0.1/servers/com.example.hub%2Facme.pets/versions"] {
        acme.hub.rest.get(path).await.problem(401, "unauthenticated");
    }
    let manifest = acme.owner.rest.get(&format!("{}/servers/pets/server.json", acme.organisation)).await.is(200);
    assert!(manifest["remotes"][0]["headers"].is_array(), "it wants a key all the same: {manifest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_origin_may_read_and_too_many_requests_are_refused() {
    let acme = Acme::of(Hub::with(|settings| settings.rates.key = 3).await).await;
    let origin = ("origin", "https://elsewhere.example");
    let asked = ("access-control-request-method", "GET");
    let wanted = ("access-control-request-headers", "authorization");
    let options = reqwest::Method::OPTIONS;
    let preflight = acme.hub.rest.send(options.clone(), "/v0.1/servers", None, &[origin, asked, wanted]).await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (200, "*"));
    assert!(preflight.header("access-control-allow-headers").contains("authorization"));
    let elsewhere = acme.hub.rest.send(options, "/me", None, &[origin, asked, wanted]).await;
    assert_eq!(elsewhere.header("access-control-allow-origin"), "", "the rest of the API is closed to them");

    let key = acme.hub.rest.with(&acme.key);
    let answer = key.send(reqwest::Method::GET, "/v0.1/servers", None, &[origin]).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    assert_eq!(answer.header("ratelimit-limit"), "3");
    for _ in 0..2 {
        key.get("/v0.1/servers").await.is(200);
    }
    key.get("/v0.1/servers").await.problem(429, "rate_limited");
    acme.owner.rest.post("/v0.1/servers", json!({})).await.problem(405, "method_not_allowed");
}
