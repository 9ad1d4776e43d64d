//! The console's files as browsers get them: compressed, cached for ever or asked for anew, with nothing inline allowed.

use std::path::Path;

use reqwest::{Method, StatusCode, header::HeaderMap};

use crate::hub::Hub;

const PAGE: &str = "<!doctype html><script src=\"/_next/static/a1b2.js\"></script>";
const SCRIPT: &str = "fetch('/_next/static/a1b2.css')";

/// A small console, as a build leaves one.
fn built(folder: &Path) {
    let write = |name: &str, content: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    for (name, content) in [
        ("index.html", PAGE),
        ("index.html.br", "page as brotli"),
        ("index.html.gz", "page as gzip"),
        ("apis.html", PAGE),
        ("apis/__next.!KGluc2lkZSk.txt", "1:x"),
        ("404.html", "<!doctype html>nothing here"),
        ("_next/static/a1b2.js", SCRIPT),
        ("_next/static/a1b2.js.br", "script as brotli"),
        ("_next/static/a1b2.css", "body{}"),
        ("notes.md", "not for browsers"),
    ] {
        write(name, content);
    }
}

struct Browser {
    http: reqwest::Client,
    hub: Hub,
}

struct Page {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Browser {
    async fn with(prefix: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        built(folder.path());
        let hub = Hub::with(|settings| {
            settings.web.folder = Some(folder.path().to_owned());
            settings.web.asset_prefix = prefix.map(str::to_owned);
        })
        .await;
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { http, hub }
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = self.http.request(method, format!("http://{}{path}", self.hub.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Page { status, headers, body: response.text().await.unwrap() }
    }

    async fn get(&self, path: &str) -> Page {
        self.send(Method::GET, path, &[]).await
    }
}

#[tokio::test]
async fn pages_come_in_the_smallest_form_that_is_understood() {
    let browser = Browser::with(None).await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "page as brotli"),
        ("gzip, br;q=0", "gzip", "page as gzip"),
        ("GZIP;q=0.5", "gzip", "page as gzip"),
        ("identity", "", PAGE),
    ] {
        let page = browser.send(Method::GET, "/", &[("accept-encoding", accepted)]).await;
        assert_eq!((page.status.as_u16(), page.header("content-encoding"), page.body.as_str()), (200, encoding, body));
        assert_eq!(page.header("vary"), "accept-encoding", "{accepted}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    }
    let head = browser.send(Method::HEAD, "/", &[("accept-encoding", "br")]).await;
    assert_eq!((head.header("content-length"), head.body.as_str()), ("14", ""));
}

#[tokio::test]
async fn what_has_its_hash_in_its_name_is_kept_for_ever_and_the_rest_asked_for_anew() {
    let browser = Browser::with(None).await;
    let script = browser.get("/_next/static/a1b2.js").await;
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("access-control-allow-origin"), "*", "a CDN hands it on to pages of other origins");
    let page = browser.get("/apis?in=acme").await;
    assert_eq!((page.status.as_u16(), page.header("cache-control")), (200, "no-cache"));
    assert_eq!(page.header("access-control-allow-origin"), "");

    let tag = page.header("etag").to_owned();
    for (said, status) in [(tag.as_str(), 304), (&format!("\"x\", {tag}"), 304), ("*", 304), ("\"x\"", 200)] {
        let again = browser.send(Method::GET, "/apis", &[("if-none-match", said)]).await;
        assert_eq!(again.status.as_u16(), status, "{said}");
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.body.is_empty(), status == 304);
        // Browsers take the headers of "as it was" over.
        assert_eq!(again.header("content-security-policy"), page.header("content-security-policy"));
    }
    // Each form has a tag of its own.
    let small = browser.send(Method::GET, "/", &[("accept-encoding", "br")]).await;
    let other = browser.send(Method::GET, "/", &[("accept-encoding", "gzip")]).await;
    assert_ne!(small.header("etag"), other.header("etag"));
}

#[tokio::test]
async fn pages_may_load_nothing_inline_and_nothing_from_elsewhere() {
    let browser = Browser::with(None).await;
    for path in ["/", "/apis", "/nowhere"] {
        let page = browser.get(path).await;
        let rules = page.header("content-security-policy");
        assert!(rules.contains("default-src 'none'; script-src 'self'; style-src 'self';"), "{path}: {rules}");
        assert!(!rules.contains("unsafe") && !rules.contains("http"), "{path}: {rules}");
        assert!(rules.contains("frame-ancestors 'none'") && rules.contains("base-uri 'none'"), "{path}: {rules}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() {
    let browser = Browser::with(None).await;
    let page = browser.get("/nowhere/at/all").await;
    assert_eq!((page.status.as_u16(), page.body.as_str()), (404, "<!doctype html>nothing here"));
    assert_eq!(page.header("cache-control"), "no-store", "it may be there tomorrow");
    for path in
        ["/_next/static/gone.js", "/notes.md", "/..%2f..%2fCargo.toml", "/%2e%2e/%2e%2e/etc/passwd", "/apis/%ff"]
    {
        assert_eq!(browser.get(path).await.status.as_u16(), 404, "{path}");
    }
    let moved = browser.get("/apis/?in=acme").await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (308, "/apis?in=acme"));
    assert_eq!(browser.get("//evil.example.com/apis/").await.status.as_u16(), 404, "nobody is sent elsewhere");
    assert_eq!(browser.get("/apis/__next.!KGluc2lkZSk.txt").await.body, "1:x");
    assert_eq!(browser.get("/apis/__next.%21KGluc2lkZSk.txt").await.body, "1:x");
    assert_eq!(browser.send(Method::POST, "/apis", &[]).await.status.as_u16(), 405);
}

#[tokio::test]
async fn what_programs_ask_for_stays_as_it_was() {
    let browser = Browser::with(None).await;
    for (path, status) in [
        ("/api/v1/nowhere", 404),
        ("/api/nowhere", 404),
        ("/api", 404),
        ("/mcp/acme", 404),
        ("/mcp/acme/pets", 404),
        ("/.well-known/openid-configuration", 404),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
        assert!(answer.header("content-type").contains("json"), "{path}: {:?}", answer.headers);
    }
    assert_eq!(browser.get("/healthz").await.body, "ok");
    assert!(browser.get("/readyz").await.header("content-type").contains("json"));
}

#[tokio::test]
async fn assets_come_from_where_the_operator_has_them() {
    let browser = Browser::with(Some("https://cdn.example.com/hub/")).await;
    let page = browser.send(Method::GET, "/", &[("accept-encoding", "br")]).await;
    let moved = "<!doctype html><script src=\"https://cdn.example.com/hub/_next/static/a1b2.js\"></script>";
    assert_eq!((page.body.as_str(), page.header("content-encoding")), (moved, ""));
    let rules = page.header("content-security-policy");
    assert!(rules.contains("script-src 'self' https://cdn.example.com;"), "{rules}");
    assert!(rules.contains("connect-src 'self';"), "{rules}");
    // The CDN asks for them here, and what they refer to is led there as well.
    let script = browser.get("/_next/static/a1b2.js").await;
    assert_eq!(script.body, "fetch('https://cdn.example.com/hub/_next/static/a1b2.css')");
    assert_eq!(browser.get("/_next/static/a1b2.css").await.body, "body{}");
}

#[tokio::test]
async fn a_hub_without_a_console_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let hub = Hub::with(|settings| settings.web.folder = Some(folder.path().to_owned())).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.get(format!("http://{}/setup?token=x", hub.address)).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 404);
    assert!(answer.text().await.unwrap().contains("make release"));
}

#[test]
fn only_an_address_is_taken_for_where_assets_are() {
    for (given, is_right) in [
        ("https://cdn.example.com/hub", true),
        ("http://127.0.0.1:9000", true),
        ("cdn.example.com", false),
        ("ftp://cdn.example.com", false),
        ("https://cdn.example.com; script-src *", false),
    ] {
        let mut settings = hub_server::settings::Settings::default();
        settings.web.asset_prefix = Some(given.to_owned());
        assert_eq!(settings.check().is_empty(), is_right, "{given}");
    }
}
