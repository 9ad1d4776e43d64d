//! What the tests of the protocol share: servers on loopback, and a client that sends exactly what it is told to.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use hub_model::{Blueprint, clock::SystemClock};
use hub_runtime::{
    fixture::Fixture,
    http::{Endpoint, Listening, Options, serve},
    mcp::Service,
    secrets::Secrets,
    server::Server,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::tools::open;

pub(crate) const MODERN: &str = "2026-07-28";

/// A server on loopback; gone when dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Mutex<Option<oneshot::Sender<()>>>,
    done: JoinHandle<bool>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

pub(crate) fn the_fixture() -> Arc<Fixture> {
    Arc::new(Fixture::new(Arc::new(SystemClock), &[7; 32]).unwrap())
}

pub(crate) fn the_server(blueprint: Blueprint) -> Arc<Server> {
    Arc::new(Server::new(blueprint, Secrets::new(), open()).unwrap())
}

pub(crate) async fn fixture() -> Running {
    start(the_fixture(), Options::default(), Listening::default()).await
}

pub(crate) async fn start(service: Arc<impl Service>, options: Options, listening: Listening) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let endpoint = Arc::new(Endpoint::new(service, options));
    let done =
        tokio::spawn(async move { serve(listener, endpoint, listening, async { drop(stopped.await) }).await.unwrap() });
    Running { address, stop: Mutex::new(Some(stop)), done }
}

impl Running {
    /// Asks for the end; the handle says whether everything was finished.
    pub(crate) fn stop(self) -> JoinHandle<bool> {
        self.stopper().send(()).unwrap();
        self.done
    }

    /// Asks for the end when it is told to.
    pub(crate) fn stopper(&self) -> oneshot::Sender<()> {
        self.stop.lock().unwrap().take().unwrap()
    }

    /// Whether everything was finished, once the end has come.
    pub(crate) async fn ended(self) -> bool {
        self.done.await.unwrap()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    /// A connection of its own.
    #[expect(clippy::disallowed_methods, reason = "the client of a test, not a way out for the runtime")]
    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends a request, byte for byte, and waits for the end of the connection.
    pub(crate) async fn raw(&self, request: impl AsRef<[u8]>) -> Answered {
        let mut stream = self.connect().await;
        stream.write_all(request.as_ref()).await.unwrap();
        let mut bytes = Vec::new();
        tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.expect("an end").unwrap();
        Answered::parse(&bytes)
    }

    /// A POST with further headers.
    pub(crate) async fn post(&self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answered {
        self.raw(request(&self.address.to_string(), headers, body.as_ref())).await
    }

    /// A legacy request of the given version; an empty one sends no header.
    pub(crate) async fn legacy(&self, version: &str, method: &str, params: Value) -> Answered {
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let headers = [("mcp-protocol-version", version)];
        self.post(if version.is_empty() { &[] } else { &headers }, body).await
    }

    /// A request as the stateless era wants it.
    pub(crate) async fn modern(&self, method: &str, params: Value) -> Answered {
        let mut headers = vec![("mcp-protocol-version", MODERN), ("mcp-method", method)];
        let name = params.get("name").or(params.get("uri")).and_then(Value::as_str).unwrap_or_default().to_owned();
        if matches!(method, "tools/call" | "prompts/get" | "resources/read") {
            headers.push(("mcp-name", &name));
        }
        self.post(&headers, modern_body(method, params)).await
    }
}

pub(crate) fn modern_body(method: &str, mut params: Value) -> String {
    let meta = params.as_object_mut().unwrap().entry("_meta").or_insert_with(|| json!({}));
    let meta = meta.as_object_mut().unwrap();
    meta.insert("io.modelcontextprotocol/protocolVersion".into(), json!(MODERN));
    meta.entry("io.modelcontextprotocol/clientCapabilities").or_insert_with(|| json!({}));
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string()
}

/// A POST to the endpoint, as it goes over the wire.
pub(crate) fn request(host: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("POST /mcp HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        head.push_str("content-type: application/json\r\n");
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    [head.as_bytes(), body].concat()
}

impl Answered {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(':').unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut body = bytes[end + 4..].to_vec();
        if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
            body = unchunked(&body);
        }
        Self { status, headers, body: String::from_utf8(body).unwrap() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect(&self.body)
    }

    pub(crate) fn result(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        let answer = self.json();
        assert_eq!(answer["jsonrpc"], "2.0");
        assert_eq!(answer["error"], Value::Null, "{self:?}");
        answer["result"].clone()
    }

    /// The code of the error that it must be.
    pub(crate) fn error(&self) -> i64 {
        let answer = self.json();
        assert_eq!(answer["jsonrpc"], "2.0");
        assert!(answer["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{self:?}");
        answer["error"]["code"].as_i64().unwrap()
    }

    /// The messages of a stream.
    pub(crate) fn events(&self) -> Vec<Value> {
        assert_eq!(self.header("content-type"), Some("text/event-stream"), "{self:?}");
        self.body.lines().filter_map(|line| line.strip_prefix("data: ")).map(|data| data.parse().unwrap()).collect()
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
        if size == 0 {
            break;
        }
    }
    body
}
