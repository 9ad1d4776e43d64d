//! A deployment is wanted at another target: it is given to whoever serves that, and the replicas here answer until those there do.

use std::time::Duration;

use hub_deploy::plan::Rules;
use hub_model::server::{Deployment, DeploymentState};
use hub_store::{
    Origin, Result, Transaction,
    bus::Notice,
    servers::{
        deployments::{self, Observed},
        replicas,
    },
};
use tokio::sync::watch;

use super::{Keeper, LOOK};

impl Keeper {
    pub(super) fn has_moved(&self) -> bool {
        !self.is_stopping && !self.held.is_lost && !self.held.is_gone && self.held.deployment.has_moved(self.target)
    }

    /// Gives the deployment to whoever serves its target.
    pub(super) async fn hand_over(&self) -> Result<()> {
        let Deployment { server, .. } = self.held.deployment;
        let app = &self.shared.app;
        let tx = app.store().begin(Origin::system()).await?;
        let found = Observed {
            state: DeploymentState::Starting,
            message: String::new(),
            failures: 0,
            due_at: app.now(),
            lease: None,
        };
        deployments::observed(&tx, &self.shared.holder, &self.held.deployment, &found).await?;
        tx.commit().await?;
        app.store().bus().publish(Notice::DeploymentDue { server }).await;
        Ok(())
    }

    /// Replicas of other targets answer no more calls: those here do, or nothing is to.
    pub(super) async fn forget_others(&self, tx: &Transaction<'_>) -> Result<()> {
        let Deployment { organisation, server, .. } = self.held.deployment;
        for other in replicas::list(tx, organisation, server).await? {
            if !self.running.iter().any(|one| one.seen.id == other.id) {
                replicas::remove(tx, organisation, server, other.id).await?;
            }
        }
        Ok(())
    }

    /// Looks after the replicas here until nobody knows them any more, and then ends them.
    pub(super) async fn leave(mut self, mut stop: watch::Receiver<bool>) {
        let rules = Rules::default();
        while !*stop.borrow() && self.is_called().await {
            self.dress().await;
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
        // Gateways may hear late that they get no more calls.
        let drain = if *stop.borrow() { Duration::ZERO } else { rules.drain };
        tokio::time::sleep(drain).await;
        self.running.iter_mut().for_each(|one| one.body.end());
        let ended = async {
            while self.running.iter().any(|one| one.body.ended().is_none()) {
                tokio::time::sleep(LOOK / 8).await;
            }
        };
        if tokio::time::timeout(rules.end, ended).await.is_err() {
            self.running.iter_mut().for_each(|one| one.body.kill());
        }
        for one in self.running.drain(..) {
            one.body.discard(true).await;
        }
        while self.discarding.join_next().await.is_some() {}
    }

    /// Gateways still know one of the replicas here. A database that does not answer for a moment ends nobody's server.
    async fn is_called(&self) -> bool {
        let Deployment { organisation, server, .. } = self.held.deployment;
        let known = replicas::list(self.shared.app.store(), organisation, server).await;
        known.map_or(true, |known| known.iter().any(|row| self.running.iter().any(|one| one.seen.id == row.id)))
    }
}
