//! A deployment is wanted at another target that has replicas: its pods answer until those do.

use std::time::Duration;

use hub_model::server::{Deployment, Target};
use hub_store::servers::{self, replicas};
use tokio::sync::watch;

use super::{DRAIN, Keeper, LOOK};

impl Keeper {
    pub(super) fn has_moved(&self) -> bool {
        !self.held.is_lost && !self.held.is_gone && self.held.deployment.has_moved(Target::Kubernetes)
    }

    /// Lets pods be until nobody knows them any more, and then removes all that the cluster has of the server. What cannot be removed now, or stays because
    /// this process ends, is found by its label.
    pub(super) async fn leave(self, mut stop: watch::Receiver<bool>) {
        let Deployment { organisation, server, .. } = self.held.deployment;
        let is_called = async || {
            let known = replicas::list(self.app.store(), organisation, server).await;
            known.map_or(true, |known| known.iter().any(|row| self.rows.has(row.id)))
        };
        let gone = async {
            while is_called().await {
                tokio::time::sleep(LOOK).await;
            }
            // Gateways may hear late that they get no more calls.
            tokio::time::sleep(DRAIN).await;
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = gone => {}
        }
        let Ok(cluster) = self.kubernetes.cluster().await else { return };
        let Ok(Some(found)) = servers::find(self.app.store(), organisation, server).await else { return };
        let (namespace, name) = (self.kubernetes.names(&found).namespace, server.to_string());
        let pruning = cluster.prune(&namespace, &name);
        match tokio::time::timeout(Duration::from_secs(30), pruning).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => tracing::warn!(%server, why, "what was moved elsewhere cannot be removed from the cluster"),
            Err(_) => tracing::warn!(%server, "what was moved elsewhere cannot be removed from the cluster in time"),
        }
    }
}
