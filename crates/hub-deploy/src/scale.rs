//! From what gateways say of calls in flight to how many replicas there should be. Pure: time and load are given.
//!
//! Up at once, by what is asked for now; down by the most that was asked for within the quiet time, so that a short pause ends nothing. The
//! last replica ends when nobody called for that long, and the first call brings it back.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use hub_model::server::Scaling;

/// Moments that are kept; older ones are given up. At one a second it is more than the longest quiet time.
const MOST: usize = 4_000;
/// How long what a gateway said last is taken to hold: it says it again within that time while there is something to say.
pub const FRESH: Duration = Duration::from_secs(5);

/// What was asked for at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Moment {
    at: Instant,
    /// Calls in flight at all gateways, those that wait for a replica among them.
    calls: f64,
}

/// The load of one server, and what follows from it.
#[derive(Debug, Clone)]
pub struct Scaler {
    moments: VecDeque<Moment>,
    /// How many there are to be.
    wanted: usize,
    /// Since when it is known how much is asked for.
    begun: Instant,
}

impl Scaler {
    /// Begins with the replicas that there are; nothing is ended before the quiet time has passed.
    #[must_use]
    pub fn new(there: usize, now: Instant) -> Self {
        Self { moments: VecDeque::new(), wanted: there, begun: now }
    }

    /// How many replicas of the served version there should be, now that so many calls are in flight.
    pub fn decide(&mut self, scaling: Scaling, calls: f64, now: Instant) -> usize {
        let quiet = Duration::from_secs(u64::from(scaling.quiet_seconds));
        self.moments.push_back(Moment { at: now, calls });
        while self.moments.len() > MOST
            || self.moments.front().is_some_and(|first| now.saturating_duration_since(first.at) > quiet)
        {
            self.moments.pop_front();
        }
        let (min, max) = bounds(scaling);
        let needed = needed(scaling, calls);
        let most = self.moments.iter().map(|moment| needed_at(scaling, moment)).max().unwrap_or(0);
        let is_known = now.saturating_duration_since(self.begun) >= quiet;
        let next = match () {
            () if needed > self.wanted => needed,
            () if most < self.wanted && is_known => most,
            () => self.wanted,
        };
        self.wanted = next.clamp(min, max);
        self.wanted
    }
}

fn bounds(scaling: Scaling) -> (usize, usize) {
    let max = usize::try_from(scaling.max).unwrap_or(1).max(1);
    (usize::try_from(scaling.min).unwrap_or(0).min(max), max)
}

fn needed_at(scaling: Scaling, moment: &Moment) -> usize {
    needed(scaling, moment.calls)
}

/// Replicas for so many calls at a time. Any call at all needs one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of calls is small and not negative"
)]
fn needed(scaling: Scaling, calls: f64) -> usize {
    (calls.max(0.0) / f64::from(scaling.calls.max(1))).ceil() as usize
}

#[cfg(test)]
mod tests {
    use hub_model::clock::{Clock as _, SystemClock};
    use proptest::prelude::*;

    use super::*;

    const SCALING: Scaling = Scaling { min: 0, max: 8, calls: 10, quiet_seconds: 30 };

    /// A server under a load that changes by the second; how many replicas it had in each.
    fn simulate(scaling: Scaling, load: impl IntoIterator<Item = f64>) -> Vec<usize> {
        let mut now = SystemClock.now();
        let mut scaler = Scaler::new(1, now);
        let each = |calls| {
            now += Duration::from_secs(1);
            scaler.decide(scaling, calls, now)
        };
        load.into_iter().map(each).collect()
    }

    fn steady(calls: f64, seconds: usize) -> impl Iterator<Item = f64> {
        std::iter::repeat_n(calls, seconds)
    }

    #[test]
    fn load_up_replicas_up_load_down_replicas_down_to_none_and_back() {
        let load = steady(5.0, 10).chain(steady(45.0, 20)).chain(steady(5.0, 60)).chain(steady(0.0, 60));
        let had = simulate(SCALING, load.chain(steady(1.0, 1)));
        assert_eq!(had[9], 1);
        // At once: whoever waits for a replica waits for nothing else.
        assert_eq!(had[10], 5);
        // What was needed half a minute ago is still there, and then is not.
        assert_eq!((had[50], had[65]), (5, 1));
        // The last one ends when nobody called for as long; the first call brings it back.
        assert_eq!((had[100], had[149]), (1, 0));
        assert_eq!(had[150], 1);
    }

    #[test]
    fn a_load_that_comes_and_goes_ends_nothing() {
        let load = (0..240).map(|second| if second % 20 < 10 { 60.0 } else { 0.0 });
        let had = simulate(SCALING, load);
        assert!(had.iter().skip(1).all(|there| *there == 6), "{had:?}");
    }

    #[test]
    fn a_hub_that_begins_anew_ends_nothing_before_it_knows() {
        let had = simulate(Scaling { min: 1, ..SCALING }, steady(0.0, 29));
        assert!(had.iter().all(|there| *there == 1));
        let mut now = SystemClock.now();
        let mut scaler = Scaler::new(4, now);
        now += Duration::from_secs(1);
        assert_eq!(scaler.decide(SCALING, 0.0, now), 4);
        now += Duration::from_secs(40);
        assert_eq!(scaler.decide(SCALING, 0.0, now), 0);
    }

    proptest! {
        #[test]
        fn there_are_never_fewer_than_needed_nor_more_than_may_be(load in prop::collection::vec(0.0..200.0_f64, 1..200), min in 0..3_i64) {
            let scaling = Scaling { min, ..SCALING };
            for (calls, there) in load.iter().zip(simulate(scaling, load.iter().copied())) {
                let needed = (calls / 10.0).ceil() as usize;
                prop_assert!(there >= needed.min(8) && there <= 8 && there >= usize::try_from(min).unwrap());
            }
        }
    }
}
