//! What belongs to one organisation, asked for from another one, by somebody who owns that.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{client::Rest, hub::Hub};

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

type Requests = Vec<(Method, String, Option<Value>)>;

/// Identifiers of one of everything.
struct Things {
    api: String,
    revision: String,
    digest: String,
    job: String,
    key: String,
    role: String,
    account: String,
    hook: String,
    registry: String,
    server: String,
    invitation: String,
    upload: String,
    member: String,
}

impl Things {
    async fn make(hub: &Hub, owner: &Rest, at: &str) -> Self {
        let bob = hub.person("bob").await;
        hub.join(owner, at, &bob, "developer").await;
        let source = json!({ "type": "url", "url": hub.upstream.url("/stable/pets.json") });
        let (api, ended) = hub.register(owner, at, source).await;
        let revision = text(&ended["result"]["revision"]);
        let documents = owner.get(&format!("{at}/apis/{api}/revisions/{revision}")).await.is(200);
        owner.put(&format!("{at}/apis/{api}/credentials/key"), json!({ "value": "secret" })).await.is(200);
        let make = async |path: &str, body: Value| text(&owner.post(&format!("{at}/{path}"), body).await.is(201)["id"]);
        Self {
            revision,
            digest: text(&documents["documents"][0]["digest"]),
            job: text(&ended["id"]),
            key: make("api-keys", json!({ "name": "k", "scopes": ["apis:read"] })).await,
            role: make("roles", json!({ "name": "r", "permissions": ["apis:read"] })).await,
            account: make("service-accounts", json!({ "name": "s", "role": "viewer" })).await,
            hook: make("webhooks", json!({ "name": "h", "url": hub.upstream.url("/hooks") })).await,
            registry: make("registries", json!({ "name": "r", "address": "registry.example" })).await,
            server: make("servers", json!({ "name": "s", "slug": "ships", "design": { "sources": [{ "api": api }] } }))
                .await,
            invitation: make("invitations", json!({ "email": "x@example.com", "role": "viewer" })).await,
            upload: text(
                &owner.upload(&format!("{at}/uploads"), "a.graphql", b"type Query { a: Int }").await.is(201)["id"],
            ),
            member: bob.id,
            api,
        }
    }

    /// What can be asked of the API.
    fn of_api(&self) -> Requests {
        let Self { api, revision, digest, .. } = self;
        let mut asked = vec![
            (Method::GET, format!("/apis/{api}"), None),
            (Method::PATCH, format!("/apis/{api}"), Some(json!({ "name": "hers" }))),
            (Method::DELETE, format!("/apis/{api}"), None),
            (Method::GET, format!("/apis/{api}/health"), None),
            (Method::GET, format!("/apis/{api}/revisions"), None),
            (Method::GET, format!("/apis/{api}/credentials"), None),
            (Method::PUT, format!("/apis/{api}/credentials/key"), Some(json!({ "value": "hers" }))),
            (Method::DELETE, format!("/apis/{api}/credentials/key"), None),
        ];
        for action in ["refreshes", "probes", "restoration", "credentials/key/tests"] {
            asked.push((Method::POST, format!("/apis/{api}/{action}"), Some(json!({}))));
        }
        for part in
            ["", "/report", "/blueprint", "/changes", "/tools", "/tools/get_pet1", &format!("/documents/{digest}")]
        {
            asked.push((Method::GET, format!("/apis/{api}/revisions/{revision}{part}"), None));
        }
        for action in ["approval", "rejection", "tools/get_pet1/calls"] {
            asked.push((Method::POST, format!("/apis/{api}/revisions/{revision}/{action}"), Some(json!({}))));
        }
        asked
    }

    /// What can be asked of everything else.
    fn of_others(&self) -> Requests {
        let Self { job, key, role, account, hook, registry, server, invitation, member, .. } = self;
        let patches = [
            (format!("/roles/{role}"), json!({ "permissions": ["apis:delete"] })),
            (format!("/service-accounts/{account}"), json!({ "role": "owner" })),
            (format!("/webhooks/{hook}"), json!({ "url": "http://127.0.0.1:1/hers" })),
            (format!("/registries/{registry}"), json!({ "address": "evil.example" })),
            (format!("/members/{member}"), json!({ "role": "viewer" })),
        ];
        let deletes = [
            format!("/api-keys/{key}"),
            format!("/invitations/{invitation}"),
            format!("/registries/{registry}/tags/1?repository=a"),
        ];
        let deletes = deletes.into_iter().chain(patches.iter().map(|(path, _)| path.clone()));
        let mut asked: Requests = deletes.map(|path| (Method::DELETE, path, None)).collect();
        asked.extend(patches.into_iter().map(|(path, body)| (Method::PATCH, path, Some(body))));
        for path in [
            format!("/api-keys/{key}/rotations"),
            format!("/webhooks/{hook}/tests"),
            format!("/registries/{registry}/tests"),
            format!("/servers/{server}/versions/1/images"),
            format!("/jobs/{job}/cancellation"),
            format!("/jobs/{job}/retries"),
        ] {
            asked.push((Method::POST, path, Some(json!({}))));
        }
        for path in [
            format!("/jobs/{job}"),
            format!("/jobs/{job}/follow"),
            format!("/registries/{registry}"),
            format!("/registries/{registry}/tags?repository=a"),
            format!("/servers/{server}/images"),
        ] {
            asked.push((Method::GET, path, None));
        }
        asked
    }
}

#[tokio::test]
async fn identifiers_of_another_organisation_lead_nowhere() {
    let hub = Hub::start().await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let things = Things::make(&hub, &owner.rest, &mine).await;
    let before = everything(&owner.rest, &mine, &things.api).await;
    for (method, path, body) in things.of_api().into_iter().chain(things.of_others()) {
        for at in [&hers, &mine] {
            let answer = eve.rest.send(method.clone(), &format!("{at}{path}"), body.clone(), &[]).await;
            assert_eq!(answer.status, 404, "{method} {at}{path}: {}", answer.body);
        }
    }
    assert_eq!(everything(&owner.rest, &mine, &things.api).await, before, "something changed");
}

#[tokio::test]
async fn bodies_do_not_name_things_of_another_organisation() {
    let hub = Hub::start().await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let things = Things::make(&hub, &owner.rest, &mine).await;
    let upload = json!({ "source": { "type": "upload", "upload": things.upload } });
    let answer = eve.rest.post(&format!("{hers}/apis"), upload).await;
    assert!(matches!(answer.status, 404 | 422), "{}", answer.body);
    let foreign = json!({ "name": "k", "scopes": ["apis:read"], "service_account": things.account });
    eve.rest.post(&format!("{hers}/api-keys"), foreign).await.problem(422, "invalid");
    let foreign = json!({ "email": "y@example.com", "role": things.role });
    eve.rest.post(&format!("{hers}/invitations"), foreign).await.problem(422, "invalid");
    let (own, _) = hub.register(&eve.rest, &hers, json!({ "type": "text", "text": "type Query { a: Int }" })).await;
    for change in
        [json!({ "owner": things.member }), json!({ "source": { "type": "upload", "upload": things.upload } })]
    {
        let answer = eve.rest.patch(&format!("{hers}/apis/{own}"), change).await;
        assert!(matches!(answer.status, 404 | 409 | 422), "{}", answer.body);
    }
}

/// What somebody in the organisation sees of it.
async fn everything(who: &Rest, at: &str, api: &str) -> Vec<Value> {
    let mut seen = Vec::new();
    for list in [
        "members",
        "roles",
        "service-accounts",
        "api-keys",
        "webhooks",
        "registries",
        "invitations",
        "jobs",
        "apis",
        "audit",
    ] {
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
