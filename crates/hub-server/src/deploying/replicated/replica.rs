//! One replica: started, asked whether it is well, and told what changed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use hub_deploy::{
    docker::{Engine, Found},
    meter::Meter,
    plan::{Seen, Stage},
};
use hub_model::{
    Blueprint, Timestamp,
    clock::Clock,
    id::{ReplicaId, VersionId},
    server::{Deployment, FrozenSource, Replica, ReplicaState, Target},
};
use hub_runtime::replica::{Client, Outfit, Reached};
use hub_store::servers::replicas::Ready;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{Notify, OwnedSemaphorePermit};

use super::super::dressed::{dressed, frozen};
use super::{
    Shared,
    body::{Body, New},
};

/// How long a replica may take to say that it is well.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) struct Running {
    pub(super) seen: Seen,
    pub(super) body: Body,
    pub(super) token: SecretString,
    /// Why it does not answer, where it does not.
    pub(super) silence: String,
    meter: Meter,
    started_at: Timestamp,
    outfit: Outfit,
    /// What its outfit is made of.
    blueprint: Arc<Blueprint>,
    sources: Vec<FrozenSource>,
    /// What its row says.
    told: Option<Stage>,
    _room: OwnedSemaphorePermit,
}

impl Running {
    /// Starts one of a version; the reason where it cannot be started.
    pub(super) async fn start(
        shared: &Shared,
        deployment: &Deployment,
        version: VersionId,
        changed: Arc<Notify>,
    ) -> Result<Self, String> {
        let app = &shared.app;
        let room = match deployment.target {
            Target::Docker => &shared.docker.room,
            _ => &shared.room,
        };
        let full =
            "this process of the hub runs as many replicas as it may (`deployment.processes`, `docker.containers`)";
        let room = Arc::clone(room).try_acquire_owned().map_err(|_| full.to_owned())?;
        let (blueprint, sources) = frozen(app, deployment, version).await?;
        let outfit = dressed(app, deployment, &blueprint, &sources).await.map_err(|error| error.to_string())?;
        let mut random = [0; 32];
        app.entropy().fill(&mut random);
        let token: SecretString = random.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into();
        let id: ReplicaId = app.store().fresh();
        let new = New { id, version, blueprint: &blueprint, token: &token, outfit: &outfit };
        let body = Body::start(shared, deployment, new, changed).await?;
        Ok(Self {
            seen: Seen { id, version, stage: Stage::Starting, since: app.clock().now(), silent: 0 },
            body,
            token,
            silence: String::new(),
            meter: Meter::default(),
            started_at: app.now(),
            outfit,
            blueprint,
            sources,
            told: None,
            _room: room,
        })
    }

    /// Takes up a container that another process of the hub, or an earlier one, had started.
    pub(super) async fn adopt(
        shared: &Shared,
        deployment: &Deployment,
        engine: &Engine,
        found: &Found,
        row: Ready,
        changed: Arc<Notify>,
    ) -> Result<Self, String> {
        let app = &shared.app;
        let Ready { replica, token } = row;
        let full = || "this process of the hub runs as many containers as it may (`docker.containers`)".to_owned();
        let room = Arc::clone(&shared.docker.room).try_acquire_owned().map_err(|_| full())?;
        let (blueprint, sources) = frozen(app, deployment, replica.version).await?;
        let outfit = dressed(app, deployment, &blueprint, &sources).await.map_err(|error| error.to_string())?;
        let new =
            New { id: replica.id, version: replica.version, blueprint: &blueprint, token: &token, outfit: &outfit };
        let body = Body::adopt(engine, &new, changed)?;
        tracing::info!(server = %deployment.server, replica = %replica.id, container = found.id, "a container is taken up again");
        let since = app.clock().now();
        Ok(Self {
            seen: Seen { id: replica.id, version: replica.version, stage: Stage::Ready, since, silent: 0 },
            body,
            token,
            silence: String::new(),
            meter: Meter::default(),
            started_at: replica.started_at,
            outfit,
            blueprint,
            sources,
            told: Some(Stage::Ready),
            _room: room,
        })
    }

    /// Asks whether it is well.
    pub(super) async fn check(&mut self, client: &Client, now: Instant) {
        if !matches!(self.seen.stage, Stage::Starting | Stage::Ready) {
            return;
        }
        let Some(address) = self.body.listening() else { return };
        let reached = Reached { address, token: self.token.expose_secret(), caller: None };
        let silence = match tokio::time::timeout(PATIENCE, client.look(reached)).await {
            Ok(Ok(())) => {
                self.seen.silent = 0;
                if self.seen.stage == Stage::Starting {
                    (self.seen.stage, self.seen.since) = (Stage::Ready, now);
                }
                return;
            }
            Ok(Err(lost)) => lost.to_string(),
            Err(_) => format!("it did not list its tools within {} s", PATIENCE.as_secs()),
        };
        self.seen.silent = self.seen.silent.saturating_add(1);
        self.silence = silence;
    }

    /// Looks how busy it is, where that is due: percent of one processor, over the last seconds. None as long as it is not known.
    pub(super) async fn measure(&mut self, clock: &dyn Clock) -> Option<f64> {
        if self.seen.stage != Stage::Ready {
            return None;
        }
        if self.meter.is_due(clock.now()) {
            match tokio::time::timeout(PATIENCE, self.body.used()).await {
                Ok(Ok(used)) => self.meter.read(used, clock.now()),
                Ok(Err(why)) => tracing::debug!(why, replica = %self.seen.id, "it is not known how busy a replica is"),
                Err(_) => {}
            }
        }
        self.meter.percent(clock.now())
    }

    /// Gives it what changed of credentials and settings.
    pub(super) async fn dress(&mut self, shared: &Shared, deployment: &Deployment) {
        match dressed(&shared.app, deployment, &self.blueprint, &self.sources).await {
            Ok(outfit) if outfit != self.outfit => {
                self.body.wear(&self.blueprint, &self.token, &outfit);
                self.outfit = outfit;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, replica = %self.seen.id, "credentials of a replica cannot be read"),
        }
    }

    /// Its row says how far it is.
    pub(super) fn is_told(&self) -> bool {
        self.told == Some(self.seen.stage)
    }

    pub(super) fn told(&mut self) {
        self.told = Some(self.seen.stage);
    }

    /// Its row.
    pub(super) fn row(&self, holder: &str, deployment: &Deployment) -> Replica {
        Replica {
            id: self.seen.id,
            server: deployment.server,
            organisation: deployment.organisation,
            version: self.seen.version,
            state: match self.seen.stage {
                Stage::Starting => ReplicaState::Starting,
                Stage::Ready => ReplicaState::Ready,
                Stage::Draining | Stage::Ending => ReplicaState::Draining,
                Stage::Ended => ReplicaState::Failed,
            },
            address: self.body.listening().map(ToString::to_string),
            node: holder.to_owned(),
            process: self.body.id().map(i64::from),
            message: self.body.ended().unwrap_or(&self.silence).to_owned(),
            started_at: self.started_at,
            updated_at: self.started_at,
        }
    }
}
