//! Changes that were not meant for what is there, and requests that come twice or too often.

use reqwest::Method;
use serde_json::json;

use crate::hub::Hub;

#[tokio::test]
async fn a_change_of_what_has_changed_is_refused() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let source = json!({ "type": "text", "text": "type Query { a: Int }" });
    let (api, _) = hub.register(&owner.rest, &at, source).await;
    let path = format!("{at}/apis/{api}");
    let tag = owner.rest.get(&path).await.header("etag").to_owned();
    let change = |name: &str, tag: &str| {
        let (rest, path, body, tag) = (owner.rest.clone(), path.clone(), json!({ "name": name }), tag.to_owned());
        async move { rest.send(Method::PATCH, &path, Some(body), &[("if-match", &tag)]).await }
    };
    change("first", &tag).await.is(200);
    change("second", &tag).await.problem(412, "precondition_failed");
    for wrong in ["\"0\"", "nonsense", "\"-1\"", "", "\"99999999999999999999\""] {
        let answer = change("third", wrong).await;
        assert!(matches!(answer.status, 400 | 412), "{wrong}: {}", answer.body);
    }
    assert_eq!(owner.rest.get(&path).await.is(200)["name"], "first");
    change("fourth", "*").await.is(200);
    let tag = owner.rest.get(&path).await.header("etag").to_owned();
    let stale = [("if-match", "\"1\"")];
    owner.rest.send(Method::DELETE, &path, None, &stale).await.problem(412, "precondition_failed");
    owner.rest.send(Method::DELETE, &path, None, &[("if-match", &tag)]).await.is(204);
}

#[tokio::test]
async fn an_idempotency_key_is_its_owner_s_own() {
    let hub = Hub::start().await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let key = [("idempotency-key", "one-and-the-same")];
    let body = json!({ "name": "k", "scopes": ["apis:read"] });
    let send = async |who: &crate::client::Rest, at: &str, body| {
        who.send(Method::POST, &format!("{at}/api-keys"), Some(body), &key).await
    };
    let first = send(&owner.rest, &mine, body.clone()).await.is(201);
    let again = send(&owner.rest, &mine, body.clone()).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(again.is(201), first);
    // The answer has a key in it: nobody else gets it for guessing what the request was called.
    let other = send(&eve.rest, &hers, body.clone()).await.is(201);
    assert_ne!(other["key"], first["key"]);
    send(&eve.rest, &mine, body).await.problem(404, "not_found");
    send(&owner.rest, &mine, json!({ "name": "other", "scopes": [] })).await.problem(422, "idempotency_mismatch");
    for wrong in ["", " ", "a b", &"x".repeat(300)] {
        let body = Some(json!({ "name": "k", "scopes": [] }));
        let path = format!("{mine}/api-keys");
        owner.rest.send(Method::POST, &path, body, &[("idempotency-key", wrong)]).await.problem(400, "bad_request");
    }
}

#[tokio::test]
async fn too_many_requests_are_told_to_come_later() {
    let hub = Hub::with(|settings| {
        settings.rates.user = 10;
        settings.rates.key = 5;
        settings.rates.address = 8;
        settings.rates.organisation = 0;
    })
    .await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let made =
        owner.rest.post(&format!("{at}/api-keys"), json!({ "name": "k", "scopes": ["apis:read"] })).await.is(201);
    let key = hub.rest.with(made["key"].as_str().unwrap());
    for (who, path) in [(&owner.rest, "/me".to_owned()), (&key, format!("{at}/apis")), (&hub.rest, "/about".to_owned())]
    {
        let mut answers = Vec::new();
        for _ in 0..12 {
            answers.push(who.get(&path).await);
        }
        let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
        assert!(!refused.is_empty() && refused.len() < 12, "{} of 12 at {path}", refused.len());
        for answer in &answers {
            let number = |name: &str| answer.header(name).parse::<u64>().unwrap();
            assert!(number("ratelimit-remaining") <= number("ratelimit-limit"));
            let _ = number("ratelimit-reset");
        }
        for answer in refused {
            assert_eq!(answer.body["code"], "rate_limited");
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.header("retry-after").parse::<u64>().unwrap() >= 1);
        }
    }
    // Each has their own: somebody else is not kept from anything.
    hub.root.get("/me").await.is(200);
}

#[tokio::test]
async fn an_organisation_has_a_limit_of_its_own() {
    let hub = Hub::with(|settings| settings.rates.organisation = 6).await;
    let (owner, eve) = (hub.person("owner").await, hub.person("eve").await);
    let (mine, hers) = (hub.organisation(&owner, "acme").await, hub.organisation(&eve, "evil").await);
    let mut refused = 0;
    for _ in 0..12 {
        refused += usize::from(owner.rest.get(&format!("{mine}/apis")).await.status == 429);
    }
    assert!(refused >= 5, "{refused}");
    eve.rest.get(&format!("{hers}/apis")).await.is(200);
}
