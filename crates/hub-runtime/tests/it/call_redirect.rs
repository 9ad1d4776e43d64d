//! Redirects: which are followed, and that credentials stay with the host they are for.

use std::time::Duration;

use hub_model::{
    ApiKeyPlace, SchemeKind,
    binding::http::{Encode, Style},
};
use hub_runtime::{egress::Policy, settings::Settings};
use serde_json::json;

use crate::{
    tools::{Make, call, failure, limited, open, style, success, tool},
    upstream::{Upstream, json as answer, reply},
};

/// A tool with a credential or argument in every place that could leak.
fn laden(method: &str) -> Make {
    let mut make =
        tool(method, "/start").header("X-Argument", style(Style::Simple, false)).cookie("c", style(Style::Form, true));
    for (name, place) in [("h", ApiKeyPlace::Header), ("q", ApiKeyPlace::Query), ("k", ApiKeyPlace::Cookie)] {
        make = make.scheme(name, SchemeKind::ApiKey { place, name: format!("key-{name}") });
    }
    make.scheme("b", SchemeKind::Basic).needs(&[&["h", "q", "k", "b"]])
}

const SECRETS: [(&str, &str); 4] =
    [("h", "header-secret"), ("q", "query-secret"), ("k", "cookie-secret"), ("b", "user:basic-secret")];

fn settings() -> Settings {
    Settings { headers: vec![("X-Operator".into(), "operator-secret".into())], ..open() }
}

#[tokio::test]
async fn another_host_gets_no_credentials() {
    for status in [301, 302, 303, 307, 308] {
        let other = Upstream::always(answer("{\"other\":true}")).await;
        let location = format!("{}/landing?x=1", other.url());
        let first = Upstream::start(move |_, _| reply(status).header("location", &location)).await;
        let executor = laden("GET").executor(&first.url(), &SECRETS, settings());
        let text = success(&call(&executor, &json!({"X-Argument": "argument-secret", "c": "cookie-argument"})).await);
        assert_eq!(text, "{\"other\":true}");
        assert!(format!("{:?}", first.only()).contains("header-secret"));
        let seen = other.only();
        assert_eq!(seen.target(), "/landing?x=1");
        let shown = format!("{seen:?}");
        assert!(
            !shown.contains("secret") && !shown.contains("argument") && seen.header("cookie").is_none(),
            "{status}: {shown}"
        );
        assert_eq!(seen.header("authorization"), None);
        assert_eq!(seen.header("host"), Some(other.address.to_string().as_str()));
    }
}

#[tokio::test]
async fn the_same_host_keeps_them() {
    let upstream = Upstream::start(|_, before| match before {
        0 => reply(302).header("location", "../moved/./here?y=%2e#fragment"),
        _ => answer("{}"),
    })
    .await;
    let executor = laden("GET").executor(&upstream.url(), &SECRETS, settings());
    success(&call(&executor, &json!({"c": "v"})).await);
    let second = &upstream.seen()[1];
    assert_eq!(second.target(), "/moved/here?y=%2e");
    assert_eq!(second.header("key-h"), Some("header-secret"));
    assert_eq!(second.header("cookie"), Some("c=v; key-k=cookie-secret"));
    assert_eq!(second.header("x-operator"), Some("operator-secret"));
}

#[tokio::test]
async fn methods_and_bodies_follow_the_status() {
    let make = || tool("POST", "/a").body("application/json", |make| Encode::Json(make.fields(&["x"], false)));
    for (status, expected) in [
        (303, Some(("GET /b HTTP/1.1", ""))),
        (307, Some(("POST /b HTTP/1.1", "{\"x\":1}"))),
        (308, Some(("POST /b HTTP/1.1", "{\"x\":1}"))),
        (302, None),
    ] {
        let upstream = Upstream::start(move |_, before| match before {
            0 => reply(status).header("location", "/b"),
            _ => answer("{\"done\":1}"),
        })
        .await;
        let text = success(&make().call(&upstream.url(), &json!({"x": 1})).await);
        let seen = upstream.seen();
        match expected {
            Some((line, body)) => {
                assert_eq!((seen[1].line.as_str(), seen[1].text().as_str()), (line, body), "{status}");
                assert_eq!(seen[1].header("content-type").is_some(), !body.is_empty());
            }
            None => {
                assert_eq!(seen.len(), 1);
                assert!(text.contains("location: /b"), "{text}");
            }
        }
    }
}

#[tokio::test]
async fn an_api_that_has_moved_is_an_error_for_what_cannot_be_repeated() {
    let upstream = Upstream::always(reply(301).header("location", "https://new.example/a?key=x")).await;
    let text = failure(&tool("POST", "/a").call(&upstream.url(), &json!({})).await);
    assert!(text.contains("the API has moved to https://new.example/a; the operator should set that"), "{text}");
}

#[tokio::test]
async fn loops_end_and_forbidden_places_are_not_visited() {
    let upstream = Upstream::always(reply(302).header("location", "/again")).await;
    let text = failure(&tool("GET", "/").call(&upstream.url(), &json!({})).await);
    assert!(text.contains("redirected more than 5 times"), "{text}");
    assert_eq!(upstream.seen().len(), 6);

    let inside = Upstream::always(answer("{\"internal\":1}")).await;
    let port = inside.address.port();
    for place in [
        format!("http://localhost:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        "http://169.254.169.254/latest/meta-data/".into(),
        "file:///etc/passwd".into(),
        "ftp://example.com/".into(),
        format!("http://user:pw@127.0.0.2:{port}/"),
    ] {
        let to = place.clone();
        let first = Upstream::start_on("127.0.0.3", move |_, _| reply(302).header("location", &to)).await;
        // Only the first upstream is allowed.
        let policy = Policy { allow_private: false, allow: vec!["127.0.0.3/32".into()] };
        let url = first.url();
        let executor = tool("GET", "/").executor(
            &url,
            &[],
            Settings { egress: policy, ..limited(|l| l.call_timeout = Duration::from_secs(5)) },
        );
        let text = failure(&call(&executor, &json!({})).await);
        assert!(text.contains("refused"), "{place}: {text}");
    }
    assert!(inside.seen().is_empty());
}
