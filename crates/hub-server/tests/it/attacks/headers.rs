//! What stands on every answer, whatever it is; other origins; header lines in texts.

use reqwest::Method;
use serde_json::json;

use crate::hub::Hub;

#[tokio::test]
async fn every_answer_has_the_headers_that_keep_browsers_safe() {
    let hub = Hub::start().await;
    let answers = [
        hub.rest.get("/about").await,
        hub.rest.get("/me").await,
        hub.rest.get("/nowhere").await,
        hub.rest.delete("/about").await,
        hub.rest.get("/../../etc/passwd").await,
        hub.rest.post("/sessions", json!({})).await,
        hub.root.get("/me").await,
    ];
    for answer in answers {
        let status = answer.status;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{status}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{status}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{status}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{status}");
        assert!(answer.header("cache-control").contains("no-store"), "{status}");
        assert!(!answer.header("x-request-id").is_empty(), "{status}");
        assert!(answer.header("server").is_empty() && answer.header("x-powered-by").is_empty());
        if status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{status}");
            assert_eq!(answer.body["status"], status);
            assert_eq!(answer.body["request"], answer.header("x-request-id"));
        }
    }
    let refused = hub.rest.delete("/about").await;
    assert!(refused.header("allow").contains("GET"), "{:?}", refused.headers);
    refused.problem(405, "method_not_allowed");
    assert!(hub.rest.get("/me").await.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn pages_of_other_origins_get_nothing_unless_they_are_allowed() {
    let hub =
        Hub::with(|settings| settings.listen.allowed_origins = vec!["https://console.example.com".to_owned()]).await;
    for (origin, is_allowed) in [
        ("https://console.example.com", true),
        ("https://evil.example.com", false),
        ("https://console.example.com.evil.com", false),
        ("http://console.example.com", false),
        ("null", false),
    ] {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "DELETE"),
            ("access-control-request-headers", "authorization"),
        ];
        for answer in [
            hub.root.send(Method::GET, "/me", None, &headers[..1]).await,
            hub.rest.send(Method::OPTIONS, "/me", None, &headers).await,
        ] {
            let told = answer.header("access-control-allow-origin");
            assert_eq!(told, if is_allowed { origin } else { "" }, "{origin}");
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
    }
}

#[tokio::test]
async fn an_identifier_of_a_request_writes_no_lines_of_its_own() {
    let hub = Hub::start().await;
    for (given, is_kept) in [("my-request.1", true), ("a b", false), ("x\"}", false), ("<script>", false)] {
        let answer = hub.rest.send(Method::GET, "/about", None, &[("x-request-id", given)]).await;
        assert_eq!(answer.header("x-request-id") == given, is_kept, "{given}");
    }
    let long = "a".repeat(5000);
    let answer = hub.rest.send(Method::GET, "/about", None, &[("x-request-id", &long)]).await;
    assert!(answer.header("x-request-id").len() < 100);
}

#[tokio::test]
async fn texts_do_not_become_header_lines_of_an_upstream() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let source = json!({ "type": "url", "url": hub.upstream.url("/stable/pets.json") });
    let (api, _) = hub.register(&owner.rest, &at, source).await;
    let path = format!("{at}/apis/{api}");
    let tool = owner.rest.get(&format!("{path}/revisions/current/tools/get_pet1")).await.is(200);
    let argument = tool["input_schema"]["properties"].as_object().unwrap().keys().next().unwrap().clone();
    for text in ["a\r\nx-evil: 1", "a\nx-evil: 1", "a\rx-evil: 1", "a\0b", "\r\n\r\nGET /evil HTTP/1.1\r\n\r\n"] {
        let body = json!({ "arguments": { &argument: text }, "credentials": { "key": text } });
        let called = owner.rest.post(&format!("{path}/revisions/current/tools/get_pet1/calls"), body).await;
        assert!(called.status < 500, "{}", called.body);
        let kept = owner.rest.put(&format!("{path}/credentials/key"), json!({ "value": text })).await;
        assert!(kept.status < 500, "{}", kept.body);
        let body = json!({ "arguments": {} });
        owner.rest.post(&format!("{path}/revisions/current/tools/get_pet1/calls"), body).await;
    }
    for (path, headers) in hub.upstream.asked() {
        assert!(headers.get("x-evil").is_none() && !path.contains("evil"), "{path} {headers:?}");
    }
    // A text without line breaks arrives, so that what was refused above was refused for them.
    let before = hub.upstream.asked().len();
    let body = json!({ "arguments": { &argument: "quiet" }, "credentials": { "key": "sesame" } });
    owner.rest.post(&format!("{path}/revisions/current/tools/get_pet1/calls"), body).await.is(200);
    let asked = hub.upstream.asked();
    assert_eq!(asked.len(), before + 1);
    assert_eq!(asked.last().unwrap().1["x-note"], "quiet");
    assert_eq!(asked.last().unwrap().1["x-key"], "sesame");
}
