//! Target `kubernetes`: what is wanted of a deployment is applied to the cluster, which starts and ends pods itself. What the cluster says of
//! them becomes replicas, which gateways call.
//!
//! Whoever looks after a deployment may go at any moment: the cluster goes on, and the next one applies the same.

mod content;
mod moved;
mod restarts;
mod rows;
mod state;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use hub_deploy::kubernetes::{
    Amount, Changed, Cluster, Egress, Names, Owner, Phase, Pod,
    manifests::{self, Content},
};
use hub_model::{
    id::VersionId,
    server::{Deployment, DeploymentState, Scaling, Server, Target},
};
use hub_store::{bus::Notice, organisations, servers};
use secrecy::SecretString;
use tokio::sync::{broadcast, watch};

use self::{content::Served, restarts::Restarts, rows::Rows};
use super::{held::Held, kubernetes::Kubernetes, load::Load, replicated::Shared};
use crate::app::App;

/// How often it is looked although nothing was heard.
const LOOK: Duration = Duration::from_secs(3);
/// The least time between two looks: what one does is heard of, too.
const BREATH: Duration = Duration::from_millis(200);
/// How often it is all applied although nothing seems to have changed.
const AGAIN: Duration = Duration::from_secs(60);
/// Between an attempt that failed and the next.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long pods of a version that nobody wants get no calls before they end.
const DRAIN: Duration = Duration::from_secs(4);
/// How long pods may take to be ready until that is a failure.
const START: Duration = Duration::from_secs(120);

struct Keeper {
    app: App,
    holder: String,
    kubernetes: Kubernetes,
    held: Held,
    /// Versions that there is something of, as they were applied.
    served: BTreeMap<VersionId, Served>,
    rows: Rows,
    /// Containers of pods that were started again.
    restarts: Restarts,
    /// What gateways show pods, also those of versions that nobody wants any more.
    tokens: BTreeMap<VersionId, Arc<SecretString>>,
    load: Load,
    /// It has to be applied: something else is wanted, or something was changed.
    is_due: bool,
    applied: Option<Instant>,
    /// Why it could not be applied.
    failure: Option<String>,
    /// Since when it is not as it should be.
    lacking: Option<Instant>,
    /// Since when versions that nobody wants get no more calls.
    retiring: Option<Instant>,
    kept: Option<(DeploymentState, String, i64)>,
}

/// Looks after a deployment that was claimed, until it is not wanted here any more and nothing of it is left.
pub(super) async fn keep(
    shared: Shared,
    kubernetes: Kubernetes,
    deployment: Deployment,
    mut stop: watch::Receiver<bool>,
) {
    let Shared { app, holder, leaving, .. } = shared;
    let mut notices = app.store().bus().subscribe();
    let mut keeper = Keeper {
        held: Held::new(&app, &holder, deployment),
        rows: Rows::new(&holder),
        restarts: Restarts::default(),
        app,
        holder,
        kubernetes,
        served: BTreeMap::new(),
        tokens: BTreeMap::new(),
        load: Load::default(),
        is_due: true,
        applied: None,
        failure: None,
        lacking: None,
        retiring: None,
        kept: None,
    };
    let mut changes: Option<broadcast::Receiver<Changed>> = None;
    loop {
        if *stop.borrow() {
            return keeper.held.give_back().await;
        }
        let cluster = keeper.kubernetes.cluster().await;
        if let (Ok(cluster), None) = (&cluster, &changes) {
            changes = Some(cluster.changes());
        }
        if keeper.look(cluster).await {
            if keeper.has_moved() {
                leaving.begin(keeper.leave(stop));
            }
            return;
        }
        tokio::time::sleep(BREATH).await;
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            is_due = changed(&mut changes, &keeper.held.deployment) => keeper.is_due |= is_due,
            is_due = heard(&mut keeper.load, &keeper.held.deployment, &mut notices, &keeper.app) => keeper.is_due |= is_due,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Waits until the cluster says something of a server; whether it is to be applied again.
async fn changed(changes: &mut Option<broadcast::Receiver<Changed>>, deployment: &Deployment) -> bool {
    let Some(changes) = changes else { return std::future::pending().await };
    let own = deployment.server.to_string();
    loop {
        match changes.recv().await {
            Ok(Changed { server, is_object }) if server == own => return is_object,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return true,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Waits until the hub says something that concerns a deployment; whether it is to be applied again.
async fn heard(load: &mut Load, deployment: &Deployment, notices: &mut broadcast::Receiver<Notice>, app: &App) -> bool {
    loop {
        match notices.recv().await {
            Ok(Notice::DeploymentDue { server }) if server == deployment.server => return true,
            Ok(Notice::Events { scope: Some(scope), .. }) if scope == deployment.organisation => {
                return true;
            }
            Ok(Notice::Load { server, gateway, millicalls })
                if server == deployment.server && deployment.scaling.is_some() =>
            {
                load.hear(gateway, millicalls, app.clock().now());
                return false;
            }
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return true,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Keeper {
    /// Looks, and does what is to be done. Whether nothing is left to be looked after.
    async fn look(&mut self, cluster: Result<Cluster, String>) -> bool {
        self.is_due |= self.held.refresh().await;
        if self.held.is_lost {
            return true;
        }
        if cluster.is_err() && self.held.deployment.target != Target::Kubernetes {
            // It is wanted elsewhere by now, and nothing of it was ever here.
            return self.tell(DeploymentState::Starting, String::new(), true).await;
        }
        if self.has_moved() {
            // Whoever serves that begins now; the pods go on until that is done.
            return self.tell(DeploymentState::Starting, String::new(), true).await;
        }
        let Deployment { organisation, server, .. } = self.held.deployment;
        let found = servers::find(self.app.store(), organisation, server).await;
        let (cluster, server) = match (cluster, found) {
            (Ok(cluster), Ok(server)) => (cluster, server),
            (Err(why), _) => return self.tell(DeploymentState::Failed, why, false).await,
            (_, Err(error)) => return self.tell(DeploymentState::Failed, error.to_string(), false).await,
        };
        let Some(server) = server else {
            // Nothing has its name any more: what is left of it is found by its label. What cannot be removed now is later.
            let _ =
                cluster.prune(&self.kubernetes.namespace(organisation), &self.held.deployment.server.to_string()).await;
            return true;
        };
        let names = self.kubernetes.names(&server);
        let wanted = self.wanted();
        if wanted.is_empty() {
            return self.end(&cluster, &names).await;
        }
        let is_asleep = self.scale(&cluster, &server);
        if self.is_due || self.has_waited() {
            self.applied = Some(self.app.clock().now());
            self.failure = self.apply(&cluster, &server, &names, &wanted, is_asleep).await.err();
            self.is_due = false;
            if let Some(why) = &self.failure {
                tracing::warn!(server = %server.id, why, "a deployment cannot be applied to the cluster; it is tried again");
            }
        }
        let pods = cluster.pods(&server.id.to_string());
        let (state, message) = self.seen(&cluster, &names, &wanted, &pods, is_asleep).await;
        let is_complete = state == DeploymentState::Running;
        if is_complete {
            self.rows.arrive();
        }
        self.retire(&cluster, &names, &wanted, is_complete).await;
        self.tell_rows(&cluster, &names, &pods).await;
        self.restarts.tell(&self.app, &cluster, &names, &self.held.deployment, &pods).await;
        self.tell(state, message, false).await
    }

    /// It is time to apply it again although nothing was heard.
    fn has_waited(&self) -> bool {
        let pause = if self.failure.is_some() { PATIENCE } else { AGAIN };
        self.applied.is_none_or(|last| self.app.clock().now().saturating_duration_since(last) >= pause)
    }

    fn wanted(&self) -> Vec<VersionId> {
        let Deployment { is_wanted, target, current, canary, .. } = &self.held.deployment;
        if self.held.is_gone || !is_wanted || *target != Target::Kubernetes {
            return Vec::new();
        }
        [Some(*current), canary.map(|canary| canary.version)].into_iter().flatten().collect()
    }

    /// Whether no pod is to run, because nobody calls.
    fn scale(&mut self, cluster: &Cluster, server: &Server) -> bool {
        let now = self.app.clock().now();
        let own = cluster.pods(&server.id.to_string());
        let there = own.iter().filter(|pod| pod.phase == Phase::Ready).count();
        let before = self.load.wanted();
        // The cluster's own autoscaler decides between one and many; whether there is any is decided here.
        let any = self
            .held
            .deployment
            .scaling
            .filter(|scaling| scaling.min == 0)
            .map(|scaling| Scaling { max: 1, ..scaling });
        self.load.decide(any, there.min(1), None, now);
        let is_asleep = any.is_some() && self.load.wanted() == 0;
        if any.is_some() && self.load.wanted() != before {
            tracing::info!(server = %server.id, is_asleep, "scaled");
            self.is_due = true;
        }
        is_asleep
    }

    async fn apply(
        &mut self,
        cluster: &Cluster,
        server: &Server,
        names: &Names,
        wanted: &[VersionId],
        is_asleep: bool,
    ) -> Result<(), String> {
        let shape = self.kubernetes.shape();
        let (organisation, id) = (server.organisation.to_string(), server.id.to_string());
        let owner = Owner { organisation: &organisation, server: &id, slug: &server.slug, names };
        let mut egress = Egress::default();
        for version in wanted {
            let name = names.version(&version.to_string());
            let served = match self.served.remove(version) {
                Some(served) => served,
                None => {
                    Served::read(&self.app, cluster, &self.held.deployment, *version, &names.namespace, &name).await?
                }
            };
            let served = served.dressed(&self.app, &self.held.deployment).await?;
            served.reaches(&mut egress).await?;
            self.served.insert(*version, served);
        }
        let mut all = Vec::new();
        if self.kubernetes.has_namespaces() {
            let found = organisations::find(self.app.store(), server.organisation).await;
            let slug = found.map_err(|error| error.to_string())?.map(|found| found.slug).unwrap_or_default();
            all.extend(manifests::namespace(&shape, &organisation, &slug, &names.namespace));
        }
        all.extend(manifests::server(&shape, owner, &egress));
        for version in wanted {
            let Some(served) = self.served.get(version) else { continue };
            let (id, told) = (version.to_string(), served.told()?);
            let content = Content { version: &id, blueprint: &served.packed, told: &told };
            let amount = amount(&self.held.deployment, is_asleep);
            all.extend(manifests::version(&shape, owner, content, Some(amount)));
        }
        cluster.apply(&all).await?;
        for version in wanted {
            if let Some(served) = self.served.get_mut(version)
                && let Some(mark) = served.mark()
            {
                cluster.nudge(&names.namespace, &server.id.to_string(), &version.to_string(), &mark).await;
            }
        }
        if !matches!(amount(&self.held.deployment, is_asleep), Amount::Scaled { .. }) {
            // An autoscaler of before would not let it sleep, nor have a fixed number.
            cluster.unscale(&names.namespace, &server.id.to_string()).await?;
        }
        Ok(())
    }

    /// Lets what nobody wants have no more calls once all of the new is there, and then ends it.
    async fn retire(&mut self, cluster: &Cluster, names: &Names, wanted: &[VersionId], is_complete: bool) {
        let id = self.held.deployment.server.to_string();
        let kept: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        let is_old = |pod: &Pod| !kept.contains(&pod.version) && pod.phase != Phase::Ending;
        if !is_complete || !cluster.pods(&id).iter().any(is_old) {
            self.retiring = None;
            self.rows.retire(if is_complete { Some(kept) } else { None });
            return;
        }
        self.rows.retire(Some(kept.clone()));
        let now = self.app.clock().now();
        let since = *self.retiring.get_or_insert(now);
        if now.saturating_duration_since(since) < DRAIN {
            return;
        }
        match cluster.retire(&names.namespace, &id, &kept).await {
            Ok(()) => {
                self.retiring = None;
                self.served.retain(|version, _| wanted.contains(version));
                self.tokens.retain(|version, _| wanted.contains(version));
            }
            Err(why) => tracing::warn!(
                server = id,
                why,
                "an older version cannot be removed from the cluster; it is tried again"
            ),
        }
    }

    /// Nothing is wanted: no more calls, then no more pods, then nothing of it at all.
    async fn end(&mut self, cluster: &Cluster, names: &Names) -> bool {
        let id = self.held.deployment.server.to_string();
        let pods = cluster.pods(&id);
        self.rows.retire(Some(Vec::new()));
        self.rows.arrive();
        self.tell_rows(cluster, names, &pods).await;
        let now = self.app.clock().now();
        let since = *self.retiring.get_or_insert(now);
        if !pods.is_empty() && now.saturating_duration_since(since) < DRAIN {
            return self.tell(DeploymentState::Stopping, String::new(), false).await;
        }
        if let Err(why) = cluster.prune(&names.namespace, &id).await {
            return self.tell(DeploymentState::Stopping, why, false).await;
        }
        match pods.is_empty() {
            true => self.tell(DeploymentState::Stopped, String::new(), true).await,
            false => self.tell(DeploymentState::Stopping, String::new(), false).await,
        }
    }
}

/// How many pods of each version.
fn amount(deployment: &Deployment, is_asleep: bool) -> Amount {
    let count = |number: i64| u32::try_from(number).unwrap_or(1);
    match deployment.scaling {
        Some(_) if is_asleep => Amount::Fixed(0),
        Some(Scaling { min, max, calls, cpu_percent, quiet_seconds }) => {
            Amount::Scaled { min: count(min).max(1), max: count(max), calls, cpu_percent, quiet_seconds }
        }
        None => Amount::Fixed(count(deployment.replicas).max(1)),
    }
}
