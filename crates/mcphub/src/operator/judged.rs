//! What a look at an object came to, and when it is looked at again.

use std::time::Duration;

use super::status::{Found, Truth, Verdict};
use crate::{failure::Failure, remote::UNANSWERED, report};

/// Everything is looked at anew after this long, as people may have changed it in the hub.
const RESYNC: Duration = Duration::from_secs(300);
/// What somebody waits for is looked at this often, beside whenever something is heard of it.
const WAIT: Duration = Duration::from_secs(10);

/// When an object is looked at again, unless something is heard of it before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Resync,
    Wait,
    /// Something failed: later each time.
    BackOff,
}

impl Again {
    /// Nothing where that depends on how often it failed.
    pub(super) fn after(self) -> Option<Duration> {
        match self {
            Self::Resync => Some(RESYNC),
            Self::Wait => Some(WAIT),
            Self::BackOff => None,
        }
    }
}

/// What was found out about an object, and when it is looked at again.
pub(super) type Judged<D> = (Found<D>, Again);

/// Why an object was not followed to the end. What was ready stays so.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) reason: &'static str,
    pub(super) message: String,
    pub(super) again: Again,
}

impl Stop {
    /// The specification cannot be followed before somebody changes it.
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self { reason: "InvalidSpec", message: message.into(), again: Again::Resync }
    }

    /// Something else has to be there first.
    pub(super) fn waits(reason: &'static str, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), again: Again::Wait }
    }

    pub(super) fn failed(reason: &'static str, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), again: Again::BackOff }
    }

    pub(super) fn found<D>(self) -> Judged<D> {
        let synced = Verdict::new(Truth::False, self.reason, self.message);
        (Found { synced, ready: None, details: None }, self.again)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        let reason = if failure.is(UNANSWERED) { "HubUnavailable" } else { "HubRefused" };
        Self::failed(reason, report::clean(&failure.to_string()))
    }
}
