//! What a call sent and what came back, for people who try a tool out. Credentials are masked: whatever authorising added, and
//! every secret wherever it stands.

use std::{sync::Mutex, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

use crate::{
    bind::Bound,
    redact::Redactor,
    send::{Failure, Outgoing, Received},
};

/// In the place of a credential.
const MASK: &str = "[redacted]";

/// The exchanges of one call, in order: usually one; more with redirects' credentials, challenges and renewed tokens.
#[derive(Debug, Default)]
pub struct Trace(Mutex<Vec<Exchange>>);

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// Upper case.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// As sent, credentials masked.
    pub headers: HeaderMap,
    /// As sent, secrets masked.
    pub body: Bytes,
    /// What came back, or why nothing did.
    pub outcome: Result<Response, String>,
    /// From the sending to the end of the answer, with retries.
    pub took: Duration,
}

/// An answer of the upstream.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// As they came, secrets masked.
    pub headers: HeaderMap,
    /// Decompressed, secrets masked.
    pub body: Bytes,
    /// The body was left at the size limit.
    pub is_cut: bool,
}

/// What a request was before it was authorised.
pub(super) struct Unauthorised {
    target: String,
    headers: HeaderMap,
}

impl Trace {
    /// The exchanges so far.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.0.lock().map(|exchanges| exchanges.clone()).unwrap_or_default()
    }

    pub(super) fn add(
        &self,
        sent: &Outgoing,
        before: &Unauthorised,
        came: &Result<Received, Failure>,
        took: Duration,
        redactor: &Redactor,
        token: Option<&str>,
    ) {
        let clean = |text: String| redactor.text(text, token);
        let target = masked_target(&before.target, &sent.target);
        let outcome = match came {
            Ok(received) => Ok(Response {
                status: received.status.as_u16(),
                headers: cleaned(&received.headers, redactor, token),
                body: redactor.bytes(received.body.clone(), token),
                is_cut: received.cut,
            }),
            Err(failure) => Err(clean(failure.to_string())),
        };
        let exchange = Exchange {
            method: sent.method.to_string(),
            url: clean(sent.origin.url(&target)),
            headers: cleaned(&masked_headers(&before.headers, &sent.headers), redactor, token),
            body: redactor.bytes(sent.body.clone(), token),
            outcome,
            took,
        };
        if let Ok(mut exchanges) = self.0.lock() {
            exchanges.push(exchange);
        }
    }
}

impl Unauthorised {
    pub(super) fn of(bound: &Bound) -> Self {
        Self { target: bound.target.clone(), headers: bound.headers.clone() }
    }
}

/// Headers that authorising added or changed are masked.
fn masked_headers(before: &HeaderMap, sent: &HeaderMap) -> HeaderMap {
    let mut masked = HeaderMap::with_capacity(sent.len());
    for (name, value) in sent {
        let is_known = before.get_all(name).iter().any(|known| known == value);
        let is_secret =
            [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION].contains(name) || value.is_sensitive();
        let value = if is_known && !is_secret { value.clone() } else { mask(value) };
        masked.append(name.clone(), value);
    }
    masked
}

/// The scheme of an `Authorization` is no secret, and says what is wrong more often than not.
fn mask(value: &HeaderValue) -> HeaderValue {
    let scheme = value.to_str().ok().and_then(|text| text.split_once(' ')).map(|(scheme, _)| scheme);
    let is_scheme = |scheme: &&str| scheme.len() <= 20 && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    let masked = scheme.filter(is_scheme).map_or_else(|| MASK.to_owned(), |scheme| format!("{scheme} {MASK}"));
    HeaderValue::from_str(&masked).unwrap_or_else(|_| HeaderValue::from_static(MASK))
}

/// Query parameters that authorising added are masked.
fn masked_target(before: &str, sent: &str) -> String {
    if before == sent {
        return sent.to_owned();
    }
    let query = |target: &str| target.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    let known: Vec<String> = query(before).split('&').map(str::to_owned).collect();
    let path = sent.split('?').next().unwrap_or_default();
    let pairs: Vec<String> = query(sent)
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if !known.iter().any(|known| known == pair) => format!("{name}={MASK}"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

fn cleaned(headers: &HeaderMap, redactor: &Redactor, token: Option<&str>) -> HeaderMap {
    let mut clean = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        let value = if name == header::SET_COOKIE {
            HeaderValue::from_static(MASK)
        } else {
            let bytes = redactor.bytes(Bytes::copy_from_slice(value.as_bytes()), token);
            HeaderValue::from_bytes(&bytes).unwrap_or_else(|_| HeaderValue::from_static(MASK))
        };
        clean.append(name.clone(), value);
    }
    clean
}
