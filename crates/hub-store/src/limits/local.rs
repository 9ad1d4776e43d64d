//! Limits that one process counts.

use std::{sync::Arc, time::Duration};

use hub_model::clock::Clock;
use moka::{ops::compute::Op, sync::Cache};

use super::{Rate, Verdict};

/// Keys that are counted at a time; those not seen for longest are forgotten first.
const MOST_KEYS: u64 = 200_000;
/// A key that was not seen for so long has its whole burst again: no period is longer.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(86_400);

pub(super) struct Local {
    arrivals: Cache<String, u64>,
    clock: Arc<dyn Clock>,
}

impl Local {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let arrivals = Cache::builder().max_capacity(MOST_KEYS).time_to_idle(FORGOTTEN_AFTER).build();
        Self { arrivals, clock }
    }

    pub(super) fn take(&self, key: &str, rate: Rate) -> Verdict {
        let now = u64::try_from(self.clock.since_epoch().as_micros()).unwrap_or(u64::MAX);
        let mut verdict = None;
        self.arrivals.entry_by_ref(key).and_compute_with(|entry| {
            let (judged, next) = rate.judge(entry.map_or(0, moka::Entry::into_value), now);
            verdict = Some(judged);
            next.map_or(Op::Nop, Op::Put)
        });
        verdict.unwrap_or_else(|| rate.judge(0, now).0)
    }
}
