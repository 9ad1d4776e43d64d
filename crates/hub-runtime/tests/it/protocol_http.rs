//! HTTP below the protocol: broken bodies, limits, who may ask, paths.

use std::time::Duration;

use hub_runtime::http::{Access, Hosts, Listening, Options};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::protocol::{Answered, fixture, request, start, the_fixture};

const PING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;

#[tokio::test]
async fn broken_bodies_get_errors_of_json_rpc() {
    let server = fixture().await;
    for body in ["", "{", "nonsense", "\u{feff}{}", r#"{"jsonrpc":"2.0","id":1,"method":"ping"} x"#, r#"{"id":5,"a":"#]
    {
        let answer = server.post(&[], body).await;
        assert_eq!((answer.status, answer.error()), (400, -32700), "{body}");
        assert_eq!(answer.json()["id"], Value::Null);
    }
    assert_eq!(server.post(&[], b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}").await.error(), -32700);
    let cases = [
        ("5", Value::Null),
        (r#"null"#, Value::Null),
        ("\"text\"", Value::Null),
        ("{}", Value::Null),
        (r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, Value::Null),
        (r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, Value::Null),
        (r#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, Value::Null),
        (r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, 1.into()),
        (r#"{"id":1,"method":"ping"}"#, 1.into()),
        (r#"{"jsonrpc":"2.0","id":1}"#, 1.into()),
        (r#"{"jsonrpc":"2.0","id":1,"method":5}"#, Value::Null),
    ];
    for (body, id) in cases {
        let answer = server.post(&[], body).await;
        assert_eq!((answer.status, answer.error()), (400, -32600), "{body}");
        assert_eq!(answer.json()["id"], id, "{body}");
    }
}

#[tokio::test]
async fn ids_come_back_as_they_were() {
    let server = fixture().await;
    for id in ["1", "-7", "12345678901234567890123", "\"\\u00e9\\n\"", "\"\"", "1.5"] {
        let answer = server.post(&[], format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"ping"}}"#)).await;
        assert_eq!(answer.body, format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{{}}}}"#));
    }
}

#[tokio::test]
async fn deep_nesting_is_no_danger() {
    let server = fixture().await;
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    for body in [
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"ping","params":{{"x":{deep}}}}}"#),
        format!(
            r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"test_sampling","arguments":{deep}}}}}"#
        ),
        format!("[{deep}]"),
    ] {
        let answer = server.post(&[], body).await;
        assert!(answer.json().is_object() || answer.json()[0].is_object(), "{answer:?}");
    }
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let options = Options { body_bytes: 1000, ..Options::default() };
    let server = start(the_fixture(), options, Listening::default()).await;
    let exact = format!("{PING}{}", " ".repeat(1000 - PING.len()));
    assert_eq!(server.post(&[], &exact).await.status, 200);
    let answer = server.post(&[], exact + " ").await;
    assert_eq!((answer.status, answer.error()), (413, -32600));
    let announced = "POST /mcp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: 99999999999\r\n\r\n";
    assert_eq!(server.raw(announced).await.status, 413, "without waiting for it");
    let chunk = format!("190\r\n{}\r\n", " ".repeat(400));
    let head = "POST /mcp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    assert_eq!(server.raw(format!("{head}{chunk}{chunk}{chunk}0\r\n\r\n")).await.status, 413);
    let ping = format!("{:x}\r\n{PING}\r\n0\r\n\r\n", PING.len());
    assert_eq!(server.raw(format!("{head}{chunk}{chunk}{ping}")).await.status, 200, "in pieces");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let options = Options { body_timeout: Duration::from_millis(200), ..Options::default() };
    let server = start(the_fixture(), options, Listening::default()).await;
    let answer = server.raw("POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{").await;
    assert_eq!(answer.status, 408);
}

#[tokio::test]
async fn only_json_is_taken() {
    let server = fixture().await;
    for kind in ["application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(server.post(&[("content-type", kind)], PING).await.status, 200, "{kind}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        assert_eq!(server.post(&[("content-type", kind)], PING).await.status, 415, "{kind}");
    }
    assert_eq!(server.post(&[("content-encoding", "gzip")], PING).await.status, 415);
}

#[tokio::test]
async fn names_that_somebody_points_here_are_refused() {
    let server = fixture().await;
    let port = server.address.port();
    for host in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "127.0.0.1:9"] {
        assert_eq!(server.raw(request(host, &[], PING.as_bytes())).await.status, 200, "{host}");
    }
    for host in
        ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "", "localhost@evil"]
    {
        assert_eq!(server.raw(request(host, &[], PING.as_bytes())).await.status, 403, "{host}");
    }
    for origin in ["http://localhost", "http://127.0.0.1:3000", "https://[::1]:1"] {
        let answer = server.post(&[("origin", origin)], PING).await;
        assert_eq!(answer.status, 200, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
    }
    for origin in ["http://evil.example", "null", "", &format!("http://evil.example:{port}"), "localhost"] {
        let answer = server.post(&[("origin", origin)], PING).await;
        assert_eq!((answer.status, answer.error()), (403, -32600), "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn a_public_server_has_its_own_names() {
    let hosts = Hosts::Listed(vec!["hub.example".into(), "other.example:8443".into()]);
    let access = Access { hosts, origins: vec!["https://app.example".into()], bearer: None };
    let server = start(the_fixture(), Options { access, ..Options::default() }, Listening::default()).await;
    let status = async |host: &str, origin: &str| {
        let headers = [("origin", origin)];
        let headers = if origin.is_empty() { &[][..] } else { &headers };
        server.raw(request(host, headers, PING.as_bytes())).await.status
    };
    assert_eq!(status("hub.example", "").await, 200);
    assert_eq!(status("HUB.example:444", "https://hub.example").await, 200);
    assert_eq!(status("hub.example", "https://app.example").await, 200);
    assert_eq!(status("other.example:8443", "").await, 200);
    assert_eq!(status("other.example:1", "").await, 403);
    assert_eq!(status("localhost", "").await, 403);
    assert_eq!(status("hub.example", "https://evil.example").await, 403);

    let any = Access { hosts: Hosts::Any, ..Access::default() };
    let server = start(the_fixture(), Options { access: any, ..Options::default() }, Listening::default()).await;
    for (origin, expected) in [("https://a.example", 200), ("https://b.example", 403)] {
        let headers = [("origin", origin)];
        assert_eq!(server.raw(request("a.example", &headers, PING.as_bytes())).await.status, expected);
    }
}

#[tokio::test]
async fn browsers_may_ask_first() {
    let server = fixture().await;
    let preflight = |origin: &str| {
        format!(
            "OPTIONS /mcp HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\norigin: {origin}\r\n\
             access-control-request-method: POST\r\naccess-control-request-headers: mcp-name, mcp-param-region\r\n\r\n"
        )
    };
    let answer = server.raw(preflight("http://localhost:5173")).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:5173"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("mcp-name, mcp-param-region"));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("WWW-Authenticate"));
    assert_eq!(server.raw(preflight("http://evil.example")).await.status, 403);
}

#[tokio::test]
async fn paths_lead_to_the_endpoint_or_nowhere() {
    let server = fixture().await;
    let at = async |method: &str, path: &str| {
        let length = PING.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        server.raw(head + PING).await
    };
    assert_eq!(at("POST", "/mcp").await.status, 200);
    assert_eq!(at("POST", "/mcp/").await.status, 200);
    assert_eq!(at("POST", "/mcp?x=1").await.status, 200);
    for path in ["/", "/mcp/x", "/mcpx", "/MCP", "//mcp"] {
        assert_eq!(at("POST", path).await.status, 404, "{path}");
    }
    let health = at("GET", "/healthz").await;
    assert_eq!((health.status, health.body.as_str()), (200, "ok\n"));
    assert_eq!(at("POST", "/healthz").await.status, 404);
}

#[tokio::test]
async fn http_2_is_spoken_as_well() {
    let server = fixture().await;
    let stream = hyper_util::rt::TokioIo::new(server.connect().await);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, stream).await.unwrap();
    tokio::spawn(connection);
    let body = http_body_util::Full::new(bytes::Bytes::from_static(PING.as_bytes()));
    let request = http::Request::post("http://localhost/mcp").body(body.clone()).unwrap();
    assert_eq!(sender.send_request(request).await.unwrap().status(), 200);
    let request = http::Request::post("http://evil.example/mcp").body(body).unwrap();
    assert_eq!(sender.send_request(request).await.unwrap().status(), 403);
}

#[tokio::test]
async fn connections_that_say_nothing_are_closed() {
    let listening = Listening { header_timeout: Duration::from_millis(300), ..Listening::default() };
    let server = start(the_fixture(), Options::default(), listening).await;
    let whole =
        String::from_utf8(request("localhost", &[], PING.as_bytes())).unwrap().replace("connection: close\r\n", "");
    for beginning in ["", "P", "PRI * HTTP/2.0\r\n", "POST /mcp HTTP/1.1\r\nhost: local", &whole] {
        let mut stream = server.connect().await;
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(3), stream.read_to_end(&mut rest)).await;
        assert!(end.is_ok(), "still open after {beginning:?}");
    }
}

#[tokio::test]
async fn a_request_may_take_longer_than_its_headers_may() {
    let listening = Listening { header_timeout: Duration::from_millis(300), ..Listening::default() };
    let server = start(the_fixture(), Options::default(), listening).await;
    let slow = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_slow"}}"#;
    assert_eq!(server.post(&[], slow).await.status, 200);
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_room() {
    let listening = Listening { connections: 1, ..Listening::default() };
    let server = start(the_fixture(), Options::default(), listening).await;
    let first = server.connect().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut second = server.connect().await;
    second.write_all(&request("localhost", &[], PING.as_bytes())).await.unwrap();
    let mut rest = Vec::new();
    let early = tokio::time::timeout(Duration::from_millis(300), second.read_to_end(&mut rest)).await;
    assert!(early.is_err(), "there is no room yet");
    drop(first);
    second.read_to_end(&mut rest).await.unwrap();
    assert_eq!(Answered::parse(&rest).status, 200);
}
