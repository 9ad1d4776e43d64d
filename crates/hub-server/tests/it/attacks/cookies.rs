//! Browsers, which keep their refresh token in a cookie.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::{
    client::Answer,
    hub::{Hub, PASSWORD},
};

/// What a browser keeps: the cookie of an answer, with what is said about it.
fn cookie(answer: &Answer) -> (String, String) {
    let (cookie, rules) = answer.header("set-cookie").split_once(';').unwrap();
    (cookie.to_owned(), rules.to_owned())
}

#[tokio::test]
async fn a_browser_keeps_its_refresh_token_where_no_page_reads_it() {
    let hub = Hub::start().await;
    let body = json!({ "email": "root@example.com", "password": PASSWORD, "cookie": true });
    let answer = hub.rest.post("/sessions", body).await;
    let (first, rules) = cookie(&answer);
    for rule in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/sessions"] {
        assert!(rules.contains(rule), "{rules}");
    }
    assert!(answer.is(200).get("refresh_token").is_none(), "the page does not see it");

    let refresh = async |cookie: &str| {
        hub.rest.send(Method::POST, "/sessions/refresh", Some(json!({})), &[("cookie", cookie)]).await
    };
    // Two pages at once, or one that was left before it heard: both go on.
    let answer = refresh(&first).await;
    let (second, _) = cookie(&answer);
    assert!(answer.is(200).get("refresh_token").is_none());
    refresh(&first).await.is(200);
    refresh(&second).await.is(200);
    // A form of another page cannot send JSON, and what it can send is refused.
    let headers = [("cookie", second.as_str())];
    let form = Some(("text/plain".to_owned(), b"{}".to_vec()));
    hub.rest.raw(Method::POST, "/sessions/refresh", form, &headers).await.is(415);
    // Later, it is a thief like any other.
    hub.clock.by(Duration::from_secs(21));
    refresh(&first).await.problem(401, "unauthenticated");
    refresh(&second).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn whoever_signs_out_loses_the_cookie() {
    let hub = Hub::start().await;
    let body = json!({ "email": "root@example.com", "password": PASSWORD, "cookie": true });
    let signed_in = hub.rest.post("/sessions", body).await;
    let (kept, _) = cookie(&signed_in);
    let rest = hub.rest.with(signed_in.is(200)["access_token"].as_str().unwrap());
    let answer = rest.delete("/sessions/current").await;
    let (emptied, rules) = cookie(&answer);
    assert_eq!(emptied, "mcphub_refresh=");
    assert!(rules.contains("Max-Age=0"), "{rules}");
    let answer = hub.rest.send(Method::POST, "/sessions/refresh", Some(json!({})), &[("cookie", &kept)]).await;
    answer.problem(401, "unauthenticated");
}
