//! Fetching documents by URL.

use std::{sync::Arc, time::Duration};

use hub_model::clock::SystemClock;
use hub_runtime::{
    egress::Policy,
    fetch::{Asked, FetchLimits, Fetcher},
};

use crate::upstream::{Upstream, reply};

fn fetcher(limits: FetchLimits, allow_private: bool) -> Fetcher {
    Fetcher::new(&Policy { allow_private, allow: Vec::new() }, limits, Arc::new(SystemClock)).unwrap()
}

#[tokio::test]
async fn documents_come_with_their_final_address() {
    let upstream = Upstream::start(|_, before| match before {
        0 => reply(302).header("location", "/v2/spec.yaml?x=1#part"),
        _ => reply(200).header("content-type", "Application/YAML; charset=utf-8").body("openapi: 3.0.0"),
    })
    .await;
    let fetched = fetcher(FetchLimits::default(), true).get(&format!("{}/spec#frag", upstream.url())).await.unwrap();
    assert_eq!(fetched.final_url, format!("{}/v2/spec.yaml?x=1", upstream.url()));
    assert_eq!(fetched.media_type, "application/yaml");
    assert_eq!(fetched.bytes.as_ref(), b"openapi: 3.0.0");
    assert_eq!(upstream.seen()[0].target(), "/spec");
}

#[tokio::test]
async fn failures_say_why() {
    let upstream = Upstream::start(|seen, _| match seen.target() {
        "/big" => reply(200).body(vec![b'x'; 2000]),
        "/slow" => reply(200).wait(Duration::from_secs(30)),
        "/inside" => reply(302).header("location", "http://169.254.169.254/"),
        _ => reply(404).body("gone"),
    })
    .await;
    let limits = FetchLimits { bytes: 1000, timeout: Duration::from_secs(1), ..FetchLimits::default() };
    let open = fetcher(limits.clone(), true);
    for (path, expected) in [
        ("/big", "it is larger than 1000 bytes"),
        ("/slow", "it did not come within 1 s"),
        ("/inside", "is a link-local (cloud metadata) address and refused"),
        ("/none?token=hidden", "the server answered 404"),
    ] {
        let error = open.get(&format!("{}{path}", upstream.url())).await.unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains("hidden"), "{path}: {error}");
    }
    for url in [upstream.url(), "http://localhost:1/".into(), "file:///etc/passwd".into(), "nonsense".into()] {
        assert!(fetcher(limits.clone(), false).get(&url).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn answers_are_read_while_they_come() {
    let upstream = Upstream::start(|seen, _| match seen.target() {
        "/endless" => reply(200).header("content-type", "text/event-stream").endless("data: x\n\n"),
        "/slow" => reply(200).wait(Duration::from_secs(30)),
        _ => reply(404).body("gone"),
    })
    .await;
    let limits = FetchLimits { bytes: 4, timeout: Duration::from_secs(1), ..FetchLimits::default() };
    let fetcher = fetcher(limits, true);
    let open = |path: &str| fetcher.open(Asked { url: format!("{}{path}", upstream.url()), ..Asked::default() });
    let mut endless = open("/endless").await.unwrap();
    let mut bytes = Vec::new();
    while bytes.len() < 40 {
        bytes.extend_from_slice(&endless.next().await.unwrap().unwrap());
    }
    assert!(bytes.starts_with(b"data: x\n\ndata: x\n\n"), "{bytes:?}");
    assert_eq!(upstream.seen()[0].header("accept-encoding"), None);
    let mut gone = open("/none").await.unwrap();
    assert_eq!((gone.status.as_u16(), gone.next().await.unwrap().unwrap().as_ref()), (404, &b"gone"[..]));
    assert_eq!(gone.next().await, Ok(None));
    let late = open("/slow").await.unwrap_err().to_string();
    assert!(late.contains("no answer within 1 s"), "{late}");
    let strict = self::fetcher(FetchLimits::default(), false);
    let refused = strict.open(Asked { url: upstream.url(), ..Asked::default() }).await.unwrap_err();
    assert!(refused.to_string().contains("refused"), "{refused}");
}
