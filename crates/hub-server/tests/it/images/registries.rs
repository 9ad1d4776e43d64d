//! Registries as they are kept: what they may be, and where their passwords do not go.

use serde_json::json;

use super::Shipyard;

#[tokio::test(flavor = "multi_thread")]
async fn a_password_does_not_follow_its_registry_elsewhere() {
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let login = json!({ "user": "anna", "password": "p" });
    let (registry, _) = yard.registry("registry.example", json!({ "login": login })).await;
    let pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----";
    for elsewhere in [
        json!({ "address": "other.example/team" }),
        json!({ "address": "registry.example:5000/team" }),
        json!({ "is_insecure": true }),
        json!({ "authorities": pem }),
    ] {
        let refused = owner.patch(&registry, elsewhere).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], "login", "{refused}");
    }
    let moved = owner.patch(&registry, json!({ "address": "registry.example/others", "keep": 5 })).await.is(200);
    assert_eq!((&moved["has_login"], &moved["keep"]), (&json!(true), &json!(5)), "{moved}");
    let given = json!({ "address": "other.example/team", "login": login });
    assert_eq!(owner.patch(&registry, given).await.is(200)["has_login"], true);
    let forgotten = json!({ "address": "third.example", "forget_login": true, "keep": 0 });
    let moved = owner.patch(&registry, forgotten).await.is(200);
    assert_eq!((&moved["has_login"], &moved["keep"]), (&json!(false), &json!(0)), "{moved}");
    owner.delete(&registry).await.is(204);
    owner.get(&registry).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_registry_is_refused() {
    let yard = Shipyard::new(None).await;
    let (owner, path) = (&yard.acme.owner.rest, format!("{}/registries", yard.acme.organisation));
    for (field, wrong) in [
        ("address", json!({ "address": "https://registry.example" })),
        ("address", json!({ "address": "registry" })),
        ("address", json!({ "address": "user:password@registry.example" })),
        ("address", json!({ "address": "registry.example/../other" })),
        ("authorities", json!({ "authorities": "not a certificate" })),
        ("keep", json!({ "keep": -1 })),
        ("keep", json!({ "keep": 1001 })),
        ("login.user", json!({ "login": { "user": "a:b", "password": "p" } })),
        ("login.password", json!({ "login": { "user": "a", "password": "a\nb" } })),
    ] {
        let mut body = json!({ "name": "r", "address": "registry.example" });
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let refused = owner.post(&path, body).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
    }
    let body = json!({ "name": "r", "address": "registry.example" });
    owner.post(&path, body.clone()).await.is(201);
    owner.post(&path, body).await.problem(409, "conflict");
}
