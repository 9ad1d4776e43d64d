//! That this process lives, for others on its machine; and what it does once one of them does not: what that one held is free at once.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hub_deploy::holder::Holder;
use hub_store::servers::deployments;

use crate::app::App;

/// How often it is looked for who died.
const LOOK: Duration = Duration::from_secs(2);

/// This process's place among those of its machine; none where it keeps nothing here, or has no folder for it.
pub(super) struct Presence {
    holder: Option<Holder>,
    looked: Option<Instant>,
}

impl Presence {
    /// Says that it lives, in the folder that hubs share who take up each other's containers.
    pub(super) fn enter(app: &App, name: &str) -> Self {
        let settings = app.settings();
        let keeps = settings.docker.containers > 0 || settings.deployment.processes > 0;
        let entered = keeps.then(|| Holder::enter(Path::new(&settings.docker.folder), name));
        let holder = entered.and_then(|entered| {
            let said = |error: &std::io::Error| {
                tracing::info!(%error, folder = settings.docker.folder, "what hubs hold that are killed is free after a while only");
            };
            entered.inspect_err(said).ok()
        });
        Self { holder, looked: None }
    }

    /// Frees what those held who died.
    pub(super) async fn look(&mut self, app: &App) {
        let Some(holder) = &self.holder else { return };
        let now = app.clock().now();
        if self.looked.is_some_and(|last| now.saturating_duration_since(last) < LOOK) {
            return;
        }
        self.looked = Some(now);
        let dead = holder.dead().unwrap_or_else(|error| {
            tracing::debug!(%error, "it cannot be looked for hubs that died");
            Vec::new()
        });
        for dead in dead {
            match deployments::free(app.store(), &dead.name).await {
                Ok(many) => {
                    tracing::info!(
                        holder = dead.name,
                        deployments = many,
                        "a hub of this machine has died; what it held is free"
                    );
                    dead.forget();
                }
                // It is found again.
                Err(error) => tracing::warn!(%error, holder = dead.name, "what a dead hub held cannot be freed"),
            }
        }
    }
}
