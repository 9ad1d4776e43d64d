//! How many requests somebody may send, and how the answer tells them.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use axum::response::Response;
use http::{HeaderName, HeaderValue, header};
use hub_model::{event::Actor, id::OrganisationId, problem::ErrorCode};
use hub_store::limits::{Rate, Verdict};

use super::{caller::Caller, problem::Problem};
use crate::app::App;

const MINUTE: Duration = Duration::from_secs(60);

/// A limit with what it said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    limit: u32,
    verdict: Verdict,
}

/// Counts a request of a caller's; nothing where there is no limit.
pub(crate) async fn caller(app: &App, caller: &Caller) -> Result<Option<Counted>, (Problem, Counted)> {
    let rates = &app.settings().rates;
    let (key, limit) = match caller.origin.actor {
        Actor::User { id } => (format!("user:{id}"), rates.user),
        Actor::Key { id, .. } | Actor::Service { key: id, .. } => (format!("key:{id}"), rates.key),
        Actor::System | Actor::Anonymous => (format!("address:{}", network(&caller.origin.address)), rates.address),
    };
    match take(app, &key, limit).await {
        None => Ok(None),
        Some(counted) if counted.verdict.is_allowed => Ok(Some(counted)),
        Some(counted) => Err((exceeded(&counted, "you send too many requests"), counted)),
    }
}

/// Counts a request in an organisation.
pub(crate) async fn organisation(app: &App, id: OrganisationId) -> Result<(), Problem> {
    let counted = take(app, &format!("organisation:{id}"), app.settings().rates.organisation).await;
    refuse(counted, "too many requests are sent in this organisation")
}

/// Counts an attempt to sign in, sign up or reset a password.
pub(crate) async fn sign_in(app: &App, caller: &Caller) -> Result<(), Problem> {
    let counted =
        take(app, &format!("sign-in:{}", network(&caller.origin.address)), app.settings().rates.sign_in).await;
    refuse(counted, "too many attempts come from your address")
}

/// Counts a request of somebody who is not signed in.
pub(crate) async fn address(app: &App, address: &str) -> Result<(), Problem> {
    let counted = take(app, &format!("address:{}", network(address)), app.settings().rates.address).await;
    refuse(counted, "too many requests come from your address")
}

/// Counts a call of a tool; what to say where there are too many.
pub(crate) async fn calls(app: &App, key: &str, limit: u32, what: &str) -> Result<(), String> {
    match take(app, key, limit).await {
        Some(counted) if !counted.verdict.is_allowed => Err(exceeded(&counted, what).detail),
        _ => Ok(()),
    }
}

/// Counts a document that is to be compiled.
pub(crate) async fn compile(app: &App, id: OrganisationId) -> Result<(), Problem> {
    let counted = take(app, &format!("compile:{id}"), app.settings().rates.compile).await;
    refuse(counted, "too many documents are compiled in this organisation")
}

/// What one subscriber has: an IPv4 address, or an IPv6 network of 64 bits, in which addresses are free.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(six)) => Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).to_string(),
        _ => address.to_owned(),
    }
}

async fn take(app: &App, key: &str, limit: u32) -> Option<Counted> {
    if limit == 0 {
        return None;
    }
    let verdict = app.store().limits().take(key, Rate { burst: limit, period: MINUTE }).await;
    Some(Counted { limit, verdict })
}

fn refuse(counted: Option<Counted>, what: &str) -> Result<(), Problem> {
    match counted {
        Some(counted) if !counted.verdict.is_allowed => Err(exceeded(&counted, what)),
        _ => Ok(()),
    }
}

fn exceeded(counted: &Counted, what: &str) -> Problem {
    let seconds = seconds(counted.verdict.retry_after).max(1);
    let detail = format!("{what}; try again in {seconds} s");
    Problem { retry_after: Some(seconds), ..Problem::new(ErrorCode::RateLimited, detail) }
}

/// Tells the caller how much is left (the `RateLimit` headers of draft-ietf-httpapi-ratelimit-headers-03, as widely understood).
pub(crate) fn announce(response: &mut Response, counted: &Counted) {
    let Counted { limit, verdict } = counted;
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(*limit));
    headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(verdict.remaining));
    headers.insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(seconds(verdict.reset_after)));
    if !verdict.is_allowed {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds(verdict.retry_after).max(1)));
    }
}

/// Rounded up.
fn seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
