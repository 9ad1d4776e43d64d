//! How many replicas there are to be by now, where that depends on how much there is to do.

use futures_util::future::join_all;
use hub_deploy::plan::Stage;
use hub_model::server::Target;

use super::Keeper;

impl Keeper {
    /// How many there are to be by now, where that depends on how much there is to do.
    pub(super) async fn scale(&mut self) {
        let busy = self.measure().await;
        let now = self.shared.app.clock().now();
        let there = self.running.iter().filter(|one| one.seen.stage == Stage::Ready).count();
        let before = self.load.wanted();
        self.load.decide(self.held.deployment.scaling, there, busy, now);
        if let (Some(_), wanted) = (self.held.deployment.scaling, self.load.wanted())
            && wanted != before
        {
            tracing::info!(server = %self.held.deployment.server, from = before, to = wanted, "scaled");
        }
    }

    /// What replicas use together of the processor time that one of them may use, in percent; where their number depends on it.
    async fn measure(&mut self) -> Option<f64> {
        self.held.deployment.scaling?.cpu_percent?;
        let (app, target) = (&self.shared.app, self.held.deployment.target);
        let share = match target {
            Target::Docker => app.settings().docker.processor_percent,
            _ => app.settings().deployment.processor_percent,
        };
        // Without a limit, one processor is what there is to be compared with.
        let share = u32::try_from(share).ok().filter(|share| *share > 0).unwrap_or(100);
        let busy = join_all(self.running.iter_mut().map(|one| one.measure(&**app.clock()))).await;
        let busy: f64 = busy.into_iter().flatten().sum();
        Some(busy * 100.0 / f64::from(share))
    }
}
