//! Leave that was taken ahead: who asks often asks Redis for several at once, so that not every call has to wait for it.
//!
//! Leave that is not used in time is lost, so that it is never more than a limit allows; how much is taken ahead follows how much is used.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::{Rate, Verdict};

/// How long leave holds. At the full rate of a limit all of it is used within a sixth of this, also by a process of several.
const HOLDS: Duration = Duration::from_secs(5);
/// The part of a limit that is taken ahead at most.
const PART: u32 = 100;
/// Keys that have leave at a time.
const MOST_KEYS: usize = 20_000;

#[derive(Default)]
pub(super) struct Leases(Mutex<HashMap<String, Lease>>);

struct Lease {
    left: u32,
    size: u32,
    ends: Instant,
    /// What was said when it was given.
    verdict: Verdict,
}

impl Leases {
    /// One of what was taken ahead, where something is left of it.
    pub(super) fn take(&self, key: &str, now: Instant) -> Option<Verdict> {
        let mut leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lease = leases.get_mut(key).filter(|lease| lease.left > 0 && now < lease.ends)?;
        lease.left -= 1;
        let used = lease.size.saturating_sub(lease.left).saturating_sub(1);
        Some(Verdict { remaining: lease.verdict.remaining.saturating_sub(used), ..lease.verdict })
    }

    /// How many to ask for: twice as many as the last time where those were used up, half where they were not, one at first.
    pub(super) fn wanted(&self, key: &str, rate: Rate, now: Instant) -> u32 {
        let leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = match leases.get(key) {
            Some(lease) if lease.left == 0 && now < lease.ends => lease.size.saturating_mul(2),
            Some(lease) => lease.size / 2,
            None => 1,
        };
        size.clamp(1, (rate.burst / PART).max(1))
    }

    /// Keeps what was given beyond the one that is used at once.
    pub(super) fn keep(&self, key: &str, verdict: Verdict, granted: u32, now: Instant) {
        let mut leases = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = granted.saturating_sub(1);
        let next = Lease { left, size: granted, ends: now + HOLDS, verdict };
        match leases.get_mut(key) {
            // Somebody else asked at the same time.
            Some(lease) if lease.left > 0 && now < lease.ends => {
                *lease = Lease { left: lease.left + left, size: lease.size + left, ..next };
            }
            Some(lease) => *lease = next,
            None => {
                if leases.len() >= MOST_KEYS {
                    leases.retain(|_, lease| now < lease.ends);
                }
                if leases.len() < MOST_KEYS {
                    leases.insert(key.to_owned(), next);
                }
            }
        }
    }
}
