//! What belongs to one organisation, asked for from another one, by somebody who owns that.

use reqwest::Method;
use serde_json::{Value, json};

use crate::hub::Hub;

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn identifiers_of_another_organisation_lead_nowhere() {
    let hub = Hub::start().await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let bob = hub.person("bob").await;
    hub.join(&owner.rest, &mine, &bob, "developer").await;
    let make = async |path: &str, body: Value| owner.rest.post(&format!("{mine}{path}"), body).await;
    let source = json!({ "type": "url", "url": hub.upstream.url("/stable/pets.json") });
    let (api, ended) = hub.register(&owner.rest, &mine, source).await;
    let revision = text(&ended["result"]["revision"]).to_owned();
    let documents = owner.rest.get(&format!("{mine}/apis/{api}/revisions/{revision}")).await.is(200);
    let digest = text(&documents["documents"][0]["digest"]).to_owned();
    owner.rest.put(&format!("{mine}/apis/{api}/credentials/key"), json!({ "value": "secret" })).await.is(200);
    let key = make("/api-keys", json!({ "name": "k", "scopes": ["apis:read"] })).await.is(201);
    let role = make("/roles", json!({ "name": "r", "permissions": ["apis:read"] })).await.is(201);
    let account = make("/service-accounts", json!({ "name": "s", "role": "viewer" })).await.is(201);
    let hook = make("/webhooks", json!({ "name": "h", "url": hub.upstream.url("/hooks") })).await.is(201);
    let invitation = make("/invitations", json!({ "email": "x@example.com", "role": "viewer" })).await.is(201);
    let upload = owner.rest.upload(&format!("{mine}/uploads"), "a.graphql", b"type Query { a: Int }").await.is(201);

    let before = everything(&owner.rest, &mine, &api).await;
    let get = |path: String| (Method::GET, path, None);
    let delete = |path: String| (Method::DELETE, path, None);
    let post = |path: String, body: Value| (Method::POST, path, Some(body));
    let patch = |path: String, body: Value| (Method::PATCH, path, Some(body));
    let id = |value: &Value| text(&value["id"]).to_owned();
    let mut asked = vec![
        get(format!("/apis/{api}")),
        patch(format!("/apis/{api}"), json!({ "name": "hers" })),
        delete(format!("/apis/{api}")),
        post(format!("/apis/{api}/refreshes"), json!({})),
        post(format!("/apis/{api}/probes"), json!({})),
        post(format!("/apis/{api}/restoration"), json!({})),
        get(format!("/apis/{api}/health")),
        get(format!("/apis/{api}/credentials")),
        (Method::PUT, format!("/apis/{api}/credentials/key"), Some(json!({ "value": "hers" }))),
        delete(format!("/apis/{api}/credentials/key")),
        post(format!("/apis/{api}/credentials/key/tests"), json!({})),
        get(format!("/apis/{api}/revisions")),
        post(format!("/apis/{api}/revisions/{revision}/tools/get_pet1/calls"), json!({ "arguments": {} })),
        delete(format!("/api-keys/{}", id(&key))),
        post(format!("/api-keys/{}/rotations", id(&key)), json!({})),
        patch(format!("/roles/{}", id(&role)), json!({ "permissions": ["apis:delete"] })),
        delete(format!("/roles/{}", id(&role))),
        patch(format!("/service-accounts/{}", id(&account)), json!({ "role": "owner" })),
        delete(format!("/service-accounts/{}", id(&account))),
        patch(format!("/webhooks/{}", id(&hook)), json!({ "url": "http://127.0.0.1:1/hers" })),
        delete(format!("/webhooks/{}", id(&hook))),
        post(format!("/webhooks/{}/tests", id(&hook)), json!({})),
        delete(format!("/invitations/{}", id(&invitation))),
        get(format!("/jobs/{}", id(&ended))),
        get(format!("/jobs/{}/follow", id(&ended))),
        post(format!("/jobs/{}/cancellation", id(&ended)), json!({})),
        patch(format!("/members/{}", bob.id), json!({ "role": "viewer" })),
        delete(format!("/members/{}", bob.id)),
    ];
    for part in ["", "/report", "/blueprint", "/changes", "/tools", "/tools/get_pet1", &format!("/documents/{digest}")]
    {
        asked.push(get(format!("/apis/{api}/revisions/{revision}{part}")));
    }
    for part in ["approval", "rejection"] {
        asked.push(post(format!("/apis/{api}/revisions/{revision}/{part}"), json!({})));
    }
    for (method, path, body) in asked {
        let answer = eve.rest.send(method.clone(), &format!("{hers}{path}"), body.clone(), &[]).await;
        assert_eq!(answer.status, 404, "{method} {path} in her own organisation: {}", answer.body);
        let answer = eve.rest.send(method.clone(), &format!("{mine}{path}"), body, &[]).await;
        assert_eq!(answer.status, 404, "{method} {path} in the other organisation: {}", answer.body);
    }
    // Also not by naming them in bodies.
    for body in [
        json!({ "source": { "type": "upload", "upload": upload["id"] } }),
        json!({ "source": { "type": "text", "text": "type Query { a: Int }" }, "organisation": mine }),
    ] {
        let answer = eve.rest.post(&format!("{hers}/apis"), body).await;
        assert!(matches!(answer.status, 404 | 422), "{}", answer.body);
    }
    let foreign = json!({ "name": "k", "scopes": ["apis:read"], "service_account": account["id"] });
    eve.rest.post(&format!("{hers}/api-keys"), foreign).await.problem(422, "invalid");
    let foreign = json!({ "email": "y@example.com", "role": role["id"] });
    eve.rest.post(&format!("{hers}/invitations"), foreign).await.problem(422, "invalid");
    assert_eq!(everything(&owner.rest, &mine, &api).await, before, "something changed");
}

/// What somebody in the organisation sees of it.
async fn everything(who: &crate::client::Rest, at: &str, api: &str) -> Vec<Value> {
    let mut seen = Vec::new();
    for list in ["members", "roles", "service-accounts", "api-keys", "webhooks", "invitations", "jobs", "apis", "audit"]
    {
        seen.push(who.get(&format!("{at}/{list}")).await.is(200));
    }
    for part in ["", "/revisions", "/credentials"] {
        seen.push(who.get(&format!("{at}/apis/{api}{part}")).await.is(200));
    }
    seen
}

#[tokio::test]
async fn lists_show_nothing_of_other_organisations() {
    let hub = Hub::start().await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let source = json!({ "type": "text", "text": "type Query { needle: Int }" });
    let made = owner.rest.post(&format!("{mine}/apis"), json!({ "source": source, "name": "Needle" })).await.is(202);
    hub.ended(&owner.rest, &mine, &made["job"]).await;
    let needles = [made["id"].as_str().unwrap(), "Needle", owner.email.as_str(), mine.rsplit('/').next().unwrap()];
    for list in [
        "members",
        "roles",
        "service-accounts",
        "api-keys",
        "webhooks",
        "invitations",
        "jobs",
        "apis",
        "audit",
        "events",
    ] {
        for query in ["", "?limit=100", "?search=Needle", "?search=%25", "?subject=api"] {
            let shown = eve.rest.get(&format!("{hers}/{list}{query}")).await.body.to_string();
            for needle in needles {
                assert!(!shown.contains(needle), "{list}{query} shows {needle}: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_leaves_sees_nothing_any_more() {
    let hub = Hub::start().await;
    let (owner, bob) = (hub.person("owner").await, hub.person("bob").await);
    let at = hub.organisation(&owner, "acme").await;
    hub.join(&owner.rest, &at, &bob, "developer").await;
    let key = bob.rest.post(&format!("{at}/api-keys"), json!({ "name": "k", "scopes": ["apis:read"] })).await.is(201);
    let key = hub.rest.with(key["key"].as_str().unwrap());
    key.get(&format!("{at}/apis")).await.is(200);
    owner.rest.delete(&format!("{at}/members/{}", bob.id)).await.is(204);
    bob.rest.get(&format!("{at}/apis")).await.problem(404, "not_found");
    let after = key.get(&format!("{at}/apis")).await;
    assert!(matches!(after.status, 401 | 404), "{}", after.body);
}
