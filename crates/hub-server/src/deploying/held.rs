//! A deployment that this process looks after, and the lease that says so.

use std::time::{Duration, Instant};

use hub_model::server::Deployment;
use hub_store::{
    Origin,
    servers::deployments::{self, Observed},
};

use crate::app::App;

/// How long a deployment is nobody else's. Shorter than for others: whoever dies takes its children along, and closes its containers' way out.
pub(super) const LEASE: Duration = Duration::from_secs(12);
/// How often the lease is renewed.
const RENEW: Duration = Duration::from_secs(4);

/// A deployment that is held.
pub(super) struct Held {
    app: App,
    holder: String,
    pub(super) deployment: Deployment,
    renewed: Instant,
    /// It is not there any more, nor is its server.
    pub(super) is_gone: bool,
    /// Somebody else holds it by now.
    pub(super) is_lost: bool,
}

impl Held {
    pub(super) fn new(app: &App, holder: &str, deployment: Deployment) -> Self {
        let (renewed, holder) = (app.clock().now(), holder.to_owned());
        Self { app: app.clone(), holder, deployment, renewed, is_gone: false, is_lost: false }
    }

    /// What is wanted by now, and whether it is still wanted of this process. Whether something else is wanted than before.
    pub(super) async fn refresh(&mut self) -> bool {
        let Deployment { organisation, server, generation, .. } = self.deployment;
        match deployments::find(self.app.store(), organisation, server).await {
            Ok(Some(deployment)) => self.deployment = deployment,
            Ok(None) => self.is_gone = true,
            // A database that does not answer for a moment ends nobody's server.
            Err(error) => tracing::warn!(%error, %server, "a deployment cannot be read; it goes on as it is"),
        }
        let now = self.app.clock().now();
        if now.saturating_duration_since(self.renewed) >= RENEW {
            match deployments::renew(self.app.store(), &self.holder, server, LEASE).await {
                Ok(is_held) => {
                    self.renewed = now;
                    self.is_lost |= !is_held;
                }
                Err(error) => tracing::warn!(%error, %server, "a deployment cannot be held; it goes on"),
            }
        }
        self.deployment.generation != generation
    }

    /// Gives it back as it is: whoever comes next goes on, and that may be at once.
    pub(super) async fn give_back(&self) {
        let Deployment { state, message, failures, .. } = self.deployment.clone();
        let found = Observed { state, message, failures, due_at: self.app.now(), lease: None };
        let given = async {
            let tx = self.app.store().begin(Origin::system()).await?;
            deployments::observed(&tx, &self.holder, &self.deployment, &found).await?;
            tx.commit().await
        };
        if let Err(error) = given.await {
            tracing::warn!(%error, server = %self.deployment.server, "a deployment cannot be given back; its lease runs out");
        }
    }
}
