//! Servers under loads that change by the second, and how many replicas they had.

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
