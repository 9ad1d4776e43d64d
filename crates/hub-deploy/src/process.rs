//! Replicas as child processes: started, told what to serve, listened to, ended.

use std::{
    ffi::OsString,
    fs, io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::Arc,
    time::Duration,
};

use hub_runtime::{
    replica::{Listening, Outfit, Start},
    socket::Address,
};
use rustix::{
    param::clock_ticks_per_second,
    process::{Resource, Rlimit, setrlimit},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
    sync::{Notify, mpsc},
};

use crate::{
    cgroup::{Group, Groups},
    said::Said,
};

/// How a replica's process is started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program: it calls [`hub_runtime::replica::serve`].
    pub program: PathBuf,
    /// Its arguments. Nothing of a server is among them.
    pub arguments: Vec<OsString>,
    /// All of its environment.
    pub environment: Vec<(OsString, OsString)>,
    /// Where its control group is made, and `--cgroup FOLDER` added to its arguments for each folder that it has to
    /// [enter](crate::cgroup::enter); without one it limits itself only.
    pub groups: Option<Arc<Groups>>,
}

/// A child that serves, or will, or did. Dropping it ends the process at once.
pub struct Process {
    id: Option<u32>,
    said: Arc<Said>,
    /// What goes to its standard input; closed when this is dropped.
    input: Option<mpsc::UnboundedSender<String>>,
    kill: Arc<Notify>,
}

impl Process {
    /// Starts one. `changed` is told when it listens, and when it has ended.
    ///
    /// # Errors
    /// When the program cannot be started, or its control group not be made.
    pub fn start(launch: &Launch, start: &Start, changed: Arc<Notify>) -> io::Result<Self> {
        let group = launch.groups.as_ref().map(|groups| groups.make()).transpose();
        let group = group.map_err(|error| io::Error::new(error.kind(), format!("no control group: {error}")))?;
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments);
        for folder in group.iter().flat_map(Group::folders) {
            command.arg("--cgroup").arg(folder);
        }
        command.env_clear().envs(launch.environment.iter().cloned());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // What a terminal sends to the hub is the hub's business: it ends its children itself.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let said: Arc<Said> = Arc::default();
        let (input, lines) = mpsc::unbounded_channel();
        let _ = input.send(serde_json::to_string(start)?);
        if let Some(stdin) = child.stdin.take() {
            tokio::spawn(write(stdin, lines));
        }
        if let Some(output) = child.stdout.take() {
            tokio::spawn(hear_address(output, Arc::clone(&said), Arc::clone(&changed)));
        }
        let errors = child.stderr.take().map(|errors| tokio::spawn(hear_lines(errors, Arc::clone(&said))));
        let kill = Arc::new(Notify::new());
        let (id, process) =
            (child.id(), Self { id: child.id(), said: Arc::clone(&said), input: Some(input), kill: Arc::clone(&kill) });
        tokio::spawn(async move {
            let status = wait(&mut child, &kill).await;
            drop(group);
            // What it said at its end says why.
            if let Some(errors) = errors {
                let _ = tokio::time::timeout(Duration::from_millis(200), errors).await;
            }
            let last = said.last().map(|last| format!(": {last}")).unwrap_or_default();
            let _ = said.ended.set(match status {
                Ok(status) => format!("its process{} ended ({status}){last}", numbered(id)),
                Err(error) => format!("its process{} cannot be waited for: {error}", numbered(id)),
            });
            changed.notify_one();
        });
        Ok(process)
    }

    /// Its number in the operating system.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.id
    }

    /// Processor time that it has used by now; none where the system does not say (proc(5) of Linux does).
    #[must_use]
    pub fn used(&self) -> Option<Duration> {
        // Another process may have its number once it has ended.
        let id = self.id.filter(|_| self.ended().is_none())?;
        ticks(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?).map(|ticks| {
            let each = Duration::from_secs(1) / u32::try_from(clock_ticks_per_second()).unwrap_or(100).max(1);
            each.saturating_mul(u32::try_from(ticks).unwrap_or(u32::MAX))
        })
    }

    /// Where it listens, once it does.
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

    /// Gives it another outfit.
    pub fn wear(&self, outfit: &Outfit) {
        if let (Some(input), Ok(line)) = (&self.input, serde_json::to_string(outfit)) {
            let _ = input.send(line);
        }
    }

    /// Lets it end once it has answered what it has.
    pub fn end(&mut self) {
        self.input = None;
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        self.kill.notify_one();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill.notify_one();
    }
}

impl Said {
    /// Its last words, as far as they say something.
    fn last(&self) -> Option<String> {
        let lines = self.lines();
        let words = lines.iter().rev().filter(|line| !line.trim().is_empty() && !line.starts_with("note: "));
        let mut words: Vec<&str> = words.take(2).map(String::as_str).collect();
        words.reverse();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Of a process's `stat`: what it did in user mode and what the kernel did for it. Its name comes before, in parentheses, and may have any
/// characters.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    user.checked_add(system)
}

fn numbered(id: Option<u32>) -> String {
    id.map(|id| format!(" {id}")).unwrap_or_default()
}

async fn wait(child: &mut Child, kill: &Notify) -> io::Result<ExitStatus> {
    tokio::select! {
        status = child.wait() => return status,
        () = kill.notified() => {}
    }
    child.start_kill()?;
    child.wait().await
}

async fn write(mut input: ChildStdin, mut lines: mpsc::UnboundedReceiver<String>) {
    while let Some(line) = lines.recv().await {
        if input.write_all(line.as_bytes()).await.is_err() || input.write_all(b"\n").await.is_err() {
            return;
        }
        let _ = input.flush().await;
    }
}

async fn hear_address(output: impl AsyncRead + Unpin, said: Arc<Said>, changed: Arc<Notify>) {
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Ok(Listening { listening }) = serde_json::from_str(&line) {
            let _ = said.listening.set(listening);
            changed.notify_one();
        }
    }
}

async fn hear_lines(errors: impl AsyncRead + Unpin, said: Arc<Said>) {
    let mut lines = BufReader::new(errors).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        said.keep(&line);
    }
}

/// Limits this very process: it gets no more memory of its own than this. For the child to call before anything else.
///
/// # Errors
/// When the operating system does not allow it.
pub fn confine(memory_mib: u64) -> io::Result<()> {
    let bytes = Some(memory_mib.saturating_mul(1 << 20));
    setrlimit(Resource::Data, Rlimit { current: bytes, maximum: bytes })?;
    // What it leaves behind when it dies may hold secrets.
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_of_a_process() {
        let stat =
            "4242 (a (strange) name) S 1 4242 4242 0 -1 4194560 1234 0 5 0 150 25 0 0 20 0 12 0 98765 1000 200 184";
        assert_eq!(ticks(stat), Some(175));
        assert_eq!([ticks(""), ticks("1 (x) S 1 2"), ticks("1 (x) S 1 1 1 0 -1 0 0 0 0 0 many 2")], [None; 3]);
    }
}
