//! Becoming more than one is.

use hub_model::account::Permission;
use serde_json::{Value, json};

use crate::hub::{Hub, Person};

struct Acme {
    hub: Hub,
    at: String,
    owner: Person,
    admin: Person,
    developer: Person,
}

async fn acme() -> Acme {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let (admin, developer) = (hub.person("admin").await, hub.person("developer").await);
    hub.join(&owner.rest, &at, &admin, "admin").await;
    hub.join(&owner.rest, &at, &developer, "developer").await;
    Acme { hub, at, owner, admin, developer }
}

/// What an owner may do.
fn everything() -> Value {
    Permission::ALL.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn only_owners_make_and_unmake_owners() {
    let Acme { hub, at, owner, admin, developer } = acme().await;
    let member = |person: &Person| format!("{at}/members/{}", person.id);
    for who in [&admin, &developer] {
        who.rest.patch(&member(who), json!({ "role": "owner" })).await.problem(403, "forbidden");
        who.rest.patch(&member(&owner), json!({ "role": "viewer" })).await.problem(403, "forbidden");
        who.rest.delete(&member(&owner)).await.problem(403, "forbidden");
        let invited = json!({ "email": "friend@example.com", "role": "owner" });
        who.rest.post(&format!("{at}/invitations"), invited).await.problem(403, "forbidden");
        let account = json!({ "name": "robot", "role": "owner" });
        who.rest.post(&format!("{at}/service-accounts"), account).await.problem(403, "forbidden");
    }
    // Nor does somebody whose own role allows everything that an owner may.
    let role = json!({ "name": "everything", "permissions": everything() });
    let role = owner.rest.post(&format!("{at}/roles"), role).await.is(201);
    let second = hub.person("second").await;
    hub.join(&owner.rest, &at, &second, role["id"].as_str().unwrap()).await;
    second.rest.patch(&member(&second), json!({ "role": "owner" })).await.problem(403, "forbidden");
    second.rest.patch(&member(&owner), json!({ "role": "viewer" })).await.problem(403, "forbidden");
    second.rest.delete(&member(&owner)).await.problem(403, "forbidden");
    second.rest.patch(&member(&developer), json!({ "role": "admin" })).await.is(200);
    owner.rest.patch(&member(&second), json!({ "role": "owner" })).await.is(200);
}

#[tokio::test]
async fn nobody_gives_themselves_a_wider_role() {
    let Acme { hub, at, owner, admin, .. } = acme().await;
    let wide = json!({ "name": "wide", "permissions": everything() });
    admin.rest.post(&format!("{at}/roles"), wide).await.problem(403, "forbidden");
    let own = json!({ "name": "own", "permissions": ["organisation:read", "roles:read", "roles:manage", "apis:read"] });
    let own = owner.rest.post(&format!("{at}/roles"), own).await.is(201);
    let (id, mallory) = (own["id"].as_str().unwrap(), hub.person("mallory").await);
    hub.join(&owner.rest, &at, &mallory, id).await;
    let wider = json!({ "permissions": ["organisation:read", "roles:manage", "apis:read", "apis:delete"] });
    mallory.rest.patch(&format!("{at}/roles/{id}"), wider).await.problem(403, "forbidden");
    let other = json!({ "name": "other", "permissions": ["apis:read", "audit:read"] });
    mallory.rest.post(&format!("{at}/roles"), other).await.problem(403, "forbidden");
    mallory
        .rest
        .patch(&format!("{at}/members/{}", mallory.id), json!({ "role": "admin" }))
        .await
        .problem(403, "forbidden");
}

#[tokio::test]
async fn a_key_does_no_more_than_its_scopes_and_makes_no_keys() {
    let Acme { hub, at, owner, developer, .. } = acme().await;
    let wide = json!({ "name": "wide", "scopes": everything() });
    developer.rest.post(&format!("{at}/api-keys"), wide.clone()).await.problem(422, "invalid");
    let key = owner.rest.post(&format!("{at}/api-keys"), wide.clone()).await.is(201);
    let key = hub.rest.with(key["key"].as_str().unwrap());
    key.get(&format!("{at}/apis")).await.is(200);
    // Not even with everything: it could outlive its own end, or its owner's sign-in.
    key.post(&format!("{at}/api-keys"), wide).await.problem(403, "forbidden");
    key.get("/me").await.problem(403, "forbidden");
    key.post("/organisations", json!({ "name": "mine", "slug": "mine" })).await.problem(403, "forbidden");
    key.post("/me/second-factor", json!({ "password": "x" })).await.problem(403, "forbidden");
    let narrow = json!({ "name": "narrow", "scopes": ["members:manage", "organisation:read"] });
    let narrow = owner.rest.post(&format!("{at}/api-keys"), narrow).await.is(201);
    let narrow = hub.rest.with(narrow["key"].as_str().unwrap());
    narrow.get(&format!("{at}/apis")).await.problem(403, "forbidden");
    narrow.patch(&format!("{at}/members/{}", developer.id), json!({ "role": "admin" })).await.problem(403, "forbidden");
    let invited = json!({ "email": "friend@example.com", "role": "admin" });
    narrow.post(&format!("{at}/invitations"), invited).await.problem(403, "forbidden");
    narrow.get("/admin/users").await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_key_loses_what_its_owner_loses() {
    let Acme { hub, at, owner, developer, .. } = acme().await;
    let body = json!({ "name": "k", "scopes": ["apis:read", "apis:create"] });
    let key = developer.rest.post(&format!("{at}/api-keys"), body).await.is(201);
    let key = hub.rest.with(key["key"].as_str().unwrap());
    let api = json!({ "source": { "type": "text", "text": "type Query { a: Int }" } });
    key.post(&format!("{at}/apis"), api.clone()).await.is(202);
    owner.rest.patch(&format!("{at}/members/{}", developer.id), json!({ "role": "viewer" })).await.is(200);
    key.post(&format!("{at}/apis"), api).await.problem(403, "forbidden");
    key.get(&format!("{at}/apis")).await.is(200);
}

#[tokio::test]
async fn a_key_of_a_service_account_is_made_only_by_those_who_may_do_as_much() {
    let Acme { hub: _hub, at, owner, admin, .. } = acme().await;
    let robot =
        owner.rest.post(&format!("{at}/service-accounts"), json!({ "name": "robot", "role": "owner" })).await.is(201);
    let body = json!({ "name": "k", "scopes": ["organisation:delete"], "service_account": robot["id"] });
    admin.rest.post(&format!("{at}/api-keys"), body.clone()).await.problem(403, "forbidden");
    let key = owner.rest.post(&format!("{at}/api-keys"), body).await.is(201);
    let rotation = format!("{at}/api-keys/{}/rotations", key["id"].as_str().unwrap());
    admin.rest.post(&rotation, json!({})).await.problem(403, "forbidden");
    let change = format!("{at}/service-accounts/{}", robot["id"].as_str().unwrap());
    admin.rest.patch(&change, json!({ "role": "viewer" })).await.problem(403, "forbidden");
}

#[tokio::test]
async fn the_last_owner_and_the_last_administrator_stay() {
    let Acme { hub, at, owner, .. } = acme().await;
    let own = format!("{at}/members/{}", owner.id);
    owner.rest.patch(&own, json!({ "role": "viewer" })).await.problem(409, "conflict");
    owner.rest.delete(&own).await.problem(409, "conflict");
    let root = hub.root.get("/me").await.is(200);
    let path = format!("/admin/users/{}", root["id"].as_str().unwrap());
    hub.root.patch(&path, json!({ "is_admin": false })).await.problem(409, "conflict");
    hub.root.patch(&path, json!({ "is_disabled": true })).await.problem(409, "conflict");
}

#[tokio::test]
async fn nobody_becomes_more_by_fields_that_they_add() {
    let Acme { hub, at, owner, developer, .. } = acme().await;
    let account = json!({ "email": "eve@example.com", "name": "Eve", "password": crate::hub::PASSWORD });
    for (field, value) in
        [("is_admin", json!(true)), ("id", json!(owner.id)), ("role", json!("owner")), ("is_disabled", json!(false))]
    {
        let mut body = account.clone();
        body[field] = value.clone();
        hub.rest.post("/accounts", body).await.problem(422, "invalid");
        developer.rest.patch("/me", json!({ "name": "Dev", field: value })).await.problem(422, "invalid");
    }
    let me = developer.rest.get("/me").await.is(200);
    assert_eq!(me["is_admin"], false);
    let made = json!({ "source": { "type": "text", "text": "type Query { a: Int }" } });
    for (field, value) in
        [("owner", json!(owner.id)), ("current", json!("rev_x")), ("version", json!(7)), ("organisation", json!("x"))]
    {
        let mut body = made.clone();
        body[field] = value;
        developer.rest.post(&format!("{at}/apis"), body).await.problem(422, "invalid");
    }
    let quotas = json!({ "name": "Acme", "quotas": { "apis": 1_000_000 } });
    owner.rest.patch(&at, quotas).await.problem(422, "invalid");
    let personal = json!({ "name": "x", "slug": "xx", "is_personal": true });
    developer.rest.post("/organisations", personal).await.problem(422, "invalid");
}
