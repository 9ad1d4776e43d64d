//! Takes the steps of a plan: starts, drains, ends, kills, forgets.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use hub_deploy::plan::{History, Seen, Stage, Step};
use hub_model::id::{ReplicaId, VersionId};

use super::{Keeper, replica::Running};

impl Keeper {
    /// Takes one step of a plan.
    pub(super) async fn take(&mut self, step: Step) {
        let now = self.shared.app.clock().now();
        match step {
            Step::Start(version) if self.history.contains_key(&version) && self.is_cluttered(version) => {}
            Step::Start(version) => {
                match Running::start(&self.shared, &self.held.deployment, version, Arc::clone(&self.changed)).await {
                    Ok(running) => self.running.push(running),
                    Err(why) => {
                        self.failure = why;
                        let seen = Seen { id: ReplicaId(0), version, stage: Stage::Starting, since: now, silent: 0 };
                        failed(&mut self.history, &seen, now);
                    }
                }
            }
            Step::Drain(id) => self.stage(id, Stage::Draining),
            Step::End(id) => {
                self.stage(id, Stage::Ending);
                self.running.iter_mut().filter(|one| one.seen.id == id).for_each(|one| one.body.end());
            }
            Step::Kill(id) => {
                for one in self.running.iter_mut().filter(|one| one.seen.id == id) {
                    if matches!(one.seen.stage, Stage::Starting | Stage::Ready) {
                        let what = if one.seen.stage == Stage::Starting {
                            "did not answer in time"
                        } else {
                            "does not answer any more"
                        };
                        self.failure = format!("a replica {what}, and was ended: {}", one.silence);
                        failed(&mut self.history, &one.seen, now);
                    }
                    one.body.kill();
                    // It ends when its process has: that is seen the next time.
                    (one.seen.stage, one.seen.since) = (Stage::Ending, now);
                }
            }
            Step::Forget(id) => {
                let wanted = self.wanted();
                for gone in self.running.extract_if(.., |one| one.seen.id == id) {
                    let is_last = !wanted.iter().any(|wanted| wanted.version == gone.seen.version);
                    // The engine may take its time, or not answer.
                    self.discarding.spawn(gone.body.discard(is_last));
                }
            }
        }
    }

    /// As many of a version that failed are still going as there should be. Before another is tried, one of them has to be gone: an engine that is
    /// too slow to start them in time would have more and more of them.
    fn is_cluttered(&self, version: VersionId) -> bool {
        let wanted = self.wanted().iter().filter(|one| one.version == version).map(|one| one.replicas).sum::<usize>();
        let going = self.running.iter().filter(|one| one.seen.version == version && one.seen.stage == Stage::Ending);
        going.count() + self.discarding.len() >= wanted.max(1)
    }

    fn stage(&mut self, id: ReplicaId, stage: Stage) {
        let now = self.shared.app.clock().now();
        for one in self.running.iter_mut().filter(|one| one.seen.id == id) {
            (one.seen.stage, one.seen.since) = (stage, now);
        }
    }
}

/// Remembers that one of its version failed, which the next one waits for.
pub(super) fn failed(history: &mut BTreeMap<VersionId, History>, seen: &Seen, now: Instant) {
    let history = history.entry(seen.version).or_insert(History { failures: 0, last: now });
    (history.failures, history.last) = (history.failures.saturating_add(1), now);
}
