//! Role `deployment`: brings what there is of a deployment to what is wanted of it. Level-triggered: it looks at how things are, and never
//! at what happened; whoever begins a step anew comes to the same end.

mod docker;
mod dressed;
mod held;
mod kubernetes;
mod leaving;
mod load;
mod orchestrated;
mod presence;
mod replicated;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use hub_deploy::process::Launch;

use hub_model::{
    Blueprint, Timestamp,
    id::{ServerId, VersionId},
    server::{Deployment, DeploymentState, Target},
};
use hub_runtime::{secrets::Secrets, server::Server, settings::Settings};
use hub_store::{
    Origin,
    bus::Notice,
    servers::{
        deployments::{self, Observed},
        replicas, serving,
    },
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::{AbortHandle, JoinSet},
};

use self::{docker::Docker, kubernetes::Kubernetes, leaving::Leaving, presence::Presence, replicated::Shared};
use crate::app::App;

/// How long a deployment is nobody else's.
const LEASE: Duration = Duration::from_secs(30);
/// How often one that is well is looked at.
const AGAIN: Duration = Duration::from_secs(3_600);
/// Deployments that are looked at together.
const AT_ONCE: usize = 8;
/// How often it is looked for what a clock left behind that was set back.
const MEND: Duration = Duration::from_secs(60);
/// How long is waited for a notice before deployments that are due are looked for.
const PAUSE: Duration = Duration::from_secs(2);
/// The longest wait before another attempt.
const LONGEST: Duration = Duration::from_secs(300);

/// Looks after deployments until told to stop. `launch` says how replicas are started, where this process may start any.
pub async fn run(app: App, launch: Option<Launch>, mut stop: watch::Receiver<bool>) {
    let mut crew = Crew::new(&app, launch, &stop);
    let mut notices = app.store().bus().subscribe();
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut mended = None;
    while !*stop.borrow() {
        mend(&app, &mut mended).await;
        crew.presence.look(&app).await;
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { break };
        match deployments::claim(app.store(), &crew.shared.holder, LEASE).await {
            Ok(Some(deployment)) => {
                crew.take(deployment, permit, &stop);
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "deployments cannot be looked for"),
        }
        drop(permit);
        let heard = async {
            loop {
                match notices.recv().await {
                    Ok(Notice::DeploymentDue { .. }) | Err(_) => return,
                    Ok(_) => {}
                }
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            _ = tokio::time::timeout(PAUSE, heard) => {}
        }
    }
    while crew.running.join_next().await.is_some() {}
    crew.shared.leaving.ended().await;
}

/// Those who look after deployments in this process.
struct Crew {
    shared: Shared,
    kubernetes: Kubernetes,
    running: JoinSet<()>,
    /// Of deployments that are looked after for as long as they run, and where they do.
    kept: HashMap<ServerId, (Target, AbortHandle)>,
    /// That this process lives. The last to go: whatever it held is held by nobody then.
    presence: Presence,
}

impl Crew {
    fn new(app: &App, launch: Option<Launch>, stop: &watch::Receiver<bool>) -> Self {
        let (docker, kubernetes) = (Docker::new(app), Kubernetes::new(app));
        let mut running = JoinSet::new();
        running.spawn(docker.clone().sweep(stop.clone()));
        running.spawn(kubernetes.clone().sweep(stop.clone()));
        // Another name whenever a process starts: what one before it held is not this one's.
        let holder = format!("deployment-{}", app.fresh_request_id());
        let presence = Presence::enter(app, &holder);
        let shared = Shared {
            app: app.clone(),
            holder,
            launch,
            docker,
            client: hub_runtime::replica::Client::default(),
            room: Arc::new(Semaphore::new(app.settings().deployment.processes)),
            leaving: Leaving::default(),
        };
        Self { shared, kubernetes, running, kept: HashMap::new(), presence }
    }

    /// Has somebody look after a deployment that was claimed.
    fn take(&mut self, deployment: Deployment, permit: OwnedSemaphorePermit, stop: &watch::Receiver<bool>) {
        self.kept.retain(|_, (_, keeper)| !keeper.is_finished());
        let (server, shared, stop) = (deployment.server, self.shared.clone(), stop.clone());
        match deployment.target {
            // Its lease ran out while the database did not answer; whoever keeps it still does, unless it was just handed over.
            _ if self.kept.get(&server).is_some_and(|(target, _)| !deployment.has_moved(*target)) => {}
            Target::Kubernetes => {
                let keeping = orchestrated::keep(shared, self.kubernetes.clone(), deployment, stop);
                self.kept.insert(server, (Target::Kubernetes, self.running.spawn(keeping)));
            }
            // Also one that is not wanted: its containers may have outlived whoever was ending them.
            Target::Docker => {
                let target = deployment.target;
                self.kept.insert(server, (target, self.running.spawn(replicated::keep(shared, deployment, stop))));
            }
            Target::Process if deployment.is_wanted => {
                let target = deployment.target;
                self.kept.insert(server, (target, self.running.spawn(replicated::keep(shared, deployment, stop))));
            }
            Target::Process | Target::Embedded => {
                self.running.spawn(async move {
                    settle(&shared.app, &shared.holder, deployment).await;
                    drop(permit);
                });
            }
        }
        while self.running.try_join_next().is_some() {}
    }
}

/// From time to time: a clock that was set back must not keep anybody waiting until it is as late again.
async fn mend(app: &App, last: &mut Option<Instant>) {
    let now = app.clock().now();
    if last.is_some_and(|last| now.saturating_duration_since(last) < MEND) {
        return;
    }
    *last = Some(now);
    if let Err(error) = deployments::mend(app.store(), LEASE, LONGEST).await {
        tracing::warn!(%error, "leases of deployments cannot be looked through");
    }
}

/// Looks at one, and keeps what it came to.
async fn settle(app: &App, holder: &str, deployment: Deployment) {
    let found = observe(app, &deployment).await;
    let kept = async {
        let tx = app.store().begin(Origin::system()).await?;
        if deployments::observed(&tx, holder, &deployment, &found).await? {
            // Whoever ran replicas of it is gone, and so are they.
            replicas::remove_all(&tx, deployment.organisation, deployment.server).await?;
        }
        tx.commit().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, server = %deployment.server, "the state of a deployment cannot be kept; it is looked at again");
    }
}

/// How far a deployment is.
async fn observe(app: &App, deployment: &Deployment) -> Observed {
    let now = app.now();
    if !deployment.is_wanted {
        return observed(DeploymentState::Stopped, String::new(), 0, far(now));
    }
    let versions = [Some(deployment.current), deployment.canary.map(|canary| canary.version)];
    for version in versions.into_iter().flatten() {
        if let Err(message) = embedded(app, deployment, version).await {
            let failures = deployment.failures.saturating_add(1);
            return observed(DeploymentState::Failed, message, failures, now.after(wait(failures)));
        }
    }
    observed(DeploymentState::Running, String::new(), 0, now.after(AGAIN))
}

fn observed(state: DeploymentState, message: String, failures: i64, due_at: Timestamp) -> Observed {
    Observed { state, message, failures, due_at, lease: None }
}

/// Whether the gateway can make a server of a version: it is made here, as it is made there.
async fn embedded(app: &App, deployment: &Deployment, version: VersionId) -> Result<(), String> {
    let packed =
        serving::blueprint(app.store(), deployment.organisation, version).await.map_err(|error| error.to_string())?;
    let packed = packed.ok_or("the version's blueprint is not there any more")?;
    let policy = crate::calls::policy(app);
    let clock = Arc::clone(app.clock());
    let making = tokio::task::spawn_blocking(move || {
        let bytes = packed.unpack().map_err(|error| error.to_string())?;
        let blueprint: Blueprint = serde_json::from_slice(&bytes)
            .map_err(|error| format!("the version's blueprint cannot be read: {error}"))?;
        let settings = Settings { egress: policy, clock, ..Settings::default() };
        Server::new(blueprint, Secrets::new(), settings).map(drop).map_err(|error| error.to_string())
    });
    making.await.map_err(|error| error.to_string())?
}

/// Twice as long after each failure.
fn wait(failures: i64) -> Duration {
    let doublings = u32::try_from(failures.clamp(0, 16)).unwrap_or(16);
    Duration::from_secs(1).saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST)
}

/// A moment that does not come.
fn far(now: Timestamp) -> Timestamp {
    now.after(Duration::from_secs(3_650 * 86_400))
}
