//! How busy a replica is: from the processor time that it has used by now, read from time to time. Pure: readings and their times are given.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The least time between two readings.
const PAUSE: Duration = Duration::from_secs(1);
/// The time that is looked back over: a moment's work is not yet a load.
const WINDOW: Duration = Duration::from_secs(6);
/// The least time that something can be said of.
const LEAST: Duration = Duration::from_secs(2);

/// Readings of one replica.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    readings: VecDeque<(Instant, Duration)>,
}

impl Meter {
    /// It is time for another reading.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.readings.back().is_none_or(|(last, _)| now.saturating_duration_since(*last) >= PAUSE)
    }

    /// By now it has used so much.
    pub fn read(&mut self, used: Duration, now: Instant) {
        if self.readings.back().is_some_and(|(_, before)| used < *before) {
            // It was counted from the beginning again.
            self.readings.clear();
        }
        self.readings.push_back((now, used));
        // The one before the window is where it begins.
        while self.readings.get(1).is_some_and(|(at, _)| now.saturating_duration_since(*at) >= WINDOW) {
            self.readings.pop_front();
        }
    }

    /// Percent of one processor, over the last seconds; none where it was not read for long enough, or not lately.
    #[must_use]
    pub fn percent(&self, now: Instant) -> Option<f64> {
        let ((first, before), (last, after)) = (self.readings.front()?, self.readings.back()?);
        let passed = last.saturating_duration_since(*first);
        let is_known = passed >= LEAST && now.saturating_duration_since(*last) < WINDOW;
        is_known.then(|| after.saturating_sub(*before).as_secs_f64() / passed.as_secs_f64() * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use hub_model::clock::{Clock as _, SystemClock};

    use super::*;

    /// Readings of a replica that uses so many percent of a processor in each of the seconds, one after each.
    fn read(percents: impl IntoIterator<Item = u64>) -> (Meter, Instant) {
        let (mut meter, mut now, mut used) = (Meter::default(), SystemClock.now(), Duration::ZERO);
        meter.read(used, now);
        for percent in percents {
            (now, used) = (now + Duration::from_secs(1), used + Duration::from_millis(percent * 10));
            assert!(meter.is_due(now));
            meter.read(used, now);
        }
        (meter, now)
    }

    #[test]
    fn a_mean_of_the_last_seconds() {
        let percent = |percents: &[u64]| {
            let (meter, now) = read(percents.iter().copied());
            meter.percent(now).map(f64::round)
        };
        assert_eq!(percent(&[]), None);
        assert_eq!(percent(&[90]), None, "one second says nothing");
        assert_eq!(percent(&[90, 90]), Some(90.0));
        assert_eq!(percent(&[0, 0, 0, 0, 0, 0, 150, 150, 150, 150, 150, 150]), Some(150.0));
        assert_eq!(percent(&[150, 150, 150, 0, 0, 0, 0, 0, 0]), Some(0.0));
    }

    #[test]
    fn readings_have_their_time() {
        let (meter, now) = read([50, 50]);
        assert!(!meter.is_due(now + Duration::from_millis(900)));
        assert_eq!(meter.percent(now + Duration::from_secs(7)), None, "nothing was read for long");
    }

    #[test]
    fn a_count_that_begins_anew_is_another_count() {
        let (mut meter, now) = read([100, 100, 100]);
        meter.read(Duration::from_millis(10), now + Duration::from_secs(1));
        assert_eq!(meter.percent(now + Duration::from_secs(1)), None);
        meter.read(Duration::from_millis(1_010), now + Duration::from_secs(3));
        assert_eq!(meter.percent(now + Duration::from_secs(3)), Some(50.0));
    }
}
