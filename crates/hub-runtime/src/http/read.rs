//! Reading a request body: its type, its size.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt as _;

use crate::mcp::RpcError;

/// What `Accept` leaves to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accepts {
    /// JSON, and a stream where one is needed.
    Either,
    /// Never a stream.
    Json,
    /// Only streams.
    Events,
}

/// A browser sends forms and plain text across origins without asking first, so that a body must say that it is JSON.
pub(super) fn check_type(headers: &HeaderMap) -> Result<(), RpcError> {
    let unsupported = |why: String| RpcError::invalid_request(why).at(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(unsupported("request bodies must not be compressed".to_owned()));
    }
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let kind = kind.to_str().unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(unsupported("`Content-Type` must be application/json".to_owned()))
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn all<B>(mut body: B, limit: usize) -> Result<Bytes, RpcError>
where
    B: http_body::Body<Data = Bytes> + Unpin,
{
    let too_large = || {
        let why = format!("the request body is larger than {limit} bytes");
        RpcError::invalid_request(why).at(StatusCode::PAYLOAD_TOO_LARGE)
    };
    let announced = body.size_hint().exact();
    if announced.is_some_and(|bytes| bytes > limit as u64) {
        return Err(too_large());
    }
    // Nearly every request comes in one piece, which needs no copy.
    let mut first = Bytes::new();
    let mut joined = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| RpcError::invalid_request("the request body broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        if first.len() + joined.len() + data.len() > limit {
            return Err(too_large());
        }
        if first.is_empty() && joined.is_empty() {
            first = data;
            continue;
        }
        if joined.is_empty() {
            let room = announced.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(first.len() * 2);
            joined.reserve(room);
            joined.extend_from_slice(&first);
            first = Bytes::new();
        }
        joined.extend_from_slice(&data);
    }
    Ok(if joined.is_empty() { first } else { joined.freeze() })
}

/// Nothing said means anything goes, as ever in HTTP; and what is not understood is taken for that.
pub(super) fn accepts(headers: &HeaderMap) -> Accepts {
    let (mut json, mut events) = (false, false);
    for value in headers.get_all(header::ACCEPT) {
        for kind in value.to_str().unwrap_or_default().split(',') {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            let is = |names: [&str; 3]| names.iter().any(|name| kind.eq_ignore_ascii_case(name));
            json |= is(["application/json", "application/*", "*/*"]);
            events |= is(["text/event-stream", "text/*", "*/*"]);
        }
    }
    match (json, events) {
        (true, false) => Accepts::Json,
        (false, true) => Accepts::Events,
        _ => Accepts::Either,
    }
}
