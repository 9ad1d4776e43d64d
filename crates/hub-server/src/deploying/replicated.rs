//! Targets `process` and `docker`: a deployment's replicas are children of this process, or containers of this machine's engine. Whoever looks
//! after them holds the deployment as long as there are any.
//!
//! When this process dies, another one takes over: at once on the same machine, and elsewhere once the lease has run out. Children have
//! ended by then; containers have not, and are taken up again. When another target is wanted, whoever serves that begins at once, and what
//! runs here goes on until that answers.

mod body;
mod moved;
mod replica;
mod scaling;
mod steps;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use hub_deploy::{
    plan::{History, Plan, Rules, Seen, Stage, Wanted, plan},
    process::Launch,
};
use hub_model::{
    id::{ReplicaId, VersionId},
    server::{Deployment, DeploymentState, Target},
};
use hub_runtime::replica::Client;
use hub_store::{
    Origin, Result,
    bus::Notice,
    servers::{
        self,
        deployments::{self, Observed},
        logs::Line,
        replicas,
    },
};
use tokio::{
    sync::{Notify, Semaphore, broadcast, watch},
    task::JoinSet,
};

use self::{replica::Running, steps::failed};
use super::{
    docker::Docker,
    held::{Held, LEASE},
    leaving::Leaving,
    load::Load,
};
use crate::app::App;

/// How often replicas are looked at.
const LOOK: Duration = Duration::from_secs(2);
/// The least time between two looks because of something that was heard.
const BREATH: Duration = Duration::from_millis(200);
/// How often credentials and settings are compared although nothing was heard of them.
const DRESS: Duration = Duration::from_secs(60);
/// How long a replica has to be well until its earlier failures are forgotten.
const WELL: Duration = Duration::from_secs(60);

/// What all deployments of this process share.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) app: App,
    /// This process of the hub.
    pub(super) holder: String,
    /// How processes are started, where this one may start any.
    pub(super) launch: Option<Launch>,
    /// The engine for containers.
    pub(super) docker: Docker,
    pub(super) client: Client,
    /// Leave to run a process, for as many as may.
    pub(super) room: Arc<Semaphore>,
    /// Those who look after what goes on until a deployment is elsewhere.
    pub(super) leaving: Leaving,
}

/// One deployment, with its replicas.
struct Keeper {
    shared: Shared,
    held: Held,
    /// Where its replicas are.
    target: Target,
    /// Replicas are known that answer elsewhere, until these do.
    has_others: bool,
    running: Vec<Running>,
    history: BTreeMap<VersionId, History>,
    /// What is left of others is being removed.
    discarding: JoinSet<()>,
    /// Why the last one failed.
    failure: String,
    /// A child listens, or has ended.
    changed: Arc<Notify>,
    dressed: Option<Instant>,
    /// What was last kept of it.
    kept: Option<(DeploymentState, String, i64)>,
    /// Replicas that have a row.
    rows: Vec<ReplicaId>,
    lines: Vec<Line>,
    is_stopping: bool,
    /// What is asked of it, where its replicas depend on that.
    load: Load,
}

/// What was heard that concerns a deployment.
enum Heard {
    /// Something else is wanted.
    Due,
    /// Credentials or settings may have changed.
    Changed,
    /// A gateway says how many calls are in flight.
    Load { gateway: u64, millicalls: u64 },
}

/// Looks after a deployment that was claimed, until it is not wanted here any more and nothing of it is left.
pub(super) async fn keep(shared: Shared, deployment: Deployment, mut stop: watch::Receiver<bool>) {
    let app = shared.app.clone();
    let mut notices = app.store().bus().subscribe();
    let mut keeper = Keeper {
        target: deployment.target,
        has_others: false,
        held: Held::new(&app, &shared.holder, deployment),
        shared,
        running: Vec::new(),
        history: BTreeMap::new(),
        discarding: JoinSet::new(),
        failure: String::new(),
        changed: Arc::default(),
        dressed: None,
        kept: None,
        rows: Vec::new(),
        lines: Vec::new(),
        is_stopping: false,
        load: Load::default(),
    };
    keeper.take_over().await;
    loop {
        keeper.is_stopping = *stop.borrow();
        if keeper.target == Target::Docker {
            // Containers stay: they are taken up again, or were by whoever holds them now.
            match () {
                () if keeper.is_stopping => return keeper.held.give_back().await,
                () if keeper.held.is_lost => return,
                () => {}
            }
        }
        if keeper.look().await {
            return keeper.clear().await;
        }
        if keeper.has_moved() {
            match keeper.hand_over().await {
                Ok(()) => return keeper.shared.leaving.clone().begin(keeper.leave(stop)),
                Err(error) => tracing::warn!(%error, "a deployment cannot be handed over; it is tried again"),
            }
        }
        while keeper.discarding.try_join_next().is_some() {}
        let heard = tokio::select! {
            _ = stop.wait_for(|stop| *stop), if !keeper.is_stopping => None,
            () = keeper.changed.notified() => None,
            heard = keeper.heard(&mut notices) => Some(heard),
            () = tokio::time::sleep(if keeper.is_moving() { LOOK / 8 } else { LOOK }) => None,
        };
        match heard {
            Some(Heard::Changed) => {
                keeper.dressed = None;
                // Its own events are among them: not at once again and again.
                tokio::time::sleep(BREATH).await;
            }
            Some(Heard::Load { gateway, millicalls }) => keeper.load.hear(gateway, millicalls, app.clock().now()),
            Some(Heard::Due) | None => {}
        }
    }
}

impl Keeper {
    /// Whoever ran replicas of this before is gone, and so are their processes. Containers are not: those that are known are taken up.
    async fn take_over(&mut self) {
        let Deployment { organisation, server, .. } = self.held.deployment;
        let running = match self.target {
            Target::Docker => self.adopted().await,
            _ => Ok(Vec::new()),
        };
        self.running = running.unwrap_or_else(|why| {
            tracing::warn!(why, %server, "containers that may be there cannot be taken up");
            Vec::new()
        });
        self.rows = self.running.iter().map(|one| one.seen.id).collect();
        let taken_over = async {
            let tx = self.shared.app.store().begin(Origin::system()).await?;
            let mut has_others = false;
            for left in replicas::list(&tx, organisation, server).await? {
                if left.is_before_move(self.target) {
                    has_others = true;
                } else if !self.rows.contains(&left.id) {
                    replicas::remove(&tx, organisation, server, left.id).await?;
                }
            }
            tx.commit().await.map(|()| has_others)
        };
        match taken_over.await {
            Ok(has_others) => self.has_others = has_others,
            Err(error) => {
                // Looked through again with what is told next.
                self.has_others = true;
                tracing::warn!(%error, "what is left of former replicas cannot be removed");
            }
        }
    }

    /// Containers of this deployment that run and are known; others are removed.
    async fn adopted(&self) -> std::result::Result<Vec<Running>, String> {
        let Deployment { organisation, server, .. } = self.held.deployment;
        let engine = self.shared.docker.engine().await?;
        let mut rows =
            replicas::ready(self.shared.app.store(), organisation, server).await.map_err(|error| error.to_string())?;
        let mut running = Vec::new();
        for found in engine.containers(Some(&server.to_string())).await? {
            let at = rows.iter().position(|row| row.replica.id.to_string() == found.replica && found.is_running);
            let taken = match at.map(|at| rows.swap_remove(at)) {
                Some(row) => {
                    let changed = Arc::clone(&self.changed);
                    Running::adopt(&self.shared, &self.held.deployment, &engine, &found, row, changed).await
                }
                None => Err("it is not known, or does not run".to_owned()),
            };
            match taken {
                Ok(taken) => running.push(taken),
                Err(why) => {
                    tracing::info!(%server, replica = found.replica, why, "a container is removed");
                    engine.remove(&found.id, &found.replica).await?;
                }
            }
        }
        Ok(running)
    }

    /// Nothing of it runs here any more: nor is anything of it left.
    async fn clear(mut self) {
        while self.discarding.join_next().await.is_some() {}
        if self.target == Target::Docker
            && !self.is_stopping
            && let Ok(engine) = self.shared.docker.engine().await
        {
            engine.remove_images(&self.held.deployment.server.to_string()).await;
        }
    }

    /// Something is under way that does not take long.
    fn is_moving(&self) -> bool {
        self.running
            .iter()
            .any(|one| matches!(one.seen.stage, Stage::Starting | Stage::Draining | Stage::Ending | Stage::Ended))
    }

    /// Waits until something is said about this deployment.
    async fn heard(&self, notices: &mut broadcast::Receiver<Notice>) -> Heard {
        loop {
            match notices.recv().await {
                Ok(Notice::DeploymentDue { server }) if server == self.held.deployment.server => return Heard::Due,
                Ok(Notice::Load { server, gateway, millicalls })
                    if server == self.held.deployment.server && self.held.deployment.scaling.is_some() =>
                {
                    return Heard::Load { gateway, millicalls };
                }
                Ok(Notice::Events { scope: Some(scope), .. }) if scope == self.held.deployment.organisation => {
                    return Heard::Changed;
                }
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Heard::Changed,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }

    /// Looks, and takes the next steps. Whether nothing is left to be looked after.
    async fn look(&mut self) -> bool {
        if self.held.refresh().await {
            // What is wanted anew is tried anew.
            self.history.clear();
        }
        if self.has_moved() {
            return false;
        }
        self.check().await;
        self.scale().await;
        let planned = self.planned();
        for step in &planned.steps {
            self.take(*step).await;
        }
        self.dress().await;
        let is_over = self.running.is_empty() && self.wanted().is_empty();
        let message = self.message(&planned);
        if let Err(error) = self.tell(&planned, message, is_over).await {
            tracing::warn!(%error, server = %self.held.deployment.server, "the state of a deployment cannot be kept; it goes on");
            // Whoever is over must not leave its rows behind.
            return is_over && self.is_stopping;
        }
        is_over
    }

    /// Looks at every replica.
    async fn check(&mut self) {
        let now = self.shared.app.clock().now();
        let client = &self.shared.client;
        join_all(self.running.iter_mut().map(|one| one.check(client, now))).await;
        let server = self.held.deployment.server;
        for one in &mut self.running {
            for text in one.body.take_lines() {
                let fields = serde_json::json!({ "replica": one.seen.id });
                self.lines.push(Line::new(self.shared.app.store(), "warn", "replica", text, fields));
            }
            let ended = one.body.ended();
            if let Some(how) = ended.filter(|_| one.seen.stage != Stage::Ended) {
                if matches!(one.seen.stage, Stage::Starting | Stage::Ready) {
                    how.clone_into(&mut self.failure);
                    let fields = serde_json::json!({ "replica": one.seen.id });
                    let told = format!("a replica ended by itself: {how}");
                    self.lines.push(Line::new(self.shared.app.store(), "error", "replica", told, fields));
                    tracing::warn!(%server, replica = %one.seen.id, how, "a replica ended by itself");
                    failed(&mut self.history, &one.seen, now);
                }
                (one.seen.stage, one.seen.since) = (Stage::Ended, now);
            }
            if one.seen.stage == Stage::Ready && now.saturating_duration_since(one.seen.since) >= WELL {
                self.history.remove(&one.seen.version);
            }
        }
    }

    fn wanted(&self) -> Vec<Wanted> {
        let Deployment { is_wanted, target, current, canary, replicas, scaling, .. } = &self.held.deployment;
        if self.is_stopping || self.held.is_lost || self.held.is_gone || !is_wanted || !target.has_replicas() {
            return Vec::new();
        }
        let fixed = usize::try_from(*replicas).unwrap_or(1).max(1);
        let replicas = scaling.map_or(fixed, |_| self.load.wanted());
        let versions = [Some(*current), canary.map(|canary| canary.version)];
        versions.into_iter().flatten().map(|version| Wanted { version, replicas }).collect()
    }

    fn planned(&self) -> Plan {
        let mut rules = Rules::default();
        if self.is_stopping {
            // The hub has little time.
            (rules.drain, rules.end) = (Duration::from_millis(500), Duration::from_secs(10));
        }
        let seen: Vec<Seen> = self.running.iter().map(|one| one.seen).collect();
        plan(&self.wanted(), &seen, &self.history, &rules, self.shared.app.clock().now())
    }

    /// Gives replicas what changed of credentials and settings.
    async fn dress(&mut self) {
        let now = self.shared.app.clock().now();
        if self.dressed.is_some_and(|last| now.saturating_duration_since(last) < DRESS) {
            return;
        }
        self.dressed = Some(now);
        for one in self.running.iter_mut().filter(|one| matches!(one.seen.stage, Stage::Starting | Stage::Ready)) {
            one.dress(&self.shared, &self.held.deployment).await;
        }
    }

    /// What there is to say.
    fn message(&self, planned: &Plan) -> String {
        let Some(version) = planned.failing.first() else { return String::new() };
        let failures = self.history.get(version).map_or(0, |history| history.failures);
        match planned.is_looping {
            true => format!("it ended {failures} times in a row, and is tried less and less often: {}", self.failure),
            false => self.failure.clone(),
        }
    }

    /// Keeps what there is, as far as it is new.
    async fn tell(&mut self, planned: &Plan, message: String, is_over: bool) -> Result<()> {
        let Deployment { organisation, server, generation, .. } = self.held.deployment;
        let told = (planned.state, message, generation);
        let is_gone = |id: &ReplicaId| !self.running.iter().any(|one| one.seen.id == *id);
        let gone: Vec<ReplicaId> = self.rows.iter().copied().filter(is_gone).collect();
        let is_news = self.kept.as_ref() != Some(&told) || is_over;
        // They have answered for these until now, or for nothing any more.
        let ends_others =
            self.has_others && (planned.state == DeploymentState::Running || is_over && !self.is_stopping);
        if !is_news
            && !ends_others
            && gone.is_empty()
            && self.lines.is_empty()
            && self.running.iter().all(Running::is_told)
        {
            return Ok(());
        }
        let Shared { app, holder, .. } = &self.shared;
        let tx = app.store().begin(Origin::system()).await?;
        for one in self.running.iter().filter(|one| !one.is_told()) {
            replicas::put(&tx, organisation, &one.row(holder, &self.held.deployment), &one.token).await?;
        }
        for id in gone {
            replicas::remove(&tx, organisation, server, id).await?;
        }
        if ends_others {
            self.forget_others(&tx).await?;
        }
        for line in &self.lines {
            servers::logs::add(&tx, organisation, server, line).await?;
        }
        if is_news && !self.held.is_lost && !self.held.is_gone {
            let (state, message, due) = match is_over && (self.is_stopping || self.held.deployment.is_wanted) {
                // It is wanted, and somebody else's from now on.
                true => {
                    (DeploymentState::Starting, "it is taken over by another process of the hub".to_owned(), app.now())
                }
                false if is_over => (told.0, told.1.clone(), super::far(app.now())),
                false => (told.0, told.1.clone(), app.now().after(LEASE)),
            };
            let failures = i64::from(self.history.values().map(|history| history.failures).max().unwrap_or(0));
            let lease = (!is_over).then_some(LEASE);
            let found = Observed { state, message, failures, due_at: due, lease };
            let before = Deployment {
                state: self.kept.as_ref().map_or(self.held.deployment.state, |kept| kept.0),
                ..self.held.deployment.clone()
            };
            deployments::observed(&tx, holder, &before, &found).await?;
        }
        tx.commit().await?;
        self.kept = Some(told);
        self.has_others &= !ends_others;
        self.lines.clear();
        self.running.iter_mut().for_each(Running::told);
        self.rows = self.running.iter().map(|one| one.seen.id).collect();
        Ok(())
    }
}
