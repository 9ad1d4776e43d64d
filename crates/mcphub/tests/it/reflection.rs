//! gRPC servers that describe themselves: a real HTTP/2 server on loopback that answers questions of server reflection.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex, mpsc},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::Value;

use crate::support::mcphub;

/// Credentials that the server wants.
const TOKEN: &str = "Bearer t0ken";

/// Answers whoever has the token, and keeps the headers of all.
struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<HeaderMap>>>,
}

impl Server {
    fn start() -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (kept, (tell, told)) = (Arc::clone(&seen), mpsc::channel());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    let kept = Arc::clone(&kept);
                    let service = hyper::service::service_fn(move |request| answer(request, Arc::clone(&kept)));
                    let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                        .serve_connection(TokioIo::new(stream), service);
                    tokio::spawn(async { drop(connection.await) });
                }
            });
        });
        Self { address: told.recv().unwrap(), seen }
    }
}

async fn answer(
    request: Request<Incoming>,
    kept: Arc<Mutex<Vec<HeaderMap>>>,
) -> Result<Response<impl hyper::body::Body<Data = Bytes, Error = Infallible>>, Infallible> {
    let (parts, body) = request.into_parts();
    let question = body.collect().await.unwrap().to_bytes();
    let status = if parts.headers.get("authorization").is_some_and(|token| token == TOKEN) { "0" } else { "16" };
    kept.lock().unwrap().push(parts.headers);
    // The first field of the question, behind the five bytes of its frame, says what is asked.
    let said = match question.get(5).map(|tag| tag >> 3) {
        _ if status == "16" => Vec::new(),
        Some(7) => frame(&piece(6, &piece(1, &piece(1, b"x.Greeter")))),
        _ => frame(&piece(4, &piece(1, &descriptor()))),
    };
    let trailers = HeaderMap::from_iter([
        ("grpc-status".parse().unwrap(), HeaderValue::from_static(status)),
        ("grpc-message".parse().unwrap(), HeaderValue::from_static("who are you")),
    ]);
    let body = Full::new(Bytes::from(said)).with_trailers(async { Some(Ok(trailers)) });
    Ok(Response::builder().header("content-type", "application/grpc").body(body).unwrap())
}

/// `service Greeter { rpc Greet(Name) returns (Name); } message Name { string name = 1; }`, compiled.
fn descriptor() -> Vec<u8> {
    let field = [piece(1, b"name"), vec![3 << 3, 1, 4 << 3, 1, 5 << 3, 9]].concat();
    let message = [piece(1, b"Name"), piece(2, &field)].concat();
    let method = [piece(1, b"Greet"), piece(2, b".x.Name"), piece(3, b".x.Name")].concat();
    let service = [piece(1, b"Greeter"), piece(2, &method)].concat();
    [piece(1, b"x.proto"), piece(2, b"x"), piece(4, &message), piece(6, &service), piece(12, b"proto3")].concat()
}

/// A field of a message.
fn piece(number: u8, bytes: &[u8]) -> Vec<u8> {
    [&[number << 3 | 2, u8::try_from(bytes.len()).unwrap()][..], bytes].concat()
}

fn frame(message: &[u8]) -> Vec<u8> {
    [&[0, 0, 0, 0, u8::try_from(message.len()).unwrap()][..], message].concat()
}

#[test]
fn a_grpc_server_is_asked_with_credentials() {
    let server = Server::start();
    let source = format!("grpc://{}", server.address);
    let output = mcphub()
        .args(["compile", &source, "--document-header", "authorization: env:GRPC_TOKEN"])
        .env("GRPC_TOKEN", TOKEN)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let blueprint: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(blueprint["tools"][0]["name"], "greet_greeter", "{blueprint}");
    assert!(blueprint.to_string().contains("x.Greeter") && blueprint.to_string().contains(&source), "{blueprint}");
    assert!(!blueprint.to_string().contains("t0ken"), "{blueprint}");
    let seen = server.seen.lock().unwrap().clone();
    assert!(seen.len() >= 2 && seen.iter().all(|headers| headers["authorization"] == TOKEN), "{seen:?}");
}

#[test]
fn a_grpc_server_that_wants_credentials_says_so() {
    let server = Server::start();
    let output = mcphub().args(["compile", &format!("grpc://{}", server.address)]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("who are you") && said.contains("--document-header"), "{said}");
}
