//! Upstream credentials: where they go, which are chosen, and that they are never shown.

use hub_model::{ApiKeyPlace, SchemeKind, auth::OauthFlow, binding::http::Style};
use hub_runtime::{answer::Answer, call::Executor, secrets::Secrets, settings::Settings};
use serde_json::json;

use crate::{
    tools::{Make, call, failure, limited, open, style, success, tool},
    upstream::{Reply, Upstream, json as answer, reply},
};

fn api_key(place: ApiKeyPlace, name: &str) -> SchemeKind {
    SchemeKind::ApiKey { place, name: name.into() }
}

fn bearer() -> SchemeKind {
    SchemeKind::Bearer { format: String::new() }
}

async fn one(make: Make, url: &str, secrets: &[(&str, &str)]) -> Answer {
    call(&make.executor(url, secrets, open()), &json!({})).await
}

#[tokio::test]
async fn every_kind_goes_where_it_belongs() {
    let upstream = Upstream::always(answer("{}")).await;
    let table = [
        (api_key(ApiKeyPlace::Header, "X-Key"), "k1", "x-key", "k1"),
        (SchemeKind::Basic, "user:pässword", "authorization", "Basic dXNlcjpww6Rzc3dvcmQ="),
        (SchemeKind::Basic, "sk_only", "authorization", "Basic c2tfb25seTo="),
        (bearer(), "t0ken", "authorization", "Bearer t0ken"),
        (bearer(), "Bearer t0ken", "authorization", "Bearer t0ken"),
        (SchemeKind::OpenIdConnect { url: String::new() }, "t0ken", "authorization", "Bearer t0ken"),
        (SchemeKind::Oauth2 { flows: Vec::new() }, "a:b", "authorization", "Bearer a:b"),
        (SchemeKind::Http { scheme: "OAuth".into() }, "x=\"y\"", "authorization", "OAuth x=\"y\""),
        (api_key(ApiKeyPlace::Cookie, "sid"), "a b;c", "cookie", "sid=a%20b%3Bc"),
    ];
    for (at, (kind, secret, header, expected)) in table.into_iter().enumerate() {
        success(&one(tool("GET", "/").scheme("s", kind).needs(&[&["s"]]), &upstream.url(), &[("s", secret)]).await);
        assert_eq!(upstream.seen()[at].header(header), Some(expected), "{at}");
    }
    let query = tool("GET", "/q?a=1").scheme("s", api_key(ApiKeyPlace::Query, "api key")).needs(&[&["s"]]);
    success(&one(query, &upstream.url(), &[("s", "k&1")]).await);
    assert_eq!(upstream.seen().last().unwrap().target(), "/q?a=1&api%20key=k%261");
}

#[tokio::test]
async fn the_first_complete_alternative_is_used() {
    let make = || {
        tool("GET", "/")
            .cookie("theme", style(Style::Form, true))
            .scheme("key", api_key(ApiKeyPlace::Header, "X-Key"))
            .scheme("sid", api_key(ApiKeyPlace::Cookie, "sid"))
            .scheme("token", bearer())
            .needs(&[&[], &["key", "sid"], &["token"]])
    };
    let table: [(&[(&str, &str)], _); 4] = [
        (&[("key", "k"), ("sid", "s"), ("token", "t")], (Some("k"), Some("theme=dark; sid=s"), None)),
        (&[("key", "k"), ("token", "t")], (None, Some("theme=dark"), Some("Bearer t"))),
        (&[("key", "k")], (None, Some("theme=dark"), None)),
        (&[], (None, Some("theme=dark"), None)),
    ];
    for (secrets, (key, cookie, authorization)) in table {
        let upstream = Upstream::always(answer("{}")).await;
        let executor = make().executor(&upstream.url(), secrets, open());
        success(&call(&executor, &json!({"theme": "dark"})).await);
        let seen = upstream.only();
        assert_eq!(
            (seen.header("x-key"), seen.header("cookie"), seen.header("authorization")),
            (key, cookie, authorization)
        );
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let upstream = Upstream::always(reply(401).body("no")).await;
    let make = tool("GET", "/")
        .scheme("key", api_key(ApiKeyPlace::Header, "X-Key"))
        .scheme("cert", SchemeKind::MutualTls)
        .needs(&[&["key", "undeclared"], &["cert"]]);
    let text = failure(&one(make, &upstream.url(), &[("key", "k")]).await);
    for expected in [
        "401 Unauthorized",
        "the call went out without credentials",
        "`key` (API key `X-Key`) together with `undeclared` (not declared by the document)",
        "`cert` (client certificate and its key, in PEM)",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert_eq!(upstream.only().header("x-key"), None);
    let make = tool("GET", "/").scheme("token", bearer()).needs(&[&["token"]]);
    let text = failure(&one(make, &upstream.url(), &[("token", "wrong")]).await);
    assert!(text.contains("did not accept the credentials"), "{text}");
}

#[tokio::test]
async fn echoed_credentials_are_redacted() {
    let echo = |status: u16| {
        move |seen: &crate::upstream::Seen, _: usize| -> Reply {
            let all: Vec<String> = seen.headers.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let body = json!({"line": seen.line, "headers": all}).to_string();
            reply(status).header("content-type", "application/json").header("location", seen.target()).body(body)
        }
    };
    for status in [200, 400, 500] {
        let upstream = Upstream::start(echo(status)).await;
        let mut settings = limited(|limits| limits.retries = 0);
        settings.headers = vec![("X-Session-Token".into(), "operator-secret".into())];
        let executor = tool("GET", "/")
            .scheme("basic", SchemeKind::Basic)
            .scheme("query", api_key(ApiKeyPlace::Query, "key"))
            .needs(&[&["basic", "query"]])
            .executor(&upstream.url(), &[("basic", "user:p\"ssword123"), ("query", "que ry+secret")], settings);
        let shown = format!("{:?}", call(&executor, &json!({})).await);
        assert!(shown.contains("[redacted]"), "{shown}");
        for secret in ["ssword123", "dXNlcjpwInNzd29yZDEyMw", "que%20ry", "que ry", "operator-secret"] {
            assert!(!shown.contains(secret), "{status} {secret}: {shown}");
        }
        assert!(!format!("{executor:?}").contains("secret"), "{executor:?}");
    }
}

#[tokio::test]
async fn a_secret_that_no_header_can_carry_stops_the_start_without_being_shown() {
    let blueprint = tool("GET", "/").scheme("token", bearer()).needs(&[&["token"]]).blueprint("http://x.example");
    let mut secrets = Secrets::new();
    secrets.insert("token", "line\nbreak-secret");
    assert_eq!(format!("{secrets:?}"), r#"{"token"}"#);
    let error = Executor::new(&blueprint, secrets, Settings::default()).unwrap_err().to_string();
    assert!(error.contains("`token`") && !error.contains("break-secret"), "{error}");
}

fn client_credentials(token_url: &str) -> SchemeKind {
    let flow = OauthFlow { grant: "client-credentials".into(), token_url: token_url.into(), ..OauthFlow::default() };
    SchemeKind::Oauth2 { flows: vec![flow] }
}

#[tokio::test]
async fn client_credentials_fetch_one_token_for_many_calls() {
    let upstream = Upstream::start(|seen, before| {
        if seen.target() == "/token" {
            return answer(&format!(r#"{{"access_token":"token-{before}","expires_in":3600}}"#))
                .wait(std::time::Duration::from_millis(50));
        }
        reply(if seen.header("authorization") == Some("Bearer token-0") { 200 } else { 401 }).body("ok")
    })
    .await;
    let make = tool("GET", "/x").scheme("o", client_credentials("/token")).needs(&[&["o"]]);
    let executor = make.executor(&upstream.url(), &[("o", "my id:my secret")], open());
    let nothing = json!({});
    let calls = futures_util::future::join_all((0..10).map(|_| call(&executor, &nothing))).await;
    calls.iter().for_each(|answer| assert_eq!(success(answer), "ok"));
    let seen = upstream.seen();
    let asked: Vec<_> = seen.iter().filter(|seen| seen.target() == "/token").collect();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].text(), "grant_type=client_credentials&scope=read");
    assert_eq!(asked[0].header("authorization"), Some("Basic bXkraWQ6bXkrc2VjcmV0"));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let upstream = Upstream::start(|seen, before| {
        if seen.target() == "/token" {
            return if seen.header("authorization").is_some() {
                reply(401).body(r#"{"error":"invalid_client"}"#)
            } else {
                answer(&format!(r#"{{"access_token":"token-number-{before}","expires_in":"3600"}}"#))
            };
        }
        let token = seen.header("authorization").unwrap_or_default().to_owned();
        reply(if token.ends_with('4') { 200 } else { 401 }).body(token)
    })
    .await;
    let make =
        tool("POST", "/x").scheme("o", client_credentials(&format!("{}/token", upstream.url()))).needs(&[&["o"]]);
    let executor = make.executor("http://127.0.0.1:9", &[("o", "id:secret")], {
        let mut settings = open();
        settings.upstream = Some(upstream.url());
        settings
    });
    // 0 basic refused, 1 in the body, 2 the call refused, 3 another token, 4 the call again; then all over with token 4.
    let text = failure(&call(&executor, &json!({})).await);
    assert!(text.contains("401") && !text.contains("token-number"), "{text}");
    let targets: Vec<String> = upstream.seen().iter().map(|seen| seen.target().to_owned()).collect();
    assert_eq!(targets, ["/token", "/token", "/x", "/token", "/x"]);
    assert_eq!(upstream.seen()[1].text(), "grant_type=client_credentials&scope=read&client_id=id&client_secret=secret");
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_named_and_left_alone() {
    let upstream = Upstream::always(
        reply(400).body(r#"{"error":"invalid_scope","error_description":"no\u0000pe id-secret-42","stack":"x"}"#),
    )
    .await;
    let make = tool("GET", "/x").scheme("o", client_credentials("/token")).needs(&[&["o"]]);
    let executor = make.executor(&upstream.url(), &[("o", "id:id-secret-42")], open());
    for _ in 0..3 {
        let text = failure(&call(&executor, &json!({})).await);
        assert!(
            text.contains("no access token for `o`: the token endpoint answered 400 invalid_scope nope [redacted]"),
            "{text}"
        );
    }
    assert_eq!(upstream.seen().len(), 2);
}

#[tokio::test]
async fn tokens_expire() {
    use std::{
        sync::Arc,
        time::{Duration, Instant},
    };
    struct Turned(Instant, std::sync::atomic::AtomicU64);
    impl hub_model::clock::Clock for Turned {
        fn now(&self) -> Instant {
            self.0 + Duration::from_secs(self.1.load(std::sync::atomic::Ordering::SeqCst))
        }
        fn since_epoch(&self) -> Duration {
            Duration::from_secs(1_700_000_000)
        }
    }
    let upstream = Upstream::start(|seen, before| match seen.target() {
        "/token" => answer(&format!(r#"{{"access_token":"token-{before}","expires_in":100}}"#)),
        _ => reply(200).body(seen.header("authorization").unwrap().replace("Bearer token-", "number ")),
    })
    .await;
    let clock = Arc::new(Turned(hub_model::clock::Clock::now(&hub_model::clock::SystemClock), 0.into()));
    let settings = Settings { clock: Arc::<Turned>::clone(&clock), ..open() };
    let make = tool("GET", "/x").scheme("o", client_credentials("/token")).needs(&[&["o"]]);
    let executor = make.executor(&upstream.url(), &[("o", "id:secret")], settings);
    for (seconds, expected) in [(0, "number 0"), (69, "number 0"), (71, "number 3"), (72, "number 3")] {
        clock.1.store(seconds, std::sync::atomic::Ordering::SeqCst);
        assert_eq!(success(&call(&executor, &json!({})).await), expected, "after {seconds} s");
    }
}
