//! What a POST carries: a message, or a batch of them.

use std::{
    future::{Future as _, poll_fn},
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use futures_util::future::join_all;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header, request::Parts};
use serde_json::value::RawValue;
use tokio::time::sleep;

use super::{
    Body, Endpoint, accepted,
    body::Progress,
    json,
    read::{Accepts, accepts},
};
use crate::mcp::{
    self, Begun, Kind, Message, Outbox, Params, Peer, Reply, Revision, RpcError, Service, Work, check_mirrored_headers,
};

const VERSION: &str = "mcp-protocol-version";
/// Parsed already: it is looked up with every request.
static VERSION_HEADER: HeaderName = HeaderName::from_static(VERSION);

/// A request that says nothing about its version speaks the last one that had no header for it.
const ASSUMED: Revision = Revision::V2025_03_26;

impl<S: Service> Endpoint<S> {
    pub(super) async fn post(&self, parts: Parts, body: Bytes) -> Response<Body> {
        if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
            return self.batch(&parts, &body).await;
        }
        let message = match Message::parse(&body) {
            Ok(message) => message,
            Err(error) => return answer(Reply::error(None, &error)),
        };
        let id = message.id();
        match message.kind() {
            Ok(Kind::Request { id, method, params }) => self.request(parts, id, &method, params).await,
            Ok(Kind::Notification { .. }) => acknowledge(&parts.headers),
            Ok(Kind::Response { id, result }) => {
                self.engine.resolve(id, result);
                acknowledge(&parts.headers)
            }
            Err(error) => answer(Reply::error(id, &error)),
        }
    }

    async fn request(&self, parts: Parts, id: &str, method: &str, raw: Option<&RawValue>) -> Response<Body> {
        let params = Params::parse(raw);
        let checked = params.and_then(|params| Ok((self.revision(&parts.headers, method, &params)?, params)));
        let (revision, params) = match checked {
            Ok(checked) => checked,
            Err(error) => return answer(Reply::error(Some(id), &error)),
        };
        let accepts = accepts(&parts.headers);
        let outbox = (accepts != Accepts::Json).then(Outbox::default);
        let awaited = params.meta.as_ref().is_some_and(|meta| meta.progress_token.is_some());
        let peer = Peer {
            revision,
            outbox: outbox.clone(),
            http: Some(Box::new(parts)),
            capabilities: None,
            client: None,
            // Nobody remembers what `logging/setLevel` said, and a server may then choose.
            log_level: Some(mcp::LogLevel::Info),
        };
        let work = match self.engine.begin(id, method, raw, params, peer) {
            Begun::Done(reply) => return self.finished(reply, accepts),
            Begun::Work(work) => work,
        };
        let Some(outbox) = outbox else { return answer(work.await) };
        let patience = (awaited || accepts == Accepts::Events).then_some(self.options.stream_after);
        match drive(work, &outbox, patience).await {
            Driven::Answered(reply) => self.finished(reply, accepts),
            Driven::Stream(progress) => self.events(outbox, progress),
        }
    }

    /// An answer with nothing before it. Errors are told by their status, which a stream could not have.
    fn finished(&self, reply: Reply, accepts: Accepts) -> Response<Body> {
        match accepts {
            Accepts::Events if reply.status.is_success() => self.events(Outbox::default(), Progress::Answered(reply)),
            _ => answer(reply),
        }
    }

    /// The revision of a request, with the rules that its headers must keep.
    fn revision(&self, headers: &HeaderMap, method: &str, params: &Params<'_>) -> Result<Revision, RpcError> {
        let header = version(headers)?;
        if let (Some(header), Some(body)) = (header, params.version())
            && header != body
        {
            return Err(RpcError::header_mismatch(format!("header `{VERSION}` does not say what `_meta` says")));
        }
        let revision = mcp::revision(method, params, header, ASSUMED)?;
        if revision.is_modern() {
            if header.is_none() {
                return Err(RpcError::header_mismatch(format!("header `{VERSION}` is missing")));
            }
            check_mirrored_headers(headers, method, params, |tool| self.engine.service().header_parameters(tool))?;
        }
        Ok(revision)
    }

    /// A batch (2025-03-26 and before): its requests are served side by side.
    async fn batch(&self, parts: &Parts, body: &[u8]) -> Response<Body> {
        let messages = match self.batched(&parts.headers, body) {
            Ok(messages) => messages,
            Err(error) => return answer(Reply::error(None, &error)),
        };
        let replies = join_all(messages.into_iter().map(|message| self.batched_reply(parts, message))).await;
        let replies: Vec<_> = replies.into_iter().flatten().collect();
        if replies.is_empty() {
            return accepted();
        }
        let mut body = vec![b'['];
        body.extend_from_slice(&replies.iter().map(|reply| reply.body.as_slice()).collect::<Vec<_>>().join(&b','));
        body.push(b']');
        json(StatusCode::OK, body)
    }

    fn batched<'a>(&self, headers: &HeaderMap, body: &'a [u8]) -> Result<Vec<&'a RawValue>, RpcError> {
        let messages: Vec<&RawValue> =
            serde_json::from_slice(body).map_err(|problem| RpcError::parse(format!("no JSON: {problem}")))?;
        let header = version(headers)?;
        let revision = match header {
            Some(header) => Revision::parse(header).ok_or_else(|| RpcError::unsupported_version(header))?,
            None => ASSUMED,
        };
        if !revision.has_batches() {
            let why = format!("protocol version {} has no batches; send one message at a time", revision.as_str());
            return Err(RpcError::invalid_request(why));
        }
        match messages.len() {
            0 => Err(RpcError::invalid_request("the batch is empty")),
            count if count > self.options.batch_messages => {
                let most = self.options.batch_messages;
                Err(RpcError::invalid_request(format!("the batch has {count} messages, and at most {most} are taken")))
            }
            _ => Ok(messages),
        }
    }

    async fn batched_reply(&self, parts: &Parts, message: &RawValue) -> Option<Reply> {
        let message = match Message::parse(message.get().as_bytes()) {
            Ok(message) => message,
            Err(error) => return Some(Reply::error(None, &error)),
        };
        let id = message.id();
        let (id, method, raw) = match message.kind() {
            Ok(Kind::Request { id, method, params }) => (id, method, params),
            Ok(Kind::Notification { .. }) => return None,
            Ok(Kind::Response { id, result }) => {
                self.engine.resolve(id, result);
                return None;
            }
            Err(error) => return Some(Reply::error(id, &error)),
        };
        if method == "initialize" {
            return Some(Reply::error(Some(id), &RpcError::invalid_request("`initialize` must not be in a batch")));
        }
        let checked = Params::parse(raw).and_then(|params| match self.revision(&parts.headers, &method, &params)? {
            revision if revision.has_batches() => Ok((revision, params)),
            _ => Err(RpcError::invalid_request("requests of later protocol versions must not be in a batch")),
        });
        let (revision, params) = match checked {
            Ok(checked) => checked,
            Err(error) => return Some(Reply::error(Some(id), &error)),
        };
        // What middleware found out about the request holds for each of its messages.
        let http = Some(Box::new(parts.clone()));
        let peer = Peer { revision, outbox: None, http, capabilities: None, client: None, log_level: None };
        Some(match self.engine.begin(id, &method, raw, params, peer) {
            Begun::Done(reply) => reply,
            Begun::Work(work) => work.await,
        })
    }

    fn events(&self, outbox: Outbox, progress: Progress) -> Response<Body> {
        let mut response = Response::new(Body::events(outbox, progress, self.options.keep_alive));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // Proxies that collect an answer before they pass it on would defeat its purpose.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        response
    }
}

/// How far a request came before something had to be said.
enum Driven {
    Answered(Reply),
    Stream(Progress),
}

/// Serves a request until it is answered, has something to say before, or has been silent for longer than `patience`.
async fn drive(mut work: Work, outbox: &Outbox, patience: Option<Duration>) -> Driven {
    let mut patience = patience.map(|patience| Box::pin(sleep(patience)));
    let mut reply = None;
    let streams = poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            reply = Some(done);
            return Poll::Ready(outbox.is_waiting());
        }
        let impatient = patience.as_mut().is_some_and(|patience| patience.as_mut().poll(context).is_ready());
        if impatient || outbox.poll_waiting(context) { Poll::Ready(true) } else { Poll::Pending }
    });
    match (streams.await, reply) {
        (false, Some(reply)) => Driven::Answered(reply),
        (_, Some(reply)) => Driven::Stream(Progress::Answered(reply)),
        (_, None) => Driven::Stream(Progress::Working(work)),
    }
}

/// Notifications and responses need no answer; they can only be in a version that is not served.
fn acknowledge(headers: &HeaderMap) -> Response<Body> {
    match version(headers) {
        Ok(Some(version)) if Revision::parse(version).is_none() => {
            answer(Reply::error(None, &RpcError::unsupported_version(version)))
        }
        Ok(_) => accepted(),
        Err(error) => answer(Reply::error(None, &error)),
    }
}

fn version(headers: &HeaderMap) -> Result<Option<&str>, RpcError> {
    let Some(version) = headers.get(&VERSION_HEADER) else { return Ok(None) };
    let version =
        version.to_str().map_err(|_| RpcError::header_mismatch(format!("header `{VERSION}` is no plain text")))?;
    Ok(Some(version.trim_matches([' ', '\t'])))
}

fn answer(reply: Reply) -> Response<Body> {
    json(reply.status, reply.body)
}
