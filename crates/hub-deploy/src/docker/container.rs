//! One replica as a container: made, told its secrets, listened to, ended; and found again by a hub that was started anew.

use std::{pin::pin, sync::Arc, time::Duration};

use bollard::{
    container::LogOutput,
    errors::Error as EngineError,
    exec::{CreateExecOptions, StartExecOptions, StartExecResults},
    models::ContainerState,
    query_parameters::{
        CreateContainerOptionsBuilder, InspectContainerOptionsBuilder, KillContainerOptionsBuilder, LogsOptionsBuilder,
        StartContainerOptionsBuilder, StatsOptionsBuilder, StopContainerOptionsBuilder, WaitContainerOptionsBuilder,
    },
};
use futures_util::StreamExt as _;
use hub_model::Blueprint;
use hub_runtime::{
    egress::passage::{self, Leave},
    replica::Told,
    socket::Address,
};
use tokio::{
    io::AsyncWriteExt as _,
    sync::{Notify, watch},
    task::AbortHandle,
};

use super::{
    Engine,
    folder::Place,
    shape::{TOLD, shape},
};
use crate::said::{LINE, Said};

/// Between two looks while the engine does not answer.
const AGAIN: Duration = Duration::from_millis(500);
/// Seconds between asking a container to end and ending it: longer than what it gives to calls in flight.
const END: i32 = 40;
/// The program of images, which is also how a running container is told something.
const PROGRAM: &str = "/mcphub-runtime";

/// Which container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Whose.
    pub organisation: String,
    /// Of which server.
    pub server: String,
    /// Of which version.
    pub version: String,
    /// The replica.
    pub replica: String,
}

/// A container that serves, or will, or did. Dropping it leaves the container as it is; only its way out is closed.
pub struct Container {
    engine: Engine,
    name: String,
    replica: String,
    said: Arc<Said>,
    told: watch::Sender<Vec<u8>>,
    leave: watch::Sender<Arc<Leave>>,
    tasks: Vec<AbortHandle>,
}

impl Container {
    /// Makes one and starts it. `changed` is told when it listens, and when it has ended.
    ///
    /// # Errors
    /// When the folder that it shares with the hub cannot be made.
    pub fn start(
        engine: &Engine,
        order: Order,
        blueprint: Arc<Blueprint>,
        told: &Told,
        leave: Leave,
        changed: Arc<Notify>,
    ) -> Result<Self, String> {
        let place = engine.folder.of(&order.replica).map_err(|error| error.to_string())?;
        let name = format!("mcphub-{}", order.replica);
        let (maker, making) = (engine.clone(), name.clone());
        let shared = place.there.clone();
        let made = async move {
            let _leave = maker.starting.acquire().await.map_err(|error| error.to_string())?;
            let image = maker.image(&order.server, blueprint).await?;
            let body = shape(&maker.folder.name, &order, image, &shared, maker.setup.limits);
            let options = CreateContainerOptionsBuilder::default().name(&making).build();
            maker.docker.create_container(Some(options), body).await.map_err(words)?;
            let options = StartContainerOptionsBuilder::default().build();
            maker.docker.start_container(&making, Some(options)).await.map_err(words)
        };
        Self::tended(engine, name, &place, told, leave, changed, Some(made))
    }

    /// Takes up one that runs.
    ///
    /// # Errors
    /// When the folder that it shares with the hub cannot be made.
    pub fn adopt(
        engine: &Engine,
        replica: &str,
        told: &Told,
        leave: Leave,
        changed: Arc<Notify>,
    ) -> Result<Self, String> {
        let place = engine.folder.of(replica).map_err(|error| error.to_string())?;
        let name = format!("mcphub-{replica}");
        let none: Option<std::future::Ready<Result<(), String>>> = None;
        Self::tended(engine, name, &place, told, leave, changed, none)
    }

    fn tended(
        engine: &Engine,
        name: String,
        place: &Place,
        told: &Told,
        leave: Leave,
        changed: Arc<Notify>,
        made: Option<impl Future<Output = Result<(), String>> + Send + 'static>,
    ) -> Result<Self, String> {
        let said: Arc<Said> = Arc::default();
        let (leave, leaving) = watch::channel(Arc::new(leave));
        let listener = passage::listen(&place.passage()).map_err(|error| error.to_string())?;
        let passing = tokio::spawn(passage::serve(listener, leaving)).abort_handle();
        let (told, telling) = watch::channel(serde_json::to_vec(told).map_err(|error| error.to_string())?);
        let replica = name.trim_start_matches("mcphub-").to_owned();
        let tender = Tender {
            engine: engine.clone(),
            name: name.clone(),
            said: Arc::clone(&said),
            address: Address::Unix(place.server()),
            changed,
        };
        let tending = tokio::spawn(tender.tend(telling, made)).abort_handle();
        Ok(Self { engine: engine.clone(), name, replica, said, told, leave, tasks: vec![passing, tending] })
    }

    /// Where it listens, once it was told what it needs to.
    #[must_use]
    pub fn listening(&self) -> Option<&Address> {
        self.said.listening.get()
    }

    /// How it ended, once it has.
    #[must_use]
    pub fn ended(&self) -> Option<&str> {
        self.said.ended.get().map(String::as_str)
    }

    /// What it said on its standard error since the last time.
    #[must_use]
    pub fn take_lines(&self) -> Vec<String> {
        self.said.lines().drain(..).collect()
    }

    /// Processor time that it has used by now.
    ///
    /// # Errors
    /// When the engine does not answer, or does not know it.
    pub async fn used(&self) -> Result<Duration, String> {
        let options = StatsOptionsBuilder::default().stream(false).one_shot(true).build();
        let mut answers = pin!(self.engine.docker.stats(&self.name, Some(options)));
        let answer = answers.next().await.ok_or("the engine says nothing of it")?.map_err(words)?;
        let nanoseconds = answer.cpu_stats.and_then(|cpu| cpu.cpu_usage?.total_usage);
        nanoseconds.map(Duration::from_nanos).ok_or_else(|| "the engine does not say how busy it is".to_owned())
    }

    /// Tells it something else.
    pub fn wear(&self, told: &Told, leave: Leave) {
        let _ = self.leave.send(Arc::new(leave));
        if let Ok(told) = serde_json::to_vec(told) {
            let _ = self.told.send(told);
        }
    }

    /// Lets it end once it has answered what it has.
    pub fn end(&self) {
        let (engine, name) = (self.engine.clone(), self.name.clone());
        tokio::spawn(async move {
            let options = StopContainerOptionsBuilder::default().t(END).build();
            // One that cannot be stopped is killed a while later.
            let _ = engine.docker.stop_container(&name, Some(options)).await;
        });
    }

    /// Ends it at once.
    pub fn kill(&self) {
        let (engine, name) = (self.engine.clone(), self.name.clone());
        tokio::spawn(async move {
            let options = KillContainerOptionsBuilder::default().build();
            let _ = engine.docker.kill_container(&name, Some(options)).await;
        });
    }

    /// Removes it with all that it left, and with its image where that `is_last`: nobody will want another container of it. One that cannot be
    /// removed now is found among those that nobody looks after.
    pub async fn discard(self, is_last: bool) {
        let removed = match is_last {
            true => self.engine.remove_with_image(&self.name, &self.replica).await,
            false => self.engine.remove(&self.name, &self.replica).await,
        };
        if let Err(error) = removed {
            tracing::warn!(container = self.name, error, "a container cannot be removed; it is tried again later");
        }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
    }
}

/// Looks after one container until it has ended.
struct Tender {
    engine: Engine,
    name: String,
    said: Arc<Said>,
    address: Address,
    changed: Arc<Notify>,
}

impl Tender {
    async fn tend(
        self,
        told: watch::Receiver<Vec<u8>>,
        made: Option<impl Future<Output = Result<(), String>> + Send + 'static>,
    ) {
        let is_new = made.is_some();
        if let Some(made) = made
            && let Err(why) = made.await
        {
            let _ = self.said.ended.set(format!("its container could not be started: {why}"));
            self.changed.notify_one();
            return;
        }
        let how = tokio::select! {
            how = self.end() => how,
            () = self.tell(told) => return,
            () = self.listen(is_new) => return,
        };
        let last = self.last().await.map(|last| format!(": {last}")).unwrap_or_default();
        let _ = self.said.ended.set(format!("its container {how}{last}"));
        self.changed.notify_one();
    }

    /// Waits until it has ended, however long the engine does not answer meanwhile.
    async fn end(&self) -> String {
        loop {
            let options = InspectContainerOptionsBuilder::default().build();
            match self.engine.docker.inspect_container(&self.name, Some(options)).await {
                Ok(found) => match found.state {
                    Some(state) if state.running != Some(true) => return ended(&state),
                    _ => {}
                },
                Err(EngineError::DockerResponseServerError { status_code: 404, .. }) => {
                    return "was removed by somebody else".to_owned();
                }
                Err(_) => {
                    tokio::time::sleep(AGAIN).await;
                    continue;
                }
            }
            let options = WaitContainerOptionsBuilder::default().condition("not-running").build();
            let mut waiting = pin!(self.engine.docker.wait_container(&self.name, Some(options)));
            // Whatever it says, it is looked at: it may have ended, or the engine.
            if waiting.next().await.is_none_or(|said| said.is_err()) {
                tokio::time::sleep(AGAIN).await;
            }
        }
    }

    /// Writes down what it is told, whenever that changes.
    async fn tell(&self, mut told: watch::Receiver<Vec<u8>>) {
        loop {
            let bytes = told.borrow_and_update().clone();
            match self.write(&bytes).await {
                Ok(()) => {
                    if self.said.listening.set(self.address.clone()).is_ok() {
                        self.changed.notify_one();
                    }
                    if told.changed().await.is_err() {
                        return;
                    }
                }
                Err(why) => {
                    tracing::debug!(container = self.name, why, "a container cannot be told its settings");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Through the engine's connection and the memory of the container: it is never on a disk.
    async fn write(&self, bytes: &[u8]) -> Result<(), String> {
        let docker = &self.engine.docker;
        let config = CreateExecOptions {
            attach_stdin: Some(true),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            cmd: Some(vec![PROGRAM, "--write-told", TOLD]),
            ..CreateExecOptions::default()
        };
        let exec = docker.create_exec(&self.name, config).await.map_err(words)?.id;
        let started = docker.start_exec(&exec, None::<StartExecOptions>).await.map_err(words)?;
        let StartExecResults::Attached { mut output, mut input } = started else {
            return Err("it cannot be spoken to".to_owned());
        };
        input.write_all(bytes).await.map_err(|error| error.to_string())?;
        input.shutdown().await.map_err(|error| error.to_string())?;
        let mut said = String::new();
        while let Some(Ok(line)) = output.next().await {
            said.push_str(&line.to_string());
        }
        match docker.inspect_exec(&exec).await.map_err(words)?.exit_code {
            Some(0) => Ok(()),
            code => Err(format!("it ended with {code:?}: {}", said.trim())),
        }
    }

    /// Keeps what it says.
    async fn listen(&self, is_new: bool) {
        // What one that was taken up said before was kept then.
        let mut tail = if is_new { "all" } else { "0" };
        loop {
            let options = LogsOptionsBuilder::default().follow(true).stderr(true).tail(tail).build();
            let mut lines = pin!(self.engine.docker.logs(&self.name, Some(options)));
            while let Some(Ok(line)) = lines.next().await {
                if let LogOutput::StdErr { message } = line {
                    self.said.keep(String::from_utf8_lossy(&message).trim_end());
                }
            }
            tail = "0";
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Its last words, as far as they say something.
    async fn last(&self) -> Option<String> {
        let options = LogsOptionsBuilder::default().stderr(true).tail("2").build();
        let lines: Vec<_> = self.engine.docker.logs(&self.name, Some(options)).collect().await;
        let words: Vec<String> = lines.into_iter().filter_map(|line| Some(line.ok()?.to_string())).collect();
        let words = words.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then(|| words.chars().take(LINE).collect())
    }
}

fn ended(state: &ContainerState) -> String {
    let code = state.exit_code.unwrap_or(0);
    match state.oom_killed {
        Some(true) => format!("needed more memory than it may have, and was ended (status {code})"),
        _ => format!("ended (status {code})"),
    }
}

fn words(error: EngineError) -> String {
    match error {
        EngineError::DockerResponseServerError { message, .. } => message,
        other => other.to_string(),
    }
}
