//! From what is wanted and what there is to the next steps. Pure and level-triggered: it looks at how things are, not at what happened, so
//! that whoever begins anew, at any moment, comes to the same end.

//!
//! Moments are those of the monotonic clock: the machine's own may be set back by hours, and nobody may be waited for that long.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use hub_model::{
    id::{ReplicaId, VersionId},
    server::DeploymentState,
};

/// Replicas that are wanted of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub version: VersionId,
    /// How many.
    pub replicas: usize,
}

/// A replica that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: ReplicaId,
    /// What it serves.
    pub version: VersionId,
    /// How far it is.
    pub stage: Stage,
    /// Since when.
    pub since: Instant,
    /// Looks in a row that it did not answer.
    pub silent: u32,
}

/// How far a replica is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has not answered yet.
    Starting,
    /// It answers, and gets calls.
    Ready,
    /// It gets no more calls; gateways are told.
    Draining,
    /// It was told to end, and answers what it has.
    Ending,
    /// It is gone.
    Ended,
}

/// How the replicas of a version did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// Those that ended unasked or never answered, in a row.
    pub failures: u32,
    /// When the last one did.
    pub last: Instant,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Start one of this version.
    Start(VersionId),
    /// Let it have no more calls.
    Drain(ReplicaId),
    /// Let it end once it has answered what it has.
    End(ReplicaId),
    /// End it at once.
    Kill(ReplicaId),
    /// It is gone: nothing of it is kept.
    Forget(ReplicaId),
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// For a replica to answer after it was started.
    pub start: Duration,
    /// Between the last call and the end: gateways may hear late that it gets no more.
    pub drain: Duration,
    /// For calls in flight once it was told to end.
    pub end: Duration,
    /// Looks in a row without an answer after which a replica hangs.
    pub silent: u32,
    /// The shortest wait before another attempt; doubled after each failure.
    pub wait: Duration,
    /// The longest.
    pub longest: Duration,
    /// Failures in a row that are a crash loop.
    pub looping: u32,
}

/// What is to be done, and how far it all is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// In this order.
    pub steps: Vec<Step>,
    /// Before the steps.
    pub state: DeploymentState,
    /// Versions that cannot be started: they are waited for, longer each time.
    pub failing: Vec<VersionId>,
    /// One of them failed so often that it is unlikely to come by itself.
    pub is_looping: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(30),
            drain: Duration::from_secs(4),
            end: Duration::from_secs(35),
            silent: 3,
            wait: Duration::from_secs(1),
            longest: Duration::from_secs(120),
            looping: 5,
        }
    }
}

impl Rules {
    /// How long is waited after so many failures.
    #[must_use]
    pub fn wait(&self, failures: u32) -> Duration {
        match failures {
            0 => Duration::ZERO,
            more => self.wait.saturating_mul(2_u32.saturating_pow((more - 1).min(16))).min(self.longest),
        }
    }
}

/// The next steps. Nothing wanted: everything is drained and ended.
#[must_use]
pub fn plan(
    wanted: &[Wanted],
    seen: &[Seen],
    history: &BTreeMap<VersionId, History>,
    rules: &Rules,
    now: Instant,
) -> Plan {
    let mut steps: Vec<Step> = seen.iter().filter_map(|one| due(one, rules, now)).collect();
    let is_dying = |one: &&Seen| steps.contains(&Step::Kill(one.id));
    let count = |version: VersionId, stage: Stage| {
        seen.iter().filter(|one| one.version == version && one.stage == stage && !is_dying(one)).count()
    };
    let counts: Vec<(Wanted, usize, usize)> = wanted
        .iter()
        .map(|one| (*one, count(one.version, Stage::Ready), count(one.version, Stage::Starting)))
        .collect();
    let is_complete = counts.iter().all(|(one, ready, _)| *ready >= one.replicas);
    let has_any = counts.iter().any(|(_, ready, _)| *ready > 0);
    let failures = |version: VersionId| history.get(&version).map_or(0, |history| history.failures);
    let failing: Vec<VersionId> = counts
        .iter()
        .filter(|(one, ready, _)| *ready < one.replicas && failures(one.version) > 0)
        .map(|(one, ..)| one.version)
        .collect();
    let mut more = Vec::new();
    for (one, ready, starting) in &counts {
        let is_patient = history
            .get(&one.version)
            .is_some_and(|history| now.saturating_duration_since(history.last) < rules.wait(history.failures));
        let missing = one.replicas.saturating_sub(ready + starting);
        // One that fails is tried alone, not a dozen at a time.
        let at_once = if failures(one.version) > 0 { missing.min(1).saturating_sub(*starting) } else { missing };
        if !is_patient {
            more.extend(std::iter::repeat_n(Step::Start(one.version), at_once));
        }
        // Too many: those that came last go first.
        let surplus = ready.saturating_sub(one.replicas);
        let own =
            seen.iter().filter(|seen| seen.version == one.version && seen.stage == Stage::Ready && !is_dying(seen));
        more.extend(own.rev().take(surplus).map(|seen| Step::Drain(seen.id)));
    }
    for one in seen.iter().filter(|one| !wanted.iter().any(|wanted| wanted.version == one.version)) {
        match one.stage {
            // What served before goes on until all of the new is there.
            Stage::Ready if is_complete && !is_dying(&one) => more.push(Step::Drain(one.id)),
            Stage::Starting if !is_dying(&one) => more.push(Step::End(one.id)),
            _ => {}
        }
    }
    let is_left = seen.iter().any(|one| one.stage != Stage::Ended);
    let state = match () {
        () if wanted.is_empty() && is_left => DeploymentState::Stopping,
        () if wanted.is_empty() => DeploymentState::Stopped,
        () if is_complete => DeploymentState::Running,
        () if failing.is_empty() => DeploymentState::Starting,
        () if has_any => DeploymentState::Degraded,
        () => DeploymentState::Failed,
    };
    let is_looping = failing.iter().any(|version| failures(*version) >= rules.looping);
    steps.extend(more);
    Plan { steps, state, failing, is_looping }
}

/// What is due of one replica, whatever is wanted.
fn due(one: &Seen, rules: &Rules, now: Instant) -> Option<Step> {
    let is_over = |limit: Duration| now.saturating_duration_since(one.since) >= limit;
    match one.stage {
        Stage::Ended => Some(Step::Forget(one.id)),
        Stage::Starting if is_over(rules.start) => Some(Step::Kill(one.id)),
        Stage::Ready if one.silent >= rules.silent => Some(Step::Kill(one.id)),
        Stage::Draining if is_over(rules.drain) => Some(Step::End(one.id)),
        Stage::Ending if is_over(rules.end) => Some(Step::Kill(one.id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        time::{Duration, Instant},
    };

    use hub_model::{
        clock::{Clock as _, SystemClock},
        id::{ReplicaId, VersionId},
        server::DeploymentState,
    };
    use proptest::prelude::*;

    use super::{History, Plan, Rules, Seen, Stage, Step, Wanted, plan};

    /// A world in which steps do what they say; some versions cannot be started.
    #[derive(Debug)]
    struct World {
        seen: Vec<Seen>,
        history: BTreeMap<VersionId, History>,
        broken: BTreeSet<VersionId>,
        now: Instant,
        made: u128,
    }

    impl World {
        fn new() -> Self {
            let now = SystemClock.now();
            Self { seen: Vec::new(), history: BTreeMap::new(), broken: BTreeSet::new(), now, made: 0 }
        }

        fn stage(&mut self, id: ReplicaId, stage: Stage) {
            let now = self.now;
            for one in self.seen.iter_mut().filter(|one| one.id == id) {
                (one.stage, one.since) = (stage, now);
            }
        }

        fn ready(&self, version: VersionId) -> usize {
            self.seen.iter().filter(|one| one.version == version && one.stage == Stage::Ready).count()
        }

        /// A second passes: what was begun is done.
        fn turn(&mut self, wanted: &[Wanted]) -> Plan {
            let planned = plan(wanted, &self.seen, &self.history, &Rules::default(), self.now);
            for step in &planned.steps {
                match *step {
                    Step::Start(version) => {
                        self.made += 1;
                        let id = ReplicaId(self.made);
                        self.seen.push(Seen { id, version, stage: Stage::Starting, since: self.now, silent: 0 });
                    }
                    Step::Drain(id) => self.stage(id, Stage::Draining),
                    Step::End(id) => self.stage(id, Stage::Ending),
                    Step::Kill(id) => self.stage(id, Stage::Ended),
                    Step::Forget(id) => self.seen.retain(|one| one.id != id),
                }
            }
            self.now += Duration::from_secs(1);
            for one in &mut self.seen {
                match one.stage {
                    Stage::Starting if self.broken.contains(&one.version) => {
                        one.stage = Stage::Ended;
                        let history =
                            self.history.entry(one.version).or_insert(History { failures: 0, last: self.now });
                        (history.failures, history.last) = (history.failures + 1, self.now);
                    }
                    Stage::Starting => (one.stage, one.since) = (Stage::Ready, self.now),
                    Stage::Ending => one.stage = Stage::Ended,
                    Stage::Ready | Stage::Draining | Stage::Ended => {}
                }
            }
            planned
        }
    }

    const fn version(number: u128) -> VersionId {
        VersionId(number)
    }

    fn stage() -> impl Strategy<Value = Stage> {
        prop_oneof![
            Just(Stage::Starting),
            Just(Stage::Ready),
            Just(Stage::Draining),
            Just(Stage::Ending),
            Just(Stage::Ended)
        ]
    }

    fn world() -> impl Strategy<Value = World> {
        let one = (0..4_u128, stage(), 0..5_u32);
        (prop::collection::vec(one, 0..8), prop::collection::btree_set(0..4_u128, 0..2)).prop_map(|(some, broken)| {
            let world = World::new();
            let seen = some.into_iter().enumerate().map(|(number, (of, stage, silent))| Seen {
                id: ReplicaId(1_000 + number as u128),
                version: version(of),
                stage,
                since: world.now,
                silent,
            });
            World { seen: seen.collect(), broken: broken.into_iter().map(version).collect(), ..world }
        })
    }

    proptest! {
        #[test]
        fn whatever_there_is_it_comes_to_what_is_wanted(mut world in world(), replicas in 0..4_usize, of in 0..4_u128) {
            let wanted = [Wanted { version: version(of), replicas }];
            let wanted = if replicas == 0 { &[][..] } else { &wanted[..] };
            for one in &mut world.seen { one.silent = 0; }
            if replicas > 0 { world.broken.remove(&version(of)); }
            for _ in 0..120 { world.turn(wanted); }
            let last = world.turn(wanted);
            prop_assert!(last.steps.is_empty(), "{:?}", last);
            prop_assert_eq!(world.seen.len(), replicas);
            prop_assert_eq!(world.ready(version(of)), replicas);
            let state = if replicas == 0 { DeploymentState::Stopped } else { DeploymentState::Running };
            prop_assert_eq!(last.state, state);
        }

        #[test]
        fn a_change_never_leaves_fewer_than_there_were(replicas in 1..5_usize, is_broken: bool) {
            let mut world = World::new();
            for _ in 0..5 { world.turn(&[Wanted { version: version(1), replicas }]); }
            if is_broken { world.broken.insert(version(2)); }
            for _ in 0..60 {
                world.turn(&[Wanted { version: version(2), replicas }]);
                prop_assert!(world.ready(version(1)) + world.ready(version(2)) >= replicas);
            }
            prop_assert_eq!(world.ready(version(2)), if is_broken { 0 } else { replicas });
            prop_assert_eq!(world.ready(version(1)), if is_broken { replicas } else { 0 });
        }
    }

    #[test]
    fn what_cannot_be_started_is_tried_less_and_less_often_and_called_a_loop() {
        let mut world = World { broken: BTreeSet::from([version(1)]), ..World::new() };
        let wanted = [Wanted { version: version(1), replicas: 3 }];
        let mut last = None;
        for _ in 0..300 {
            last = Some(world.turn(&wanted));
        }
        let last = last.unwrap();
        assert_eq!(last.state, DeploymentState::Failed);
        assert!(last.is_looping);
        // Three at first, then one at a time: 1, 2, 4 … 120 seconds apart.
        assert!((8..16).contains(&world.made), "{}", world.made);
    }

    #[test]
    fn one_that_hangs_is_replaced() {
        let mut world = World::new();
        let wanted = [Wanted { version: version(1), replicas: 2 }];
        for _ in 0..3 {
            world.turn(&wanted);
        }
        let hanging = world.seen[0].id;
        world.seen[0].silent = 3;
        for _ in 0..4 {
            world.turn(&wanted);
        }
        assert_eq!(world.ready(version(1)), 2);
        assert!(world.seen.iter().all(|one| one.id != hanging));
    }
}
