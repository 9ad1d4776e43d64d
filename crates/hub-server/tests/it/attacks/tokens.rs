//! Forged, foreign, stale and stolen tokens.

use std::time::Duration;

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use hub_access::{
    entropy::SystemEntropy,
    jwt::{self, Keys, SigningKey},
};
use hub_store::platform::signing_keys;
use serde_json::{Value, json};

use crate::hub::{Hub, PASSWORD};

fn part(text: &str) -> Value {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

fn written(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The hub's own keys, as somebody has them who has the whole store.
async fn keys(hub: &Hub) -> Keys {
    let kept = signing_keys::list(hub.app.store(), hub.app.store()).await.unwrap();
    Keys::new(kept.iter().map(|key| SigningKey::read(&key.kid, &key.key).unwrap()).collect()).unwrap()
}

#[tokio::test]
async fn a_token_with_another_algorithm_is_refused() {
    let hub = Hub::start().await;
    let token = hub.root.token.clone().unwrap();
    let [head, claims, _]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let public = jwt::jwks(&keys(&hub).await);
    let x = BASE64_URL_SAFE_NO_PAD.decode(public["keys"][0]["x"].as_str().unwrap()).unwrap();
    let forge = |algorithm: &str, secret: Option<&[u8]>| {
        let mut head = part(head);
        head["alg"] = json!(algorithm);
        let signed = format!("{}.{claims}", written(&head));
        let signature = secret.map_or_else(String::new, |secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
            BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()))
        });
        format!("{signed}.{signature}")
    };
    // The public key used as the secret of a symmetric algorithm, as raw bytes and as it is published.
    let published = public["keys"][0].to_string();
    let mut forged =
        vec![forge("HS256", Some(&x)), forge("HS256", Some(published.as_bytes())), forge("HS256", Some(b""))];
    for none in ["none", "None", "NONE", "nOnE", ""] {
        forged.push(forge(none, None));
    }
    for token in forged {
        hub.rest.with(&token).get("/me").await.problem(401, "unauthenticated");
    }
    hub.root.get("/me").await.is(200);
}

#[tokio::test]
async fn a_token_that_was_tampered_with_is_refused() {
    let hub = Hub::start().await;
    let person = hub.person("eve").await;
    let token = person.rest.token.clone().unwrap();
    let [head, claims, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let root = hub.root.get("/me").await.is(200)["id"].clone();
    for (name, value) in [("sub", root), ("adm", json!(true)), ("exp", json!(i64::MAX)), ("aud", json!("other"))] {
        let mut changed = part(claims);
        changed[name] = value;
        hub.rest
            .with(&format!("{head}.{}.{signature}", written(&changed)))
            .get("/me")
            .await
            .problem(401, "unauthenticated");
    }
    for kid in ["", "../../etc/passwd", "' OR 1=1 --", "http://127.0.0.1/key"] {
        let mut changed = part(head);
        changed["kid"] = json!(kid);
        changed["jku"] = json!("http://127.0.0.1/keys");
        hub.rest
            .with(&format!("{}.{claims}.{signature}", written(&changed)))
            .get("/me")
            .await
            .problem(401, "unauthenticated");
    }
    for cut in [".", "..", "...", "a.b.c", &token[..token.len() - 1], &token[1..]] {
        hub.rest.with(cut).get("/me").await.problem(401, "unauthenticated");
    }
    hub.rest.with(&"x".repeat(7000)).get("/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_token_of_another_hub_or_for_another_audience_is_refused() {
    let hub = Hub::start().await;
    let token = hub.root.token.clone().unwrap();
    let genuine = keys(&hub).await;
    let claims = jwt::verify(&genuine, &token, hub.app.now(), "mcphub", jwt::AUDIENCE).unwrap();
    let other = Keys::new(vec![SigningKey::generate(&SystemEntropy).unwrap()]).unwrap();
    let elsewhere = jwt::issue(&other, &claims).unwrap();
    let mut audience = claims.clone();
    audience.aud = "another-service".to_owned();
    let mut issuer = claims.clone();
    issuer.iss = "https://elsewhere.example.com".to_owned();
    for token in [elsewhere, jwt::issue(&genuine, &audience).unwrap(), jwt::issue(&genuine, &issuer).unwrap()] {
        hub.rest.with(&token).get("/me").await.problem(401, "unauthenticated");
    }
    // The same made in the right way is taken: what was refused above was refused for what was changed.
    hub.rest.with(&jwt::issue(&genuine, &claims).unwrap()).get("/me").await.is(200);
}

#[tokio::test]
async fn an_expired_token_is_refused() {
    let hub = Hub::start().await;
    hub.clock.by(Duration::from_secs(11 * 60));
    hub.root.get("/me").await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_sign_in() {
    let hub = Hub::start().await;
    let body = json!({ "email": "root@example.com", "password": PASSWORD });
    let first = hub.rest.post("/sessions", body).await.is(200);
    let old = json!({ "refresh_token": first["refresh_token"] });
    let second = hub.rest.post("/sessions/refresh", old.clone()).await.is(200);
    hub.rest.post("/sessions/refresh", old).await.problem(401, "unauthenticated");
    // Whoever has the newer one may be the thief: it does not hold either, nor does its access token.
    let newer = json!({ "refresh_token": second["refresh_token"] });
    hub.rest.post("/sessions/refresh", newer).await.problem(401, "unauthenticated");
    hub.rest.with(second["access_token"].as_str().unwrap()).get("/me").await.problem(401, "unauthenticated");
    // Other sign-ins of theirs go on, and the log tells of it.
    let told = hub.root.get("/admin/audit?action=session.refresh").await.is(200);
    assert_eq!(told["items"][0]["outcome"], "reused", "{told}");
}

#[tokio::test]
async fn a_refresh_token_used_many_times_at_once_renews_once() {
    let hub = Hub::start().await;
    let body = json!({ "email": "root@example.com", "password": PASSWORD });
    let token = hub.rest.post("/sessions", body).await.is(200)["refresh_token"].clone();
    let attempts = (0..8).map(|_| hub.rest.post("/sessions/refresh", json!({ "refresh_token": token })));
    let answers = futures_util::future::join_all(attempts).await;
    let renewed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(renewed <= 1, "it renewed {renewed} times");
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 401)));
}

#[tokio::test]
async fn an_expired_refresh_token_is_refused() {
    let hub = Hub::start().await;
    let body = json!({ "email": "root@example.com", "password": PASSWORD });
    let token = hub.rest.post("/sessions", body).await.is(200)["refresh_token"].clone();
    hub.clock.by(Duration::from_secs(31 * 24 * 3600));
    hub.rest.post("/sessions/refresh", json!({ "refresh_token": token })).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn tokens_of_one_kind_are_no_tokens_of_another() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let body = json!({ "email": owner.email, "password": PASSWORD });
    let tokens = hub.rest.post("/sessions", body).await.is(200);
    let (refresh, access) = (tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap());
    let key = owner.rest.post(&format!("{at}/api-keys"), json!({ "name": "k", "scopes": ["apis:read"] })).await.is(201);
    let invitation = json!({ "email": "x@example.com", "role": "viewer" });
    let invitation = owner.rest.post(&format!("{at}/invitations"), invitation).await.is(201);
    for wrong in [refresh, invitation["token"].as_str().unwrap(), &hub.setup_token] {
        hub.rest.with(wrong).get("/me").await.problem(401, "unauthenticated");
    }
    for wrong in [access, key["key"].as_str().unwrap(), &hub.setup_token] {
        hub.rest.post("/sessions/refresh", json!({ "refresh_token": wrong })).await.problem(401, "unauthenticated");
    }
    let reset = json!({ "token": invitation["token"], "password": "another-Tundra-83?walnut" });
    assert!(matches!(hub.rest.post("/password-resets", reset).await.status, 401 | 403 | 404));
}

#[tokio::test]
async fn an_api_key_is_refused_when_a_letter_differs_and_after_its_end() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let end = hub.app.now().after(Duration::from_secs(120));
    let body = json!({ "name": "k", "scopes": ["apis:read"], "expires_at": end });
    let made = owner.rest.post(&format!("{at}/api-keys"), body).await.is(201);
    let key = made["key"].as_str().unwrap();
    hub.rest.with(key).get(&format!("{at}/apis")).await.is(200);
    let last = if key.ends_with('0') { '1' } else { '0' };
    let other = format!("{}{last}", &key[..key.len() - 1]);
    for wrong in [other.as_str(), &key[..key.len() - 1], &key.to_uppercase()] {
        hub.rest.with(wrong).get(&format!("{at}/apis")).await.problem(401, "unauthenticated");
    }
    hub.clock.by(Duration::from_secs(121));
    hub.rest.with(key).get(&format!("{at}/apis")).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn whoever_is_disabled_or_signed_out_is_refused_at_once() {
    let hub = Hub::start().await;
    let (eve, bob) = (hub.person("eve").await, hub.person("bob").await);
    let at = hub.organisation(&eve, "acme").await;
    let key = eve.rest.post(&format!("{at}/api-keys"), json!({ "name": "k", "scopes": ["apis:read"] })).await.is(201);
    let key = hub.rest.with(key["key"].as_str().unwrap());
    hub.root.patch(&format!("/admin/users/{}", eve.id), json!({ "is_disabled": true })).await.is(200);
    eve.rest.get("/me").await.problem(401, "unauthenticated");
    key.get(&format!("{at}/apis")).await.problem(401, "unauthenticated");
    let body = json!({ "email": eve.email, "password": PASSWORD });
    hub.rest.post("/sessions", body).await.problem(401, "unauthenticated");
    bob.rest.delete("/sessions/current").await.is(204);
    bob.rest.get("/me").await.problem(401, "unauthenticated");
}
