//! From what gateways say of calls in flight, and from how busy replicas are, to how many there should be. Pure: time and load are given.
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
/// So much of a replica's target of processor time may be too much before there is another one: no measure is exact.
const TOLERANCE: f64 = 0.1;

/// What is asked of a server at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Demand {
    /// Calls in flight at all gateways, those that wait for a replica among them.
    pub calls: f64,
    /// Percent of the processor time of one replica that all of them use together: 180 where two use 90 each. Nothing where it is not measured.
    pub cpu_percent: f64,
}

/// The load of one server, and what follows from it.
#[derive(Debug, Clone)]
pub struct Scaler {
    moments: VecDeque<(Instant, Demand)>,
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

    /// How many replicas of the served version there should be, now that so much is asked of it.
    pub fn decide(&mut self, scaling: Scaling, demand: Demand, now: Instant) -> usize {
        let quiet = Duration::from_secs(u64::from(scaling.quiet_seconds));
        self.moments.push_back((now, demand));
        while self.moments.len() > MOST
            || self.moments.front().is_some_and(|(first, _)| now.saturating_duration_since(*first) > quiet)
        {
            self.moments.pop_front();
        }
        let (min, max) = bounds(scaling);
        // A replica that is busy with itself does not keep itself alive.
        let (needed, most) = match self.moments.iter().any(|(_, demand)| demand.calls > 0.0) {
            true => {
                let all = self.moments.iter().map(|(_, demand)| needed(scaling, *demand));
                (needed(scaling, demand), all.max().unwrap_or(0))
            }
            false => (0, 0),
        };
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

/// Replicas for so much: for the calls or for the processor time, whichever needs more. Any call at all needs one.
fn needed(scaling: Scaling, demand: Demand) -> usize {
    let by_calls = whole(demand.calls.max(0.0) / f64::from(scaling.calls.max(1)));
    let by_cpu = scaling.cpu_percent.map_or(0, |target| {
        let asked = demand.cpu_percent.max(0.0) / f64::from(target.max(1));
        whole((asked - TOLERANCE).max(0.0))
    });
    by_calls.max(by_cpu)
}

/// So many, and one for the rest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of replicas is small and not negative"
)]
fn whole(replicas: f64) -> usize {
    replicas.ceil() as usize
}

#[cfg(test)]
mod tests {
    use hub_model::clock::{Clock as _, SystemClock};
    use proptest::prelude::*;

    use super::*;

    const SCALING: Scaling = Scaling { min: 0, max: 8, calls: 10, cpu_percent: None, quiet_seconds: 30 };
    /// By processor time: calls alone never need a second one.
    const BY_CPU: Scaling = Scaling { calls: 10_000, cpu_percent: Some(60), ..SCALING };

    fn calls(calls: f64) -> Demand {
        Demand { calls, ..Demand::default() }
    }

    /// A server under a load that changes by the second; how many replicas it had in each.
    fn simulate(scaling: Scaling, load: impl IntoIterator<Item = f64>) -> Vec<usize> {
        let mut now = SystemClock.now();
        let mut scaler = Scaler::new(1, now);
        let each = |asked| {
            now += Duration::from_secs(1);
            scaler.decide(scaling, calls(asked), now)
        };
        load.into_iter().map(each).collect()
    }

    /// A server whose calls are work: so many percent of a replica's processor time in each second, of which its replicas do what they can. How
    /// many replicas it had.
    fn work(scaling: Scaling, load: impl IntoIterator<Item = f64>) -> Vec<usize> {
        let mut now = SystemClock.now();
        let (mut scaler, mut there) = (Scaler::new(1, now), 1_usize);
        let each = |asked: f64| {
            now += Duration::from_secs(1);
            let can = 100.0 * f64::from(u32::try_from(there).unwrap());
            let demand = Demand { calls: if asked > 0.0 { 3.0 } else { 0.0 }, cpu_percent: asked.min(can) };
            there = scaler.decide(scaling, demand, now);
            there
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
        assert_eq!(scaler.decide(SCALING, calls(0.0), now), 4);
        now += Duration::from_secs(40);
        assert_eq!(scaler.decide(SCALING, calls(0.0), now), 0);
    }

    #[test]
    fn work_up_replicas_up_work_down_replicas_down_to_none_and_back() {
        let load = steady(40.0, 10).chain(steady(280.0, 20)).chain(steady(40.0, 60)).chain(steady(0.0, 60));
        let had = work(BY_CPU, load.chain(steady(20.0, 1)));
        assert_eq!(had[9], 1);
        // One that is busy throughout says only that there is more than it can do: so it goes on until they have room.
        assert_eq!(had[10..14], [2, 4, 5, 5]);
        assert_eq!((had[29], had[50], had[65]), (5, 5, 1));
        assert_eq!((had[100], had[149]), (1, 0));
        assert_eq!(had[150], 1);
    }

    #[test]
    fn about_as_busy_as_it_should_be_is_right() {
        // A tenth more than the target, and it is again and again.
        let load = (0..120).map(|second| if second % 2 == 0 { 65.0 } else { 55.0 });
        assert!(work(BY_CPU, load).iter().all(|there| *there == 1));
        assert_eq!(work(BY_CPU, steady(70.0, 5)), [2, 2, 2, 2, 2]);
    }

    #[test]
    fn whichever_asks_for_more_decides() {
        let both = Scaling { cpu_percent: Some(50), ..SCALING };
        let decided = |calls, cpu_percent| needed(both, Demand { calls, cpu_percent });
        assert_eq!((decided(35.0, 60.0), decided(5.0, 290.0)), (4, 6));
        // Without a target it does not matter how busy they are.
        assert_eq!(needed(SCALING, Demand { calls: 5.0, cpu_percent: 290.0 }), 1);
    }

    #[test]
    fn nobody_calls_although_it_is_busy() {
        let busy = Demand { calls: 0.0, cpu_percent: 100.0 };
        let (mut now, mut had) = (SystemClock.now(), Vec::new());
        let mut scaler = Scaler::new(1, now);
        for _ in 0..40 {
            now += Duration::from_secs(1);
            had.push(scaler.decide(BY_CPU, busy, now));
        }
        assert_eq!((had.first(), had.last()), (Some(&1), Some(&0)));
    }

    proptest! {
        #[test]
        fn work_that_lasts_finds_its_number_and_keeps_it(asked in 1.0..480.0_f64, target in 20..=90_u32) {
            let scaling = Scaling { cpu_percent: Some(target), ..BY_CPU };
            let had = work(scaling, steady(asked, 90));
            let right = needed(scaling, Demand { calls: 1.0, cpu_percent: asked }).clamp(1, 8);
            prop_assert!(had.iter().skip(45).all(|there| *there == right), "{right}: {had:?}");
        }

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
