//! Calls of a day, counted against what an organisation may make: what the database knows of it, and what came since.

use std::{collections::HashMap, sync::Mutex};

use hub_model::{Timestamp, id::OrganisationId};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The days of all organisations that have a limit.
#[derive(Default)]
pub(super) struct Days(Mutex<HashMap<OrganisationId, Day>>);

#[derive(Clone, Copy, Default)]
struct Day {
    began: i64,
    /// Calls that are recorded, of all processes.
    known: i64,
    /// Calls of this process that are not recorded yet.
    more: i64,
}

/// When the day of a moment began, in UTC.
pub(super) fn began(now: Timestamp) -> Timestamp {
    Timestamp(now.0 - now.0.rem_euclid(DAY))
}

impl Days {
    /// Counts a call; whether it is within the limit.
    pub(super) fn take(&self, organisation: OrganisationId, limit: i64, now: Timestamp) -> bool {
        let Ok(mut days) = self.0.lock() else { return true };
        let day = days.entry(organisation).or_default();
        if day.began != began(now).0 {
            *day = Day { began: began(now).0, ..Day::default() };
        }
        let is_within = day.known + day.more < limit;
        day.more += i64::from(is_within);
        is_within
    }

    /// Those that are counted.
    pub(super) fn counted(&self, organisation: OrganisationId) -> bool {
        self.0.lock().is_ok_and(|days| days.contains_key(&organisation))
    }

    /// Takes in what the database knows, after so many of this process's calls were recorded.
    pub(super) fn learn(&self, organisation: OrganisationId, day: Timestamp, known: i64, recorded: i64) {
        let Ok(mut days) = self.0.lock() else { return };
        if let Some(counted) = days.get_mut(&organisation).filter(|counted| counted.began == day.0) {
            counted.known = known;
            counted.more = (counted.more - recorded).max(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_and_other_processes_count() {
        let (days, acme) = (Days::default(), OrganisationId(1));
        let noon = Timestamp(DAY * 20_000 + DAY / 2);
        assert_eq!([(); 3].map(|()| days.take(acme, 2, noon)), [true, true, false]);
        days.learn(acme, began(noon), 2, 2);
        assert!(days.take(acme, 3, noon));
        days.learn(acme, began(noon), 10, 1);
        assert!(!days.take(acme, 10, noon), "others called as well");
        let tomorrow = Timestamp(noon.0 + DAY);
        days.learn(acme, began(noon), 10, 0);
        assert!(days.take(acme, 1, tomorrow));
    }
}
