//! gRPC calls against a real HTTP/2 server on loopback that speaks gRPC's framing, trailers included.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, StreamBody, combinators::UnsyncBoxBody};
use hub_model::{
    Annotations, Argument, Binding, Blueprint, Origin, Profile, Requirement, Scheme, SchemeKind, Tool, Upstream,
    binding::grpc::{GrpcBinding, GrpcRequest, Types},
    binding::http::{Piece, Style},
    clock::{Clock, SystemClock},
};
use hub_runtime::{
    answer::{Answer, Content},
    call::{Context, Executor},
    egress::Policy,
    fetch::{FetchLimits, Fetcher},
    secrets::Secrets,
    settings::{Limits, Settings},
};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{json, value::RawValue};

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A request as it came.
#[derive(Debug, Clone)]
struct Seen {
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// An answer: pieces of the body, then trailers; or a piece again and again, forever.
#[derive(Debug, Clone, Default)]
struct Reply {
    pieces: Vec<Vec<u8>>,
    trailers: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    endless: bool,
    wait: Duration,
}

fn ok(messages: &[&[u8]]) -> Reply {
    let pieces = messages.iter().map(|message| frame(message)).collect();
    Reply { pieces, trailers: vec![("grpc-status", "0".into())], ..Reply::default() }
}

fn status(code: u32, message: &str) -> Reply {
    let trailers = vec![("grpc-status", code.to_string()), ("grpc-message", message.to_owned())];
    Reply { trailers, ..Reply::default() }
}

fn frame(message: &[u8]) -> Vec<u8> {
    let mut out = vec![0];
    out.extend_from_slice(&(message.len() as u32).to_be_bytes());
    out.extend_from_slice(message);
    out
}

struct Server {
    address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// Answers every request with what `answer` says of it and of how many came before.
async fn server(answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Server {
    server_over(None, answer).await
}

async fn server_over(
    tls: Option<tokio_rustls::TlsAcceptor>,
    answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
) -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("127.0.0.1:{}", listener.local_addr().unwrap().port());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (answer, count, kept) = (Arc::new(answer), Arc::new(AtomicUsize::new(0)), Arc::clone(&seen));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (answer, count, kept, tls) = (Arc::clone(&answer), Arc::clone(&count), Arc::clone(&kept), tls.clone());
            let service = hyper::service::service_fn(move |request: Request<Incoming>| {
                let (answer, count, kept) = (Arc::clone(&answer), Arc::clone(&count), Arc::clone(&kept));
                async move {
                    let (parts, body) = request.into_parts();
                    let body = body.collect().await.unwrap().to_bytes().to_vec();
                    let one = Seen { path: parts.uri.path().to_owned(), headers: parts.headers, body };
                    kept.lock().unwrap().push(one.clone());
                    let reply = answer(&one, count.fetch_add(1, Ordering::SeqCst));
                    tokio::time::sleep(reply.wait).await;
                    Ok::<_, Infallible>(response(reply))
                }
            });
            tokio::spawn(async move {
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                match tls {
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            let _ = server.serve_connection(TokioIo::new(stream), service).await;
                        }
                    }
                    None => drop(server.serve_connection(TokioIo::new(stream), service).await),
                }
            });
        }
    });
    Server { address, seen }
}

fn response(reply: Reply) -> Response<Body> {
    let mut frames: Vec<Frame<Bytes>> = reply.pieces.iter().map(|piece| Frame::data(piece.clone().into())).collect();
    let mut trailers = HeaderMap::new();
    for (name, value) in reply.trailers {
        trailers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap());
    }
    frames.push(Frame::trailers(trailers));
    let endless = reply.endless.then(|| reply.pieces.first().cloned().unwrap_or_default());
    let state = (frames.into_iter(), endless);
    let stream = futures_util::stream::unfold(state, |(mut frames, endless)| async move {
        if let Some(piece) = &endless {
            tokio::time::sleep(Duration::from_millis(2)).await;
            return Some((Ok(Frame::data(Bytes::from(piece.clone()))), (frames, endless)));
        }
        frames.next().map(|frame| (Ok(frame), (frames, None)))
    });
    let mut response = Response::new(StreamBody::new(stream).boxed_unsync());
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
    for (name, value) in reply.headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap());
    }
    response
}

/// `M { string name = 1; int64 big = 2; repeated M parts = 3; oneof { bool a = 4; bool b = 5 } required? 6 Any }`
fn types() -> Types {
    serde_json::from_value(json!({
        "messages": {
            "x.M": [
                { "n": 1, "name": "name", "t": "string" },
                { "n": 2, "name": "big_number", "json": "bigNumber", "t": "int64" },
                { "n": 3, "name": "parts", "t": "message", "of": "x.M", "many": "repeated" },
                { "n": 4, "name": "a", "t": "bool", "explicit": true, "oneof": 0 },
                { "n": 5, "name": "b", "t": "bool", "explicit": true, "oneof": 0 },
                { "n": 6, "name": "any", "t": "message", "of": "google.protobuf.Any" },
                { "n": 7, "name": "level", "t": "enum", "of": "x.Level" },
                { "n": 8, "name": "when", "t": "message", "of": "google.protobuf.Timestamp" }
            ],
            "google.protobuf.Any": [],
            "google.protobuf.Timestamp": [],
            "google.rpc.Status": [
                { "n": 1, "name": "code", "t": "int32" }, { "n": 2, "name": "message", "t": "string" },
                { "n": 3, "name": "details", "t": "message", "of": "google.protobuf.Any", "many": "repeated" }
            ],
            "google.rpc.BadRequest": [
                { "n": 1, "name": "field_violations", "json": "fieldViolations", "t": "message",
                  "of": "google.rpc.BadRequest.FieldViolation", "many": "repeated" }
            ],
            "google.rpc.BadRequest.FieldViolation": [
                { "n": 1, "name": "field", "t": "string" }, { "n": 2, "name": "description", "t": "string" }
            ]
        },
        "enums": { "x.Level": [["LOW", 0], ["HIGH", 1]] }
    }))
    .unwrap()
}

#[derive(Default)]
struct Make {
    streams: bool,
    sends: bool,
    idempotent: bool,
    tls: bool,
    secret: Option<&'static str>,
    limits: Option<Limits>,
    refuse_private: bool,
}

impl Make {
    fn executor(self, address: &str) -> Executor {
        let names = ["name", "bigNumber", "parts", "a", "b", "any", "level", "when"];
        let slots = if self.sends { vec!["messages"] } else { names.to_vec() };
        let arguments = slots.iter().map(|name| Argument { name: (*name).into(), ..Argument::default() }).collect();
        let fields = names.iter().enumerate().map(|(slot, name)| ((*name).into(), slot)).collect();
        let binding = GrpcBinding {
            upstream: "api".into(),
            types: "api".into(),
            path: "/x.S/Do".into(),
            input: "x.M".into(),
            output: "x.M".into(),
            request: if self.sends { GrpcRequest::Stream(0) } else { GrpcRequest::Fields(fields) },
            streams: self.streams,
            idempotent: self.idempotent,
            renamed: BTreeMap::new(),
            security: vec![vec![Requirement { scheme: "token".into(), scopes: Vec::new() }], Vec::new()],
        };
        let tool = Tool {
            name: "do_it".into(),
            title: "Do".into(),
            description: String::new(),
            documentation: None,
            arguments,
            input_schema: json!({"type": "object"}),
            output: None,
            annotations: Annotations {
                read_only_hint: false,
                destructive_hint: false,
                idempotent_hint: false,
                open_world_hint: true,
            },
            origin: Origin::default(),
            binding: Binding::Grpc(Box::new(binding)),
        };
        let scheme = if self.tls { "https" } else { "http" };
        let url = format!("{scheme}://{address}");
        let token = Scheme { kind: SchemeKind::Bearer { format: String::new() }, description: String::new() };
        let blueprint = Blueprint {
            format: hub_model::blueprint::FORMAT.into(),
            digest: String::new(),
            name: "test".into(),
            title: "Test".into(),
            version: "1".into(),
            description: String::new(),
            instructions: String::new(),
            profile: Profile::Standard,
            tools: vec![tool],
            resources: Vec::new(),
            upstreams: [("api".into(), Upstream { url, ..Default::default() })].into(),
            schemes: [("token".into(), token)].into(),
            types: [("api".into(), types())].into(),
            xml: Default::default(),
            sources: Vec::new(),
        };
        let mut secrets = Secrets::new();
        if let Some(secret) = self.secret {
            secrets.insert("token", secret);
        }
        let egress = Policy { allow_private: !self.refuse_private, allow: Vec::new() };
        let limits = self.limits.unwrap_or_else(quick);
        Executor::new(&blueprint, secrets, Settings { egress, limits, ..Settings::default() }).unwrap()
    }
}

fn quick() -> Limits {
    Limits { retry_wait: Duration::from_millis(20), call_timeout: Duration::from_secs(5), ..Limits::default() }
}

async fn call(executor: &Executor, arguments: serde_json::Value) -> Answer {
    let raw = RawValue::from_string(arguments.to_string()).unwrap();
    executor.call("do_it", Some(&raw), &Context::default()).await.unwrap()
}

fn text(answer: &Answer) -> String {
    let texts = answer.content.iter().map(|content| match content {
        Content::Text(text) => text.clone(),
        other => unreachable!("{other:?}"),
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_message_goes_there_and_one_comes_back() {
    let server =
        server(|_, _| ok(&[b"\x0a\x02hi\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x38\x01\x38\x07\x98\x06\x05"]))
            .await;
    let executor = Make::default().executor(&server.address);
    let arguments = json!({
        "name": "é", "bigNumber": "9007199254740993", "parts": [{"name": "x"}, {}], "a": false, "level": "HIGH",
        "when": "1970-01-01T00:00:01.5Z",
        "any": {"typeUrl": "type.googleapis.com/x.M", "value": {"name": "in"}}
    });
    let answer = call(&executor, arguments).await;
    assert!(!answer.is_error, "{}", text(&answer));
    // Field 7 twice: the last one counts, and it is no value that the enumeration knows. Field 99 is not known at all.
    assert_eq!(text(&answer), r#"{"name":"hi","bigNumber":"-1","level":7}"#);
    let seen = server.seen.lock().unwrap()[0].clone();
    let any = [&b"\x32\x1f\x0a\x17type.googleapis.com/x.M"[..], b"\x12\x04\x0a\x02in"].concat();
    let expected = [
        &b"\x0a\x02\xc3\xa9\x10\x81\x80\x80\x80\x80\x80\x80\x10\x1a\x03\x0a\x01x\x1a\x00\x20\x00"[..],
        &any,
        b"\x38\x01\x42\x08\x08\x01\x10\x80\xca\xb5\xee\x01",
    ]
    .concat();
    assert_eq!(seen.body, frame(&expected));
    assert_eq!(seen.path, "/x.S/Do");
    assert_eq!(seen.headers["te"], "trailers");
    assert_eq!(seen.headers["content-type"], "application/grpc");
    let timeout = seen.headers["grpc-timeout"].to_str().unwrap().trim_end_matches('m').parse::<u64>().unwrap();
    assert!((3_000..=5_000).contains(&timeout), "{timeout}");
}

#[tokio::test]
async fn wrong_arguments_are_said_before_anything_is_sent() {
    let server = server(|_, _| ok(&[b""])).await;
    let executor = Make::default().executor(&server.address);
    for (arguments, expected) in [
        (json!({"bigNumber": "9223372036854775808"}), "`bigNumber` must be a whole number from -9223372036854775808"),
        (json!({"a": true, "b": false}), "`b` cannot be given together with `a`"),
        (json!({"parts": [{"name": "x"}, {"parts": [{"nmae": 1}]}]}), "`parts[1].parts[0].nmae` is no field of `x.M`"),
        (json!({"parts": [null]}), "`parts[0]` must not be null"),
        (json!({"level": "MIDDLE"}), "`level` has no value `MIDDLE`"),
        (json!({"any": {"typeUrl": "x.Nothing"}}), "`any` names a type that is not known"),
        (json!({"when": "yesterday"}), "`when` must be a time like"),
        (json!({"bigNumber": 1, "parts": [{"big_number": 1, "bigNumber": 2}]}), "given under both of its names"),
    ] {
        let answer = call(&executor, arguments).await;
        assert!(answer.is_error && text(&answer).contains(expected), "{}", text(&answer));
    }
    assert!(server.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn failures_say_their_code_their_details_and_what_to_do() {
    let violation = b"\x0a\x04name\x12\x09too short";
    let bad = [&[0x0a, violation.len() as u8][..], violation].concat();
    let url = b"type.googleapis.com/google.rpc.BadRequest";
    let any = [&[0x0a, url.len() as u8][..], url, &[0x12, bad.len() as u8], &bad].concat();
    let details = STANDARD_NO_PAD.encode([&[0x08, 3, 0x1a, any.len() as u8][..], &any].concat());
    let server = server(move |_, _| {
        let mut reply = status(3, "bad%20n%C3%A4me");
        reply.trailers.push(("grpc-status-details-bin", details.clone()));
        reply
    })
    .await;
    let answer = call(&Make::default().executor(&server.address), json!({})).await;
    assert!(answer.is_error);
    assert_eq!(
        text(&answer),
        "do_it failed: INVALID_ARGUMENT (3)\nThe upstream says: bad näme\nThe upstream says: [{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":\"name\",\"description\":\"too short\"}]}]\nNext step: correct the arguments as the message above says and call again"
    );
}

#[tokio::test]
async fn what_is_not_available_is_asked_again_only_where_that_is_safe() {
    for (idempotent, expected) in [(true, 3), (false, 1)] {
        let server = server(|_, before| if before < 2 { status(14, "later") } else { ok(&[b"\x0a\x02ok"]) }).await;
        let answer = call(&Make { idempotent, ..Make::default() }.executor(&server.address), json!({})).await;
        assert_eq!(server.seen.lock().unwrap().len(), expected);
        assert_eq!(answer.is_error, !idempotent);
        if !idempotent {
            assert!(
                text(&answer).contains("UNAVAILABLE (14)")
                    && text(&answer).contains("check whether the change was made")
            );
        }
    }
}

#[tokio::test]
async fn streams_are_lists_and_end_somewhere() {
    let server = server(|_, before| {
        let mut reply = ok(&[b"\x0a\x01a", b"\x0a\x01b", b""]);
        reply.endless = before == 1;
        reply
    })
    .await;
    // Its end is to be one of messages, not of time.
    let limits = Limits { call_timeout: Duration::from_secs(60), ..quick() };
    let executor = Make { streams: true, limits: Some(limits), ..Make::default() }.executor(&server.address);
    assert_eq!(text(&call(&executor, json!({})).await), r#"[{"name":"a"},{"name":"b"},{}]"#);
    let answer = call(&executor, json!({})).await;
    assert!(!answer.is_error);
    let shown = text(&answer);
    assert!(shown.ends_with("[the stream was left here: there may be more messages]"), "{shown}");
    assert_eq!(shown.matches("{\"name\":\"a\"}").count(), 1_000);
}

#[tokio::test]
async fn a_stream_is_left_when_the_time_is_up_and_what_came_is_answered() {
    let server = server(|_, _| {
        let mut reply = ok(&[b"\x0a\x01a"]);
        reply.pieces[0].truncate(7);
        reply.pieces.insert(0, frame(b"\x0a\x05first"));
        reply.endless = false;
        reply.trailers.clear();
        reply
    })
    .await;
    let executor = Make { streams: true, ..Make::default() }.executor(&server.address);
    // It ends in the middle of a message and without a status.
    let answer = call(&executor, json!({})).await;
    assert!(answer.is_error && text(&answer).contains("broke off before its status"), "{}", text(&answer));
}

#[tokio::test]
async fn lists_are_sent_as_streams() {
    let server = server(|_, _| ok(&[b"\x0a\x04done"])).await;
    let executor = Make { sends: true, ..Make::default() }.executor(&server.address);
    assert_eq!(text(&call(&executor, json!({"messages": [{"name": "a"}, {}]})).await), r#"{"name":"done"}"#);
    assert_eq!(server.seen.lock().unwrap()[0].body, [frame(b"\x0a\x01a"), frame(b"")].concat());
    let answer = call(&executor, json!({"messages": [{"name": 1}]})).await;
    assert!(text(&answer).contains("`messages[0].name` must be a text"), "{}", text(&answer));
}

#[tokio::test]
async fn by_rest_names_of_several_segments_stay_in_their_place() {
    let upstream = crate::upstream::Upstream::always(crate::upstream::json("{}")).await;
    let mut make = crate::tools::tool("GET", "/v1/{name}/x");
    let Piece::Value(field) = &mut make.binding.target[1] else { unreachable!() };
    field.format = crate::tools::style(Style::Segments, false);
    let settings = Settings { egress: Policy { allow_private: true, allow: Vec::new() }, ..Settings::default() };
    let executor = make.executor(&upstream.url(), &[], settings);
    let called = |name: &str| {
        let raw = RawValue::from_string(json!({ "name": name }).to_string()).unwrap();
        let executor = &executor;
        async move { executor.call("the_tool", Some(&raw), &Context::default()).await.unwrap() }
    };
    assert!(!called("shelves/a b/books/1?x#y").await.is_error);
    assert_eq!(upstream.seen()[0].target(), "/v1/shelves/a%20b/books/1%3Fx%23y/x");
    for name in ["shelves/../../admin", "..", "a/%2e%2e/b", "../x", ""] {
        assert!(called(name).await.is_error, "{name}");
    }
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn deadlines_hold() {
    let server = server(|_, _| Reply { wait: Duration::from_secs(30), ..ok(&[b""]) }).await;
    let limits = Limits { call_timeout: Duration::from_millis(300), ..quick() };
    let began = SystemClock.now();
    let answer = call(&Make { limits: Some(limits), ..Make::default() }.executor(&server.address), json!({})).await;
    assert!(SystemClock.now() - began < Duration::from_secs(3));
    assert!(answer.is_error && text(&answer).contains("did not answer within"), "{}", text(&answer));
}

#[tokio::test]
async fn compressed_messages_and_large_ones() {
    let server = server(|_, before| {
        let plain = if before == 0 { b"\x0a\x02hi".to_vec() } else { vec![0; 40 << 20] };
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&plain).unwrap();
        let mut piece = frame(&packed.finish().unwrap());
        piece[0] = 1;
        Reply { pieces: vec![piece], headers: vec![("grpc-encoding", "gzip".into())], ..ok(&[]) }
    })
    .await;
    let executor = Make::default().executor(&server.address);
    assert_eq!(text(&call(&executor, json!({})).await), r#"{"name":"hi"}"#);
    let answer = call(&executor, json!({})).await;
    assert!(answer.is_error && text(&answer).contains("larger than the limit"), "{}", text(&answer));
}

#[tokio::test]
async fn tokens_go_as_metadata_and_never_into_answers() {
    let server = server(|seen, _| {
        let token =
            seen.headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
        let name = [&[0x0a, token.len() as u8][..], token.as_bytes()].concat();
        if token == "none" { status(16, "who are you") } else { ok(&[&name]) }
    })
    .await;
    let executor = Make { secret: Some("s3cret-token"), ..Make::default() }.executor(&server.address);
    assert_eq!(text(&call(&executor, json!({})).await), r#"{"name":"Bearer [redacted]"}"#);
    assert_eq!(server.seen.lock().unwrap()[0].headers["authorization"], "Bearer s3cret-token");
    let answer = call(&Make::default().executor(&server.address), json!({})).await;
    assert!(
        text(&answer).contains("UNAUTHENTICATED (16)") && text(&answer).contains("`token` (bearer token)"),
        "{}",
        text(&answer)
    );
}

#[tokio::test]
async fn what_does_not_speak_grpc_is_told_so() {
    let upstream = crate::upstream::Upstream::always(crate::upstream::json("{}")).await;
    let address = upstream.address.to_string();
    let answer = call(&Make::default().executor(&address), json!({})).await;
    assert!(answer.is_error, "{}", text(&answer));
    let server = server(|_, before| Reply {
        pieces: vec![if before == 0 { b"<html>".to_vec() } else { frame(b"\x0a\xff") }],
        trailers: if before == 0 { Vec::new() } else { vec![("grpc-status", "0".into())] },
        ..Reply::default()
    })
    .await;
    let executor = Make::default().executor(&server.address);
    assert!(text(&call(&executor, json!({})).await).contains("broke off before its status"));
    assert!(text(&call(&executor, json!({})).await).contains("is no `x.M`"));
}

#[tokio::test]
async fn the_rules_of_egress_hold() {
    let server = server(|_, _| ok(&[b""])).await;
    let answer = call(&Make { refuse_private: true, ..Make::default() }.executor(&server.address), json!({})).await;
    assert!(answer.is_error && text(&answer).contains("--allow-private-upstreams"), "{}", text(&answer));
    assert!(server.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn over_tls_a_certificate_that_nobody_signed_is_refused() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = tokio_rustls::rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = tokio_rustls::rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let server = server_over(Some(Arc::new(config).into()), |_, _| ok(&[b""])).await;
    let answer = call(&Make { tls: true, ..Make::default() }.executor(&server.address), json!({})).await;
    assert!(answer.is_error && text(&answer).contains("no trusted TLS connection"), "{}", text(&answer));
    assert!(server.seen.lock().unwrap().is_empty());
}

/// A field of a message.
fn piece(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, u8::try_from(bytes.len()).unwrap()][..], bytes].concat()
}

/// Answers questions of server reflection, in one of its versions.
fn reflect(version: &'static str) -> impl Fn(&Seen, usize) -> Reply {
    move |seen, _| {
        if !seen.path.starts_with(&format!("/grpc.reflection.{version}.")) {
            return status(12, "unknown service");
        }
        let (mut rest, mut answers) = (seen.body.as_slice(), Vec::new());
        while rest.len() >= 7 {
            let length = rest[4] as usize;
            let (kind, asked) = (rest[5] >> 3, String::from_utf8_lossy(&rest[7..5 + length]).into_owned());
            rest = &rest[5 + length..];
            let file = |name: &str, import: &str| {
                let file = [
                    piece(1, name.as_bytes()),
                    if import.is_empty() { Vec::new() } else { piece(3, import.as_bytes()) },
                ]
                .concat();
                piece(4, &piece(1, &file))
            };
            answers.push(match (kind, asked.as_str()) {
                (7, _) => piece(
                    6,
                    &[piece(1, &piece(1, b"x.S")), piece(1, &piece(1, b"grpc.reflection.v1.ServerReflection"))]
                        .concat(),
                ),
                (4, "x.S") => file("s.proto", "m.proto"),
                (3, "m.proto") => file("m.proto", "gone.proto"),
                // An error for this question only.
                _ => piece(7, &piece(2, b"no")),
            });
        }
        let answers: Vec<&[u8]> = answers.iter().map(Vec::as_slice).collect();
        ok(&answers)
    }
}

#[tokio::test]
async fn servers_describe_themselves_in_both_versions() {
    let policy = Policy { allow_private: true, allow: Vec::new() };
    let fetcher = Fetcher::new(&policy, FetchLimits::default(), Arc::new(SystemClock)).unwrap();
    for version in ["v1", "v1alpha"] {
        let server = server(reflect(version)).await;
        let told = [("authorization".to_owned(), "Bearer x".to_owned())];
        let described = fetcher.describe(&format!("grpc://{}", server.address), &told).await.unwrap();
        let files = [
            piece(1, &[piece(1, b"m.proto"), piece(3, b"gone.proto")].concat()),
            piece(1, &[piece(1, b"s.proto"), piece(3, b"m.proto")].concat()),
        ];
        assert_eq!(described.bytes, files.concat());
        assert_eq!(server.seen.lock().unwrap()[0].headers["authorization"], "Bearer x");
    }
    let server = server(reflect("v9")).await;
    let refused = fetcher.describe(&format!("grpc://{}", server.address), &[]).await.unwrap_err();
    assert!(refused.to_string().contains("no server reflection"), "{refused}");
    let strict = Fetcher::new(&Policy::default(), FetchLimits::default(), Arc::new(SystemClock)).unwrap();
    assert!(strict.describe(&format!("grpc://{}", server.address), &[]).await.is_err());
}
