//! MCP over HTTP (streamable HTTP): an endpoint that answers one request at a time, and a listener on top of it.
//!
//! Answers are plain JSON unless something has to be said before them: then the answer becomes a stream of events. There are
//! no sessions. What a request may look like is read leniently where nothing depends on it (`Accept`), and strictly where
//! something does (`Host`, `Origin`, the headers that mirror the body).

mod access;
mod body;
mod listen;
mod post;
mod read;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};

pub use access::{Access, Hosts};
pub use body::Body;
pub use listen::{Listening, serve};

use crate::mcp::{Engine, Questions, RpcError, Service, error_response};

/// How an endpoint treats its clients.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who may ask.
    pub access: Access,
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// For a request body to arrive.
    pub body_timeout: Duration,
    /// Messages in a batch (2025-03-26 and before).
    pub batch_messages: usize,
    /// How long a call with a progress token stays silent before its answer becomes a stream.
    pub stream_after: Duration,
    /// How often a silent stream shows that it is alive.
    pub keep_alive: Duration,
    /// Where clients' answers to questions arrive.
    pub questions: Questions,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            access: Access::default(),
            body_bytes: 8 << 20,
            body_timeout: Duration::from_secs(30),
            batch_messages: 50,
            stream_after: Duration::from_secs(1),
            keep_alive: Duration::from_secs(15),
            questions: Questions::default(),
        }
    }
}

/// One MCP server over HTTP, without a listener: it can be mounted anywhere. It does not look at paths.
pub struct Endpoint<S> {
    engine: Engine<S>,
    options: Options,
}

impl<S: Service> Endpoint<S> {
    /// An endpoint for `service`.
    #[must_use]
    pub fn new(service: Arc<S>, options: Options) -> Self {
        Self { engine: Engine::new(service, &options.questions), options }
    }

    /// The service behind it.
    pub fn service(&self) -> &S {
        self.engine.service()
    }

    /// Ends subscriptions, which would otherwise last as long as their clients. What else is in flight goes on.
    pub fn close(&self) {
        self.engine.close();
    }

    /// Answers one request. Dropping the future, or the body of its response, cancels what was asked for.
    ///
    /// Extensions of the request reach the service ([`crate::mcp::Exchange::http`]).
    pub async fn handle<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Unpin,
    {
        let (parts, body) = request.into_parts();
        let origin = match self.options.access.check(&parts) {
            Ok(origin) => origin,
            Err(why) => return refuse(&RpcError::invalid_request(why).at(StatusCode::FORBIDDEN)),
        };
        if !self.options.access.is_known(&parts) {
            return refuse(&RpcError::invalid_request("send `Authorization: Bearer …`").at(StatusCode::UNAUTHORIZED));
        }
        let mut response = if parts.method == Method::POST {
            match self.receive(&parts.headers, body).await {
                Ok(body) => self.post(parts, body).await,
                Err(error) => refuse(&error),
            }
        } else if parts.method == Method::OPTIONS {
            access::preflight(&parts.headers)
        } else {
            // Legacy clients try GET for a stream of their own, and go on without when it is not allowed.
            let why = "only POST is served here: there are no sessions and no streams outside of requests";
            let mut response = refuse(&RpcError::invalid_request(why).at(StatusCode::METHOD_NOT_ALLOWED));
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST, OPTIONS"));
            response
        };
        if let Some(origin) = origin {
            access::share(response.headers_mut(), origin);
        }
        response
    }

    async fn receive<B>(&self, headers: &HeaderMap, body: B) -> Result<Bytes, RpcError>
    where
        B: http_body::Body<Data = Bytes> + Unpin,
    {
        read::check_type(headers)?;
        match tokio::time::timeout(self.options.body_timeout, read::all(body, self.options.body_bytes)).await {
            Ok(body) => body,
            Err(_) => {
                let why = format!("the request body did not arrive within {} s", self.options.body_timeout.as_secs());
                Err(RpcError::invalid_request(why).at(StatusCode::REQUEST_TIMEOUT))
            }
        }
    }
}

fn refuse(error: &RpcError) -> Response<Body> {
    json(error.status, error_response(None, error))
}

fn json(status: StatusCode, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::full(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn accepted() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::ACCEPTED;
    response
}
