//! Sends a request and receives its answer: retries, redirects, time and size limits.

mod decode;
mod messages;
mod redirect;
mod retry;

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use http::{Extensions, HeaderMap, Method, StatusCode, header, uri::PathAndQuery};
use http_body_util::{BodyExt, Full};
use hub_model::clock::Clock;
use hyper::{Request, Response, body::Incoming};

use crate::{
    egress::{
        Identity, Origin, Policy, Rules,
        client::{Clients, Reason, reason},
    },
    in_process::InProcess,
};

pub(crate) use retry::retry_after;

/// Bytes of an endless stream (`text/event-stream`) that are read: more than an answer can show.
const STREAM_BYTES: usize = 256 << 10;
/// Compressed bytes from which on decompressing would hold up other calls.
const BLOCKING: usize = 64 << 10;
/// A stream is left this long before the time is up, so that what came can still be answered.
const STREAM_MARGIN: Duration = Duration::from_millis(500);
/// Bytes of a request that a slow line still takes in a second: so long is not silence while a large one is sent.
const SLOW_LINE: u64 = 32 << 10;

/// The way out: every request of the runtime goes through one of these.
pub(crate) struct Network {
    pub(crate) clients: Clients,
    pub(crate) rules: Arc<Rules>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Gets every request instead, where there is one: then there is no way out.
    pub(crate) in_process: Option<InProcess>,
}

/// A request, ready to be sent.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) origin: Origin,
    /// Path and query, encoded.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) transport: Transport,
    /// The client certificate to show where one is asked for.
    pub(crate) identity: Option<Arc<Identity>>,
    /// For a service in this process; they are not sent.
    pub(crate) extensions: Extensions,
}

/// What carries a request, and how its answer comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Transport {
    /// HTTP of any version.
    #[default]
    Any,
    /// HTTP/2 with gRPC's messages, and trailers after them.
    Grpc {
        /// Messages may come one after another for as long as it takes.
        streams: bool,
    },
}

/// How far one exchange may go.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    pub(crate) deadline: Instant,
    /// 0 for requests that must not be repeated, but for those that were never sent.
    pub(crate) retries: u32,
    /// The method may be repeated also when the request may have arrived.
    pub(crate) repeatable: bool,
    pub(crate) retry_wait: Duration,
    pub(crate) redirects: u32,
    /// The body holds credentials, which no other origin may see.
    pub(crate) secret_body: bool,
    pub(crate) bytes: usize,
    /// Without a word of the other side's.
    pub(crate) idle: Option<Duration>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Decompressed.
    pub(crate) body: Bytes,
    /// The body was left at the size limit, or a stream when the time was up.
    pub(crate) cut: bool,
    /// The body's size where the upstream declared it.
    pub(crate) declared: Option<u64>,
    /// Where it came from in the end.
    pub(crate) origin: Origin,
    /// Path and query; the query may hold credentials.
    pub(crate) target: String,
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// By the egress rules.
    Refused(String),
    /// No connection.
    Unreachable(String),
    /// Not in time.
    Timeout,
    /// The connection broke or did not speak HTTP.
    Broken(String),
    /// Too many redirects, or one to nowhere.
    Redirect(String),
    /// The request cannot be written.
    Invalid(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Timeout => f.write_str("there was no answer in time"),
            Self::Refused(why)
            | Self::Unreachable(why)
            | Self::Broken(why)
            | Self::Redirect(why)
            | Self::Invalid(why) => f.write_str(why),
        }
    }
}

impl Network {
    pub(crate) fn new(
        policy: &Policy,
        connect_timeout: Duration,
        passage: Option<&Path>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, String> {
        let rules = Arc::new(Rules::new(policy)?);
        let clients = Clients::new(Arc::clone(&rules), connect_timeout, passage);
        Ok(Self { clients, rules, clock, in_process: None })
    }

    /// The same, which trusts further authorities.
    pub(crate) fn trusting(mut self, pem: &str) -> Result<Self, String> {
        self.clients.trust(pem)?;
        Ok(self)
    }
}

impl Outgoing {
    fn url(&self) -> String {
        self.origin.url(&self.target)
    }
}

/// Sends the request, again where that is safe and may help, and follows redirects.
pub(crate) async fn send(network: &Network, outgoing: Outgoing, reach: &Reach) -> Result<Received, Failure> {
    let left = reach.deadline.saturating_duration_since(network.clock.now());
    let sending = async {
        match &network.in_process {
            // On the heap: few calls go there, and every one would carry the room for it.
            Some(service) => Box::pin(service.answer(outgoing, reach.bytes)).await,
            None => attempts(network, outgoing, reach).await,
        }
    };
    tokio::time::timeout(left, sending).await.unwrap_or(Err(Failure::Timeout))
}

async fn attempts(network: &Network, mut outgoing: Outgoing, reach: &Reach) -> Result<Received, Failure> {
    let (mut attempt, mut hops) = (0, 0);
    loop {
        let outcome = exchange(network, &outgoing, reach).await;
        if attempt < reach.retries
            && let Some(wait) = retry::wait(&outcome, attempt, reach, network)
        {
            attempt += 1;
            tokio::time::sleep(wait).await;
            continue;
        }
        let received = match outcome? {
            Exchange::Answered(mut received) => {
                received.target = outgoing.target;
                return Ok(received);
            }
            Exchange::Redirected(mut received) => {
                received.target.clone_from(&outgoing.target);
                received
            }
        };
        if hops == reach.redirects {
            return Err(Failure::Redirect(format!("the upstream redirected more than {} times", reach.redirects)));
        }
        hops += 1;
        match redirect::next(outgoing, &received, &network.rules, reach.secret_body)? {
            redirect::Next::Follow(next) => outgoing = *next,
            redirect::Next::Stay => return Ok(received),
        }
    }
}

/// One request and its answer.
enum Exchange {
    Answered(Received),
    /// A redirect; its body is not read.
    Redirected(Received),
}

async fn exchange(network: &Network, outgoing: &Outgoing, reach: &Reach) -> Result<Exchange, Failure> {
    let answered = answered(network, outgoing, reach.deadline);
    let response = match reach.idle {
        None => answered.await?,
        Some(idle) => {
            let sending = Duration::from_secs(outgoing.body.len() as u64 / SLOW_LINE);
            let answered = tokio::time::timeout(idle.saturating_add(sending), answered).await;
            // No failure after which a request is sent again: whoever says nothing would be waited for as often.
            answered
                .unwrap_or_else(|_| Err(Failure::Invalid(format!("{} {}", outgoing.origin.host(), silence(idle)))))?
        }
    };
    receive(network, outgoing, response, reach).await
}

fn silence(idle: Duration) -> String {
    format!("said nothing for {} s", idle.as_secs())
}

/// Sends a request once; its answer, of which the body is still to come.
pub(crate) async fn answered(
    network: &Network,
    outgoing: &Outgoing,
    deadline: Instant,
) -> Result<Response<Incoming>, Failure> {
    let target = PathAndQuery::try_from(outgoing.target.as_str());
    let uri = target.ok().and_then(|target| outgoing.origin.uri(target));
    let uri = uri.ok_or_else(|| Failure::Invalid("the address of the request would not be a valid one".into()))?;
    let mut request = Request::new(Full::new(outgoing.body.clone()));
    *request.method_mut() = outgoing.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = outgoing.headers.clone();
    let grpc = matches!(outgoing.transport, Transport::Grpc { .. });
    if grpc {
        *request.version_mut() = http::Version::HTTP_2;
        let left = deadline.saturating_duration_since(network.clock.now());
        request.headers_mut().insert("grpc-timeout", messages::timeout(left));
    }
    let (https, identity) = (outgoing.origin.is_https(), outgoing.identity.as_deref());
    let sent = network.clients.send(request, https, grpc, identity).await.map_err(Failure::Unreachable)?;
    sent.map_err(|error| {
        let host = outgoing.origin.host();
        match reason(&error) {
            Reason::Refused(why) => Failure::Refused(why),
            Reason::Tls(why) => Failure::Broken(format!("no trusted TLS connection to {host}: {why}")),
            Reason::Other(why) if error.is_connect() => {
                Failure::Unreachable(format!("could not connect to {host}: {why}"))
            }
            Reason::Other(why) => Failure::Broken(format!("the exchange with {host} failed: {why}")),
        }
    })
}

async fn receive(
    network: &Network,
    outgoing: &Outgoing,
    response: Response<Incoming>,
    reach: &Reach,
) -> Result<Exchange, Failure> {
    let (parts, body) = response.into_parts();
    let mut received = Received {
        status: parts.status,
        body: Bytes::new(),
        cut: false,
        declared: hyper::body::Body::size_hint(&body).exact(),
        origin: outgoing.origin.clone(),
        target: String::new(),
        headers: parts.headers,
    };
    if let Transport::Grpc { streams } = outgoing.transport
        && received.status == StatusCode::OK
    {
        let left = reach.deadline.saturating_duration_since(network.clock.now());
        let time = streams.then(|| left.saturating_sub(STREAM_MARGIN));
        let why = messages::collect(body, &mut received, reach.bytes, time).await;
        why.map_err(|why| Failure::Broken(format!("the answer of {} broke off: {why}", outgoing.origin.host())))?;
        return Ok(Exchange::Answered(received));
    }
    if received.status.is_redirection() && received.headers.contains_key(header::LOCATION) {
        return Ok(Exchange::Redirected(received));
    }
    if retry::is_retried(received.status) && reach.repeatable && reach.retries > 0 {
        // Short error bodies are read whatever happens next, so that the connection can be used again.
        received.body =
            collect(body, reach.bytes.min(64 << 10), reach.idle).await.map(|(bytes, _)| bytes).unwrap_or_default();
    } else {
        let media_type =
            received.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let endless = crate::shape::is_stream(essence);
        let (bytes, cut) = if endless {
            let left = reach.deadline.saturating_duration_since(network.clock.now());
            stream(body, reach.bytes.min(STREAM_BYTES), left.saturating_sub(STREAM_MARGIN)).await
        } else {
            collect(body, reach.bytes, reach.idle).await
        }
        .map_err(|why| Failure::Broken(format!("the answer of {} broke off: {why}", outgoing.origin.host())))?;
        (received.body, received.cut) = (bytes, cut);
    }
    if !received.headers.contains_key(header::CONTENT_ENCODING) {
        return Ok(Exchange::Answered(received));
    }
    let limit = reach.bytes;
    if received.body.len() < BLOCKING {
        decode::decode(&mut received, limit);
        return Ok(Exchange::Answered(received));
    }
    let decoding = tokio::task::spawn_blocking(move || {
        decode::decode(&mut received, limit);
        received
    });
    let decoded = decoding.await.map_err(|_| Failure::Broken("the answer could not be decompressed".into()))?;
    Ok(Exchange::Answered(decoded))
}

/// Reads a body up to a limit; says whether there was more.
async fn collect(mut body: Incoming, limit: usize, idle: Option<Duration>) -> Result<(Bytes, bool), String> {
    let mut first: Option<Bytes> = None;
    let mut rest = BytesMut::new();
    loop {
        let frame = match idle {
            None => body.frame().await,
            Some(idle) => {
                tokio::time::timeout(idle, body.frame()).await.map_err(|_| format!("it {}", silence(idle)))?
            }
        };
        let Some(frame) = frame else { break };
        let Ok(data) = frame.map_err(|error| innermost(&error))?.into_data() else { continue };
        if first.is_none() {
            // Most answers come in one piece, which is passed on without a copy.
            if data.len() > limit {
                return Ok((data.slice(..limit), true));
            }
            first = Some(data);
            continue;
        }
        if rest.is_empty() {
            rest.extend_from_slice(first.as_deref().unwrap_or_default());
        }
        if rest.len() + data.len() > limit {
            let room = limit.saturating_sub(rest.len());
            rest.extend_from_slice(data.get(..room).unwrap_or_default());
            return Ok((rest.freeze(), true));
        }
        rest.extend_from_slice(&data);
    }
    Ok((if rest.is_empty() { first.unwrap_or_default() } else { rest.freeze() }, false))
}

/// Reads a stream until it ends, the limit is reached or the time is up.
async fn stream(mut body: Incoming, limit: usize, time: Duration) -> Result<(Bytes, bool), String> {
    let mut bytes = BytesMut::new();
    let reading = async {
        while let Some(frame) = body.frame().await {
            // A stream that breaks off has said what it had to say.
            let Ok(frame) = frame else { return true };
            if let Ok(data) = frame.into_data() {
                let room = limit.saturating_sub(bytes.len());
                bytes.extend_from_slice(data.get(..room.min(data.len())).unwrap_or_default());
                if room < data.len() {
                    return true;
                }
            }
        }
        false
    };
    let cut = tokio::time::timeout(time, reading).await.unwrap_or(true);
    Ok((bytes.freeze(), cut))
}

pub(crate) fn innermost(error: &hyper::Error) -> String {
    match reason(error) {
        Reason::Refused(why) | Reason::Tls(why) | Reason::Other(why) => why,
    }
}
