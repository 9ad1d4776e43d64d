//! How a deployment does on the cluster, and what is kept of that: its state, and its pods.

use std::sync::Arc;

use hub_deploy::kubernetes::{Amount, Cluster, Names, Phase, Pod};
use hub_model::{
    id::VersionId,
    server::{Deployment, DeploymentState},
};
use hub_store::{
    Origin,
    bus::Notice,
    servers::deployments::{self, Observed},
};

use super::{
    super::{far, held::LEASE},
    Keeper, START, amount, content,
};

impl Keeper {
    /// How far it is, and what there is to say.
    pub(super) async fn seen(
        &mut self,
        cluster: &Cluster,
        names: &Names,
        wanted: &[VersionId],
        pods: &[Pod],
        is_asleep: bool,
    ) -> (DeploymentState, String) {
        let ready = |version: &VersionId| {
            let of = version.to_string();
            pods.iter().filter(|pod| pod.version == of && pod.phase == Phase::Ready).count()
        };
        let needed = match amount(&self.held.deployment, is_asleep) {
            Amount::Fixed(count) => usize::try_from(count).unwrap_or(1),
            Amount::Scaled { min, .. } => usize::try_from(min).unwrap_or(1),
        };
        let now = self.app.clock().now();
        let is_complete = wanted.iter().all(|version| ready(version) >= needed);
        if is_complete && self.failure.is_none() {
            self.lacking = None;
            return (DeploymentState::Running, String::new());
        }
        let since = *self.lacking.get_or_insert(now);
        let stuck = pods.iter().find(|pod| pod.phase == Phase::Failed && !pod.message.is_empty());
        let is_late = now.saturating_duration_since(since) >= START;
        let why = match (&self.failure, stuck) {
            (Some(failure), _) => failure.clone(),
            (None, Some(pod)) => self.said(cluster, names, pod).await,
            (None, None) if is_late => {
                let warnings = cluster.warnings(names).await.unwrap_or_default();
                let last = warnings.last().cloned().unwrap_or_else(|| "the cluster does not say why".to_owned());
                format!("pods are not ready after {} s: {last}", START.as_secs())
            }
            (None, None) => return (DeploymentState::Starting, String::new()),
        };
        match wanted.iter().any(|version| ready(version) > 0) {
            true => (DeploymentState::Degraded, why),
            false => (DeploymentState::Failed, why),
        }
    }

    /// Why a pod does not run: what the cluster says, and its own last words.
    async fn said(&self, cluster: &Cluster, names: &Names, pod: &Pod) -> String {
        let log = if pod.restarts > 0 {
            cluster.log(&names.namespace, &pod.name, 2, false).await.unwrap_or_default()
        } else {
            String::new()
        };
        let last = log.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        match last.is_empty() {
            true => format!("a pod does not run: {}", pod.message),
            false => format!("a pod does not run: {}: {last}", pod.message),
        }
    }

    /// Keeps what there is of pods.
    pub(super) async fn tell_rows(&mut self, cluster: &Cluster, names: &Names, pods: &[Pod]) {
        for pod in pods {
            let Ok(version) = pod.version.parse::<VersionId>() else { continue };
            if self.tokens.contains_key(&version) {
                continue;
            }
            let known = match self.served.get(&version) {
                Some(served) => Some(Arc::clone(&served.token)),
                None => {
                    content::token(cluster, &names.namespace, &names.version(&pod.version)).await.unwrap_or_default()
                }
            };
            self.tokens.extend(known.map(|token| (version, token)));
        }
        let (deployment, tokens) = (&self.held.deployment, &self.tokens);
        if let Err(error) = self.rows.keep(&self.app, deployment, pods, tokens).await {
            tracing::warn!(%error, server = %self.held.deployment.server, "what is known of pods cannot be kept; it is tried again");
        }
    }

    /// Keeps how far it is, where that is news. Whether it is over.
    pub(super) async fn tell(&mut self, state: DeploymentState, message: String, is_over: bool) -> bool {
        let told = (state, message, self.held.deployment.generation);
        let is_wanted_elsewhere = is_over && self.held.deployment.is_wanted;
        if self.kept.as_ref() == Some(&told) && !is_over {
            return false;
        }
        let found = Observed {
            state: if is_wanted_elsewhere { DeploymentState::Starting } else { told.0 },
            message: told.1.clone(),
            failures: i64::from(state == DeploymentState::Failed),
            due_at: match () {
                () if is_wanted_elsewhere => self.app.now(),
                () if is_over => far(self.app.now()),
                () => self.app.now().after(LEASE),
            },
            lease: (!is_over).then_some(LEASE),
        };
        let before = Deployment {
            state: self.kept.as_ref().map_or(self.held.deployment.state, |kept| kept.0),
            ..self.held.deployment.clone()
        };
        let kept = async {
            let tx = self.app.store().begin(Origin::system()).await?;
            deployments::observed(&tx, &self.holder, &before, &found).await?;
            tx.commit().await
        };
        match kept.await {
            Ok(()) => {
                self.kept = Some(told);
                if is_wanted_elsewhere {
                    self.app.store().bus().publish(Notice::DeploymentDue { server: self.held.deployment.server }).await;
                }
            }
            Err(error) => {
                tracing::warn!(%error, server = %self.held.deployment.server, "the state of a deployment cannot be kept; it goes on");
                return false;
            }
        }
        is_over
    }
}
