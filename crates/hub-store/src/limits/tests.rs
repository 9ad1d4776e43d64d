//! A burst at once, then an even trickle.

use std::time::Duration;

use super::Rate;

const RATE: Rate = Rate { burst: 3, period: Duration::from_secs(3) };
const SECOND: u64 = 1_000_000;

#[test]
fn a_burst_is_allowed_and_fills_up_evenly() {
    let (mut tat, mut now, mut seen) = (0, 100 * SECOND, Vec::new());
    for wait in [0, 0, 0, 0, SECOND, 0, 2 * SECOND, 0, 0] {
        now += wait;
        let (verdict, next) = RATE.judge(tat, now);
        seen.push((verdict.is_allowed, verdict.remaining, verdict.retry_after.as_millis()));
        tat = next.unwrap_or(tat);
    }
    assert_eq!(
        seen,
        [
            (true, 2, 0),
            (true, 1, 0),
            (true, 0, 0),
            (false, 0, 1000),
            (true, 0, 0),
            (false, 0, 1000),
            (true, 1, 0),
            (true, 0, 0),
            (false, 0, 1000),
        ]
    );
}

#[test]
fn nobody_waits_longer_than_the_period() {
    let (mut tat, now) = (0, 100 * SECOND);
    for _ in 0..1000 {
        let (verdict, next) = RATE.judge(tat, now);
        assert!(verdict.retry_after <= RATE.period && verdict.reset_after <= RATE.period);
        tat = next.unwrap_or(tat);
    }
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out() {
    let (mut tat, mut now) = (0, 50_000 * SECOND);
    let mut take = |now| {
        let (verdict, next) = RATE.judge(tat, now);
        tat = next.unwrap_or(tat);
        verdict.is_allowed
    };
    assert_eq!([(); 4].map(|()| take(now)), [true, true, true, false]);
    now -= 20_000 * SECOND;
    assert_eq!([(); 4].map(|()| take(now)), [true, true, true, false], "a burst, as from the beginning");
    assert!(take(now + SECOND));
}
