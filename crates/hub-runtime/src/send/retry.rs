//! When a request is sent again, and after how long.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::grpc::Code;

use super::{Exchange, Failure, Network, Reach};

/// Before the second attempt; doubled for each one after it.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// Statuses that another attempt may cure.
pub(super) fn is_retried(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

/// How long to wait before another attempt; `None` when there should be none.
pub(super) fn wait(
    outcome: &Result<Exchange, Failure>,
    attempt: u32,
    reach: &Reach,
    network: &Network,
) -> Option<Duration> {
    let asked = match outcome {
        // Nothing was sent, so that any method may be repeated.
        Err(Failure::Unreachable(_)) => None,
        Err(Failure::Broken(_)) if reach.repeatable => None,
        Ok(Exchange::Answered(received)) if reach.repeatable && is_retried(received.status) => {
            retry_after(&received.headers, network.clock.since_epoch())
        }
        Ok(Exchange::Answered(received))
            if reach.repeatable && Code::of(&received.headers) == Some(Code::UNAVAILABLE) =>
        {
            None
        }
        _ => return None,
    };
    let wait = asked.unwrap_or_else(|| {
        // Half fixed, half spread, so that calls that failed together do not come back together.
        let full = FIRST_WAIT.saturating_mul(1 << attempt.min(10));
        let spread = f64::from(network.clock.since_epoch().subsec_nanos() % 1_000_003) / 1_000_003.0;
        full.mul_f64(0.5 + 0.5 * spread).min(reach.retry_wait)
    });
    let left = reach.deadline.saturating_duration_since(network.clock.now());
    (wait <= reach.retry_wait && wait < left).then_some(wait)
}

/// `Retry-After` (RFC 9110 section 10.2.3): seconds or a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: Duration) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = httpdate::parse_http_date(text).ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(at.saturating_sub(now))
}
