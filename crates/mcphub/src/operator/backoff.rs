//! How long is waited before something that failed is tried again: longer each time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

const FIRST: Duration = Duration::from_secs(5);
const LAST: Duration = Duration::from_secs(300);

/// What failed, by the objects' identifiers.
#[derive(Debug, Default)]
pub(super) struct Backoff(Mutex<HashMap<String, Failed>>);

#[derive(Debug, Clone, Copy)]
struct Failed {
    times: u32,
    at: Instant,
    generation: Option<i64>,
}

impl Backoff {
    /// Another failure; how long is waited now.
    pub(super) fn failed(&self, object: &str, generation: Option<i64>, now: Instant) -> Duration {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.get(object).filter(|failed| failed.generation == generation);
        let times = before.map_or(0, |failed| failed.times.saturating_add(1));
        known.insert(object.to_owned(), Failed { times, at: now, generation });
        FIRST.saturating_mul(1 << times.min(16)).min(LAST)
    }

    /// It did not fail this time.
    pub(super) fn forget(&self, object: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(object);
    }

    /// How long something that just failed is left alone, whoever asks: that it failed is written into the object, which is heard of like
    /// any other change of it. Not where somebody changed what is wanted.
    pub(super) fn rests(&self, object: &str, generation: Option<i64>, now: Instant) -> Option<Duration> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = known.get(object).filter(|failed| failed.generation == generation)?;
        FIRST.checked_sub(now.duration_since(failed.at)).filter(|rest| !rest.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Backoff;

    #[test]
    fn it_is_waited_longer_each_time_until_what_is_wanted_changes() {
        let (backoff, now) = (Backoff::default(), Instant::now());
        let mut seconds = || backoff.failed("a", Some(1), now).as_secs();
        let waited: Vec<u64> = std::iter::repeat_with(&mut seconds).take(8).collect();
        assert_eq!(waited, [5, 10, 20, 40, 80, 160, 300, 300]);
        assert_eq!(backoff.failed("a", Some(2), now).as_secs(), 5);
        backoff.forget("a");
        assert_eq!(backoff.failed("a", Some(2), now).as_secs(), 5);
    }

    #[test]
    fn what_just_failed_rests_unless_what_is_wanted_changes() {
        let (backoff, now) = (Backoff::default(), Instant::now());
        backoff.failed("a", Some(1), now);
        assert_eq!(backoff.rests("a", Some(1), now + Duration::from_secs(2)), Some(Duration::from_secs(3)));
        assert_eq!(backoff.rests("a", Some(1), now + Duration::from_secs(5)), None);
        assert_eq!((backoff.rests("a", Some(2), now), backoff.rests("b", Some(1), now)), (None, None));
    }
}
