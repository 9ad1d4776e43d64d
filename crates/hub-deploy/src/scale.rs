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
mod tests;
