//! Limits that one process counts.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{Arc, Mutex, PoisonError},
};

use hub_model::clock::Clock;

use super::{Rate, Verdict};

/// Parts that are locked apart from each other.
const SHARDS: usize = 64;
/// Keys that a part counts at a time.
const MOST_KEYS: usize = 4_000;

/// Of each key the moment, in microseconds, at which it has its whole burst again: past ones need not be kept.
type Arrivals = HashMap<String, u64, RandomState>;

pub(super) struct Local {
    shards: Vec<Mutex<Arrivals>>,
    hasher: RandomState,
    clock: Arc<dyn Clock>,
}

impl Local {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let hasher = RandomState::new();
        let shard = || Mutex::new(HashMap::with_hasher(hasher.clone()));
        Self { shards: std::iter::repeat_with(shard).take(SHARDS).collect(), hasher, clock }
    }

    pub(super) fn take(&self, key: &str, rate: Rate) -> Verdict {
        let now = u64::try_from(self.clock.since_epoch().as_micros()).unwrap_or(u64::MAX);
        let number = usize::try_from(self.hasher.hash_one(key) >> 32).unwrap_or(0) % SHARDS;
        let Some(shard) = self.shards.get(number) else { return rate.judge(0, now).0 };
        let mut arrivals = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = arrivals.get_mut(key) {
            let (verdict, next) = rate.judge(*known, now);
            *known = next.unwrap_or(*known);
            return verdict;
        }
        let (verdict, next) = rate.judge(0, now);
        if let Some(next) = next {
            if arrivals.len() >= MOST_KEYS {
                make_room(&mut arrivals, now);
            }
            arrivals.insert(key.to_owned(), next);
        }
        verdict
    }
}

/// Forgets the keys that have their whole burst again; where that is not enough, the half that has it soonest.
fn make_room(arrivals: &mut Arrivals, now: u64) {
    arrivals.retain(|_, whole| *whole > now);
    if arrivals.len() >= MOST_KEYS {
        let mut moments: Vec<u64> = arrivals.values().copied().collect();
        let (_, middle, _) = moments.select_nth_unstable(MOST_KEYS / 2);
        let middle = *middle;
        arrivals.retain(|_, whole| *whole > middle);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use hub_model::clock::SystemClock;

    use super::*;

    #[test]
    fn any_number_of_keys_takes_so_much_room() {
        let local = Local::new(Arc::new(SystemClock));
        let rate = Rate { burst: 2, period: Duration::from_secs(60) };
        for number in 0..SHARDS * MOST_KEYS * 2 {
            assert!(local.take(&format!("address:{number}"), rate).is_allowed);
        }
        assert!(local.shards.iter().all(|shard| shard.lock().unwrap().len() <= MOST_KEYS));
        let again = [(); 3].map(|()| local.take("address:again", rate).is_allowed);
        assert_eq!(again, [true, true, false]);
    }
}
