//! Requests that are signed, and access tokens that a refresh token is exchanged for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use aws_lc_rs::{digest, hmac};
use base64::{Engine, engine::general_purpose::STANDARD};
use hub_model::{
    SchemeKind,
    auth::{
        OauthFlow,
        signature::{Encoding, Hmac, HmacHash},
    },
    clock::Clock,
};
use hub_runtime::settings::Settings;
use serde_json::json;

use crate::{
    tools::{call, failure, open, success, tool},
    upstream::{Upstream, json as answer, reply},
};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(templates: &[(&str, &str)], message: &str, key: Encoding, encoding: Encoding) -> SchemeKind {
    let headers = templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    SchemeKind::Hmac(Hmac { algorithm: HmacHash::Sha512, encoding, key, message: message.to_owned(), headers })
}

#[tokio::test]
async fn templates_say_what_is_signed_and_where_it_stands() {
    let upstream = Upstream::always(answer("{}")).await;
    let templates =
        [("X-Key", "{key_id}"), ("X-Time", "{timestamp}"), ("X-Nonce", "n={nonce}"), ("X-Sign", "v1 {signature}")];
    let message = "{method}|{host}|{path}|{query}|{timestamp}|{{x}}|{body_sha256}";
    let kind = signed(&templates, message, Encoding::Base64, Encoding::Hex);
    let make = tool("POST", "/a%20b?c=d").scheme("s", kind).needs(&[&["s"]]);
    let secret = format!("my-key:{}", STANDARD.encode("the key's bytes"));
    success(&call(&make.executor(&upstream.url(), &[("s", &secret)], open()), &json!({})).await);
    let seen = upstream.only();
    let header = |name: &str| seen.header(name).unwrap().to_owned();
    assert_eq!(header("x-key"), "my-key");
    assert_eq!(header("x-nonce").len(), "n=".len() + 32);
    let nothing = hex(digest::digest(&digest::SHA256, b"").as_ref());
    let message = format!("POST|{}|/a%20b|c=d|{}|{{x}}|{nothing}", header("host"), header("x-time"));
    let key = hmac::Key::new(hmac::HMAC_SHA512, b"the key's bytes");
    assert_eq!(header("x-sign"), format!("v1 {}", hex(hmac::sign(&key, message.as_bytes()).as_ref())));
}

#[tokio::test]
async fn a_whole_secret_is_the_key_where_no_id_is_named() {
    let upstream = Upstream::always(reply(401).body("signature with planted:secret refused")).await;
    let kind = signed(&[("Authorization", "HMAC {signature}")], "{target}{body}", Encoding::Text, Encoding::Base64);
    let make = tool("GET", "/x").scheme("s", kind).needs(&[&["s"]]);
    let text = failure(&call(&make.executor(&upstream.url(), &[("s", "planted:secret")], open()), &json!({})).await);
    assert!(!text.contains("planted"), "{text}");
    let key = hmac::Key::new(hmac::HMAC_SHA512, b"planted:secret");
    let expected = format!("HMAC {}", STANDARD.encode(hmac::sign(&key, b"/x")));
    assert_eq!(upstream.only().header("authorization"), Some(expected.as_str()));
}

#[tokio::test]
async fn requests_to_aws_are_signed_and_carry_the_session() {
    let upstream = Upstream::always(answer("{}")).await;
    let kind = SchemeKind::AwsSigv4 { service: "s3".into(), region: "eu-west-1".into() };
    let make = tool("GET", "/bucket/a%2Fb?list-type=2").scheme("aws", kind).needs(&[&["aws"]]);
    let secret = "AKIDEXAMPLE:planted-secret-key:planted-session";
    success(&call(&make.executor(&upstream.url(), &[("aws", secret)], open()), &json!({})).await);
    let seen = upstream.only();
    let made = seen.header("authorization").unwrap();
    let names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
    assert!(made.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"), "{made}");
    assert!(made.contains(&format!("/eu-west-1/s3/aws4_request, SignedHeaders={names}, Signature=")), "{made}");
    assert_eq!(seen.header("x-amz-security-token"), Some("planted-session"));
    assert!(!format!("{:?}", seen.headers).contains("planted-secret-key"));
}

/// A clock that is set by hand.
struct Turned(Instant, AtomicU64);

impl Clock for Turned {
    fn now(&self) -> Instant {
        self.0 + Duration::from_secs(self.1.load(Ordering::SeqCst))
    }

    fn since_epoch(&self) -> Duration {
        Duration::from_secs(1_700_000_000)
    }
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_and_the_newest_one_used() {
    let upstream = Upstream::start(|seen, before| match seen.target() {
        "/token" => {
            answer(&format!(r#"{{"access_token":"token-{before}","expires_in":100,"refresh_token":"next-{before}"}}"#))
        }
        _ => reply(200).body(seen.header("authorization").unwrap().replace("Bearer token-", "number ")),
    })
    .await;
    let flow = OauthFlow { grant: "authorization-code".into(), token_url: "/token".into(), ..OauthFlow::default() };
    let clock = Arc::new(Turned(hub_model::clock::SystemClock.now(), 0.into()));
    let settings = Settings { clock: Arc::<Turned>::clone(&clock), ..open() };
    let make = tool("GET", "/x").scheme("o", SchemeKind::Oauth2 { flows: vec![flow] }).needs(&[&["o"]]);
    let executor = make.executor(&upstream.url(), &[("o", "my id:my secret:first")], settings);
    for (seconds, expected) in [(0, "number 0"), (60, "number 0"), (71, "number 3")] {
        clock.1.store(seconds, Ordering::SeqCst);
        assert_eq!(success(&call(&executor, &json!({})).await), expected, "after {seconds} s");
    }
    let asked: Vec<_> = upstream.seen().into_iter().filter(|seen| seen.target() == "/token").collect();
    let texts: Vec<_> = asked.iter().map(|seen| seen.text()).collect();
    assert_eq!(
        texts,
        ["grant_type=refresh_token&refresh_token=first", "grant_type=refresh_token&refresh_token=next-0"]
    );
    assert_eq!(asked[0].header("authorization"), Some("Basic bXkraWQ6bXkrc2VjcmV0"));
}

#[tokio::test]
async fn a_public_client_proves_nothing() {
    let upstream = Upstream::start(|seen, _| match seen.target() {
        "/token" => answer(r#"{"access_token":"t"}"#),
        _ => reply(200).body("ok"),
    })
    .await;
    let flow = OauthFlow { grant: "authorization-code".into(), token_url: "/token".into(), ..OauthFlow::default() };
    let make = tool("GET", "/x").scheme("o", SchemeKind::Oauth2 { flows: vec![flow] }).needs(&[&["o"]]);
    success(&call(&make.executor(&upstream.url(), &[("o", "app::first")], open()), &json!({})).await);
    let seen = upstream.seen();
    assert_eq!(seen[0].text(), "grant_type=refresh_token&refresh_token=first&client_id=app");
    assert_eq!(seen[0].header("authorization"), None);
}
