//! Bodies that are too large, too slow, too deep, or no JSON.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::hub::Hub;

fn json_bytes(text: impl Into<Vec<u8>>) -> Option<(String, Vec<u8>)> {
    Some(("application/json".to_owned(), text.into()))
}

/// Sends bytes as they are, and reads the answer until the hub has nothing more to say.
async fn raw(hub: &Hub, pieces: &[&[u8]], pause: Duration) -> String {
    let mut socket = TcpStream::connect(hub.address).await.unwrap();
    for piece in pieces {
        if socket.write_all(piece).await.is_err() {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(30), socket.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let hub = Hub::with(|settings| settings.listen.body_bytes = 4096).await;
    let body = json!({ "email": "a@example.com", "password": "x".repeat(10_000) });
    hub.rest.post("/sessions", body).await.problem(413, "too_large");
    // Said to be large, and never sent.
    let head = b"POST /api/v1/sessions HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n{";
    let answer = raw(&hub, &[head], Duration::ZERO).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    // Sent in pieces, without saying how much it will be.
    let head = b"POST /api/v1/sessions HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("400\r\n{}\r\n", "x".repeat(1024));
    let mut pieces: Vec<&[u8]> = vec![head];
    pieces.extend(std::iter::repeat_n(chunk.as_bytes(), 8));
    let answer = raw(&hub, &pieces, Duration::from_millis(5)).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_refused() {
    let hub = Hub::with(|settings| settings.listen.upload_bytes = 1 << 20).await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let path = format!("{at}/uploads");
    owner.rest.upload(&path, "a.json", &vec![b' '; 2 << 20]).await.problem(413, "too_large");
    let body = Some(("application/octet-stream".to_owned(), vec![b' '; 2 << 20]));
    owner.rest.raw(Method::POST, &path, body, &[]).await.problem(413, "too_large");
}

#[tokio::test]
async fn a_body_that_arrives_too_slowly_is_given_up() {
    let hub = Hub::with(|settings| settings.listen.body_seconds = 1).await;
    let head = b"POST /api/v1/sessions HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n";
    let mut pieces: Vec<&[u8]> = vec![head];
    pieces.extend(std::iter::repeat_n(&b"{"[..], 20));
    let answer = raw(&hub, &pieces, Duration::from_millis(200)).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn what_is_no_json_is_refused_with_its_place() {
    let hub = Hub::start().await;
    let path = "/sessions";
    let send = async |body| hub.rest.raw(Method::POST, path, body, &[]).await;
    for text in ["", "{", "[1,2", "nul", "{\"email\": \"a@b.c\",}", "{} {}", "\u{feff}{}", "{\"email\": \"\\ud800\"}"] {
        let answer = send(json_bytes(text)).await;
        assert!(matches!(answer.status, 400 | 422), "{text}: {} {}", answer.status, answer.body);
    }
    send(json_bytes(b"{\"email\": \"\xff\xfe\"}")).await.problem(400, "bad_request");
    for deep in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        let answer = send(json_bytes(deep)).await;
        assert!(matches!(answer.status, 400 | 422), "{}", answer.body);
    }
    for kind in ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""] {
        let body = Some((kind.to_owned(), b"{}".to_vec()));
        send(body).await.problem(415, "unsupported_media_type");
    }
    send(None).await.problem(415, "unsupported_media_type");
    let twice = send(json_bytes("{\"email\": \"a@b.c\", \"email\": \"c@d.e\", \"password\": \"x\"}")).await;
    twice.problem(422, "invalid");
}

#[tokio::test]
async fn numbers_beyond_what_is_kept_are_refused() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let id = at.rsplit('/').next().unwrap();
    for number in ["-1", "1e400", "9223372036854775808", "1.5", "-9223372036854775809", "\"7\""] {
        let body = json_bytes(format!("{{\"apis\": {number}}}"));
        let answer = hub.root.raw(Method::PUT, &format!("/admin/organisations/{id}/quotas"), body, &[]).await;
        assert!(matches!(answer.status, 400 | 422), "{number}: {} {}", answer.status, answer.body);
        let text = format!("{{\"name\": \"k\", \"scopes\": [], \"expires_at\": {number}}}");
        let answer = owner.rest.raw(Method::POST, &format!("{at}/api-keys"), json_bytes(text), &[]).await;
        assert!(matches!(answer.status, 400 | 422), "{number}: {} {}", answer.status, answer.body);
    }
    for query in
        ["limit=0", "limit=-1", "limit=99999999999999999999", "limit=x", "cursor=x", "cursor=%00", "cursor=AAAA"]
    {
        let answer = owner.rest.get(&format!("{at}/apis?{query}")).await;
        assert!(matches!(answer.status, 400 | 422), "{query}: {} {}", answer.status, answer.body);
    }
}

#[tokio::test]
async fn a_document_that_is_hostile_costs_only_itself() {
    let hub = Hub::start().await;
    let owner = hub.person("owner").await;
    let at = hub.organisation(&owner, "acme").await;
    let bombs = [
        "[".repeat(200_000),
        format!("a: &a [{0}]\nb: &b [{1}]\nc: &c [{2}]\nd: [{3}]", "x,".repeat(9), "*a,".repeat(9), "*b,".repeat(9), "*c,".repeat(9)),
        format!("{{\"openapi\":\"3.1.0\",\"info\":{{}},\"paths\":{{\"/a\":{{\"$ref\":\"{}\"}}}}}}", "#/paths/~1a"),
        "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\">&b;</definitions>".to_owned(),
        "\u{0}\u{1}\u{2}".to_owned(),
    ];
    let mut jobs = Vec::new();
    for text in bombs {
        let answer =
            owner.rest.post(&format!("{at}/apis"), json!({ "source": { "type": "text", "text": text } })).await;
        match answer.status {
            202 => jobs.push(answer.is(202)["job"].clone()),
            400 | 422 => {}
            other => panic!("{other}: {}", answer.body),
        }
    }
    let fine = json!({ "type": "text", "text": "type Query { pets: [String] }" });
    let (_, ended) = hub.register(&owner.rest, &at, fine).await;
    assert_eq!(ended["state"], "succeeded");
    for job in jobs {
        let ended = hub.ended(&owner.rest, &at, &job).await;
        assert!(ended["state"] == "succeeded" || ended["error"] != Value::Null, "{ended}");
    }
}
