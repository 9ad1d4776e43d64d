//! Failed calls, in words: what happened, what the upstream said, and what to do next.

use std::time::Duration;

use http::{Method, StatusCode, header};

use super::{Kind, Output, charset, cut, html};
use crate::{
    answer::Answer,
    json::{Node, compact},
    send::{Failure, Received},
};

/// Characters of an upstream's error body: models need the message, not the stack trace.
pub(super) const BODY: usize = 6_000;

/// What an answer has to know about its call.
pub(crate) struct Call<'a> {
    pub(crate) tool: &'a str,
    pub(crate) method: &'a Method,
    pub(crate) output: Option<&'a Output>,
    /// The document says that the answer is HTML, so that it is wanted as it is.
    pub(crate) accepts_html: bool,
    /// Credentials that the call went without, in words; empty when it had them.
    pub(crate) missing: &'a str,
    pub(crate) idempotent: bool,
    pub(crate) timeout: Duration,
    /// What `Retry-After` asked for.
    pub(crate) retry_after: Option<Duration>,
}

/// A permanent redirect that was not followed: the API is somewhere else now.
pub(super) fn has_moved(received: &Received) -> bool {
    matches!(received.status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT)
}

/// The answer for a status that means failure.
pub(super) fn answer(received: &Received, call: &Call<'_>) -> Answer {
    let status = received.status;
    let mut text = format!("{} failed: {} {}", call.tool, status.as_u16(), status.canonical_reason().unwrap_or(""));
    text.truncate(text.trim_end().len());
    let said = said(received);
    if !said.is_empty() {
        text.push_str("\nThe upstream says: ");
        text.push_str(&said);
    }
    text.push_str("\nNext step: ");
    text.push_str(&next_step(received, call));
    Answer::error(text)
}

fn said(received: &Received) -> String {
    let kind = Kind::of(&received.headers);
    let body = &received.body;
    if body.is_empty() {
        return String::new();
    }
    let Some(text) = charset::text(body, &kind.charset, kind.is_text()) else {
        return format!(
            "{} bytes of {}",
            body.len(),
            if kind.essence.is_empty() { "binary content" } else { &kind.essence }
        );
    };
    let start = text.trim_start().get(..20).unwrap_or_default().to_ascii_lowercase();
    let text = if charset::looks_like_json(text.as_bytes()) && Node::parse(&text).is_some() {
        compact(&text)
    } else if kind.essence == "text/html" || start.starts_with("<!doctype html") || start.starts_with("<html") {
        html::readable(&text)
    } else {
        text.trim().to_owned()
    };
    cut::text(text, BODY)
}

fn next_step(received: &Received, call: &Call<'_>) -> String {
    match received.status.as_u16() {
        301 | 308 => {
            let to = received
                .headers
                .get(header::LOCATION)
                .and_then(|value| value.to_str().ok())
                .unwrap_or("another address");
            let to: String = to.split(['?', '#']).next().unwrap_or_default().chars().take(200).collect();
            format!("the API has moved to {to}; the operator should set that as the upstream")
        }
        400 | 422 => "correct the arguments as the message above says and call again".into(),
        401 | 403 if !call.missing.is_empty() => {
            format!("the call went out without credentials; the operator has to set {}", call.missing)
        }
        401 => "the upstream did not accept the credentials; the operator has to renew them".into(),
        403 => "the credentials do not permit this; use another tool, or ask the operator for more rights".into(),
        404 | 410 => {
            "check the ids in the arguments; a list or search tool of this server gives ones that exist".into()
        }
        405 | 501 => "the upstream does not offer this operation; use another tool".into(),
        408 | 504 => "the upstream took too long; ask for less at once, or call again later".into(),
        409 | 412 | 423 | 428 => "read the current state with another tool, then decide whether to call again".into(),
        413 | 414 | 431 => "send less at once".into(),
        415 | 406 => {
            "the upstream does not take or give this format; choose another one where the tool has an argument for it"
                .into()
        }
        429 => match call.retry_after {
            Some(wait) => format!("too many calls; wait {} s, then call again", wait.as_secs().max(1)),
            None => "too many calls; wait a minute, then call again".into(),
        },
        500..=599 => match call.retry_after {
            Some(wait) => format!("the upstream is not available; wait {} s, then call again", wait.as_secs().max(1)),
            None if call.idempotent => "the upstream failed; call again later".into(),
            None => "the upstream failed; check whether the change was made before you call again".into(),
        },
        _ => "see what the upstream says".into(),
    }
}

/// The answer for a call that did not get one from its upstream.
pub(crate) fn transport(failure: Failure, call: &Call<'_>) -> Answer {
    let unsure = if call.idempotent { "" } else { "; the change may have been made: check before you call again" };
    let why = match failure {
        Failure::Timeout => {
            format!(
                "the upstream did not answer within {:?}{unsure}; ask for less at once, or call again later",
                Duration::from_millis(u64::try_from(call.timeout.as_millis()).unwrap_or(u64::MAX))
            )
        }
        Failure::Refused(why) => format!("{why}; this cannot be changed from here"),
        Failure::Unreachable(why) => format!("{why}; call again later, or tell the operator"),
        Failure::Broken(why) => format!("{why}{unsure}; call again later"),
        Failure::Redirect(why) => format!("{why}; tell the operator"),
        Failure::Invalid(why) => why,
    };
    Answer::error(format!("{} failed: {why}", call.tool))
}
