//! How long to wait after failed attempts to sign in: nothing at first, then twice as long each time, then a quarter of an hour.

use std::time::Duration;

use hub_model::Timestamp;

/// So many failures in a row cost nothing: people mistype.
pub const FREE: i64 = 4;
/// The wait after the first failure that costs something. It doubles with each further one.
pub const FIRST_WAIT: Duration = Duration::from_secs(1);
/// From so many failures in a row on, each one locks.
pub const LOCKED_AT: i64 = 10;
/// For how long.
pub const LOCKED_FOR: Duration = Duration::from_secs(15 * 60);
/// Whoever counts forgets failures at a success, and when none came for so long: the next one is the first again.
pub const FORGOTTEN: Duration = Duration::from_secs(60 * 60);

/// How long it is, from `now`, until the next attempt is looked at; zero when it may come. `failures` counts those in a row since
/// the last success, `last` is when the last of them was.
#[must_use]
pub fn wait(failures: i64, last: Timestamp, now: Timestamp) -> Duration {
    let whole = match failures {
        ..=FREE => Duration::ZERO,
        LOCKED_AT.. => LOCKED_FOR,
        some => {
            let doublings = u32::try_from(some - FREE - 1).unwrap_or(0);
            FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings))
        }
    };
    whole.saturating_sub(now.since(last))
}

#[cfg(test)]
mod tests {
    use hub_model::Timestamp;

    use super::wait;

    /// Seconds to wait, so many after the last failure.
    fn after(failures: i64, seconds: i64) -> u64 {
        let last = Timestamp(1_764_000_000_000);
        wait(failures, last, Timestamp(last.0 + seconds * 1000)).as_secs()
    }

    #[test]
    fn doubles_and_then_locks() {
        let waits: Vec<u64> = (-1..=12).map(|failures| after(failures, 0)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 900, 900, 900]);
        assert_eq!(after(i64::MAX, 0), 900);
    }

    #[test]
    fn passes_with_time() {
        assert_eq!(after(9, 10), 6);
        assert_eq!(after(9, 16), 0);
        assert_eq!(after(10, 899), 1);
        assert_eq!(after(10, 900), 0);
        assert_eq!(after(1_000, 3_600), 0);
    }

    #[test]
    fn a_clock_that_was_set_back_opens_nothing() {
        assert_eq!(after(10, -7_200), 900);
    }
}
