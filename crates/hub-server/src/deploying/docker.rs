//! The Docker engine of this process: connected to when the first container is wanted, and looked through for containers that nobody wants.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use hub_deploy::{
    docker::{Engine, Found, Limits, Setup},
    image::{Cache, Runtime},
};
use hub_store::servers::replicas;
use tokio::sync::{Mutex, Semaphore, watch};

use crate::{app::App, images};

/// How often it is looked for what nobody wants.
const SWEEP: Duration = Duration::from_secs(60);
/// Seconds for which a container may be unknown: it is told of when it is looked at the first time.
const YOUNG: i64 = 90;

/// The engine, once somebody needs it.
#[derive(Clone)]
pub(super) struct Docker {
    app: App,
    engine: Arc<Mutex<Option<Engine>>>,
    /// Leave to run a container, for as many as may.
    pub(super) room: Arc<Semaphore>,
}

impl Docker {
    pub(super) fn new(app: &App) -> Self {
        let room = Arc::new(Semaphore::new(app.settings().docker.containers));
        Self { app: app.clone(), engine: Arc::default(), room }
    }

    /// The engine; why there is none, in words.
    pub(super) async fn engine(&self) -> Result<Engine, String> {
        let mut known = self.engine.lock().await;
        if let Some(engine) = known.as_ref() {
            return Ok(engine.clone());
        }
        let settings = self.app.settings();
        if settings.docker.containers == 0 {
            return Err("this process of the hub runs no containers (`docker.containers` is 0)".to_owned());
        }
        let setup = Setup {
            host: settings.docker.host.clone(),
            folder: PathBuf::from(&settings.docker.folder),
            runtimes: runtimes(&self.app).await?,
            cache: Cache::new(PathBuf::from(&settings.images.folder)),
            limits: Limits {
                memory_mib: settings.docker.memory_mib,
                processor_percent: settings.docker.processor_percent,
                pids: settings.docker.pids,
            },
        };
        let engine = Engine::connect(setup).await?;
        *known = Some(engine.clone());
        Ok(engine)
    }

    /// Removes containers that no replica is known of, from time to time: of servers that were deleted while this process was away, or that
    /// another process took over.
    pub(super) async fn sweep(self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(SWEEP) => {}
            }
            // Where nobody ever asked for the engine there is nothing of ours, unless it was there before this process.
            let Ok(engine) = self.engine().await else { continue };
            if let Err(error) = self.swept(&engine).await {
                tracing::warn!(error, "containers that nobody wants cannot be looked for");
            }
        }
    }

    async fn swept(&self, engine: &Engine) -> Result<(), String> {
        let found = engine.containers(None).await?;
        let known = replicas::all_ids(self.app.store()).await.map_err(|error| error.to_string())?;
        let known: BTreeSet<String> = known.iter().map(ToString::to_string).collect();
        let now = self.app.now().0 / 1_000;
        let is_orphan = |one: &&Found| !known.contains(&one.replica) && now - one.created > YOUNG;
        for orphan in found.iter().filter(is_orphan) {
            tracing::info!(
                server = orphan.server,
                replica = orphan.replica,
                "a container that nobody wants is removed"
            );
            engine.remove(&orphan.id, &orphan.replica).await?;
        }
        engine.sweep(&|replica| known.contains(replica) || found.iter().any(|one| one.replica == replica));
        for server in found.iter().filter(is_orphan).map(|one| one.server.as_str()).collect::<BTreeSet<_>>() {
            engine.remove_images(server).await;
        }
        Ok(())
    }
}

/// The programs that images are made of.
async fn runtimes(app: &App) -> Result<Vec<Runtime>, String> {
    let paths: Vec<PathBuf> = app.settings().images.runtimes.iter().map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err(images::NO_RUNTIME.to_owned());
    }
    let opening = tokio::task::spawn_blocking(move || {
        let opened: Result<Vec<Runtime>, _> = paths.iter().map(|path| Runtime::open(path)).collect();
        opened.map_err(|error| error.to_string())
    });
    opening.await.map_err(|error| error.to_string())?
}
