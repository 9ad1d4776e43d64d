//! How often something may be done: so many times at once, and then so many in a while. Counted in this process, or through Redis
//! for all processes together.

mod leases;
mod local;
mod shared;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hub_model::clock::Clock;

use self::{leases::Leases, local::Local, shared::Shared};
use crate::bus::Redis;

/// A limit: at most `burst` at once, which fill up again evenly within `period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The most at once.
    pub burst: u32,
    /// In which so many become possible again.
    pub period: Duration,
}

/// What a limit says to one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// It is allowed.
    pub is_allowed: bool,
    /// How many more would be allowed now.
    pub remaining: u32,
    /// The wait until one more is allowed; nothing when it is now.
    pub retry_after: Duration,
    /// The wait until the whole burst is allowed again.
    pub reset_after: Duration,
}

/// Counts.
pub struct Limits {
    local: Local,
    shared: Option<Shared>,
    /// What is asked for ahead of Redis.
    leases: Leases,
    clock: Arc<dyn Clock>,
    /// Until when Redis is not asked, after it did not answer.
    rests_until: Mutex<Option<Instant>>,
}

/// How long Redis is not asked after it did not answer: not everybody has to wait for it.
const REST: Duration = Duration::from_secs(2);

impl Limits {
    pub(crate) fn new(redis: Option<Redis>, clock: Arc<dyn Clock>) -> Self {
        let local = Local::new(Arc::clone(&clock));
        Self { local, shared: redis.map(Shared::new), leases: Leases::default(), clock, rests_until: Mutex::new(None) }
    }

    /// Asks for one more of what `key` names. When Redis does not answer, this process counts alone: better than to let everybody
    /// or nobody through.
    pub async fn take(&self, key: &str, rate: Rate) -> Verdict {
        if let Some(shared) = self.shared.as_ref().filter(|_| !self.rests()) {
            if let Some(verdict) = self.leases.take(key, self.clock.now()) {
                return verdict;
            }
            match shared.take(key, rate, self.leases.wanted(key, rate, self.clock.now())).await {
                Ok((verdict, granted)) => {
                    self.leases.keep(key, verdict, granted, self.clock.now());
                    return verdict;
                }
                Err(error) => {
                    tracing::warn!(%error, "rates are counted in this process alone, Redis does not answer");
                    *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.clock.now() + REST);
                }
            }
        }
        self.local.take(key, rate)
    }

    fn rests(&self) -> bool {
        let until = *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| self.clock.now() < until)
    }
}

impl Rate {
    /// The time in which one more becomes possible, in microseconds.
    fn interval(self) -> u64 {
        u64::try_from(self.period.as_micros()).unwrap_or(u64::MAX) / u64::from(self.burst.max(1))
    }

    /// The verdict where the limit's theoretical arrival time (in microseconds, as `now`) was `tat`; with the next one when it is allowed.
    ///
    /// This is the generic cell rate algorithm (ITU-T I.371): one number for each key.
    fn judge(self, tat: u64, now: u64) -> (Verdict, Option<u64>) {
        let interval = self.interval().max(1);
        let window = interval.saturating_mul(u64::from(self.burst.max(1)));
        // Further ahead than a whole burst it cannot be: the clock was set back since, and what it said is forgotten.
        let tat = if tat > now.saturating_add(window) { 0 } else { tat };
        let next = tat.max(now).saturating_add(interval);
        let earliest = next.saturating_sub(window);
        if earliest > now {
            let verdict = Verdict {
                is_allowed: false,
                remaining: 0,
                retry_after: Duration::from_micros(earliest - now),
                reset_after: Duration::from_micros(tat.saturating_sub(now)),
            };
            return (verdict, None);
        }
        let remaining = u32::try_from((now - earliest) / interval).unwrap_or(u32::MAX);
        let verdict = Verdict {
            is_allowed: true,
            remaining,
            retry_after: Duration::ZERO,
            reset_after: Duration::from_micros(next - now),
        };
        (verdict, Some(next))
    }
}

#[cfg(test)]
mod tests;
