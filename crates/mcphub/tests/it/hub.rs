//! A running hub, and the command line as somebody uses it who has a machine of their own.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use assert_cmd::assert::Assert;
use serde_json::Value;

use crate::support::{mcphub, plain};

pub(crate) const PASSWORD: &str = "kestrel-Orchid-19!wPz7";

/// A hub in a folder of its own. It ends with the test.
pub(crate) struct Hub {
    process: Child,
    pub(crate) url: String,
    /// The link of the first start; nothing where the hub has an administrator.
    pub(crate) link: Option<String>,
    pub(crate) folder: tempfile::TempDir,
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Hub {
    pub(crate) fn start() -> Self {
        Self::with(tempfile::tempdir().unwrap(), &[])
    }

    /// A hub over what is in the folder already, with more settings by environment.
    pub(crate) fn with(folder: tempfile::TempDir, settings: &[(&str, &str)]) -> Self {
        Self::at("127.0.0.1:0", folder, settings)
    }

    /// The same at an address.
    pub(crate) fn at(listen: &str, folder: tempfile::TempDir, settings: &[(&str, &str)]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mcphub"))
            .args(["serve", "--listen", listen, "--allow-private-upstreams"])
            .envs(settings.iter().copied())
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let url = loop {
            let line = lines.next().unwrap_or_else(|| panic!("the hub ended: {said}")).unwrap();
            if let Some(url) = line.strip_prefix("listening on ") {
                break url.to_owned();
            }
            said.push_str(&line);
        };
        // The link follows, or the log of what comes next does; nothing at all where nothing happens.
        let (told, link) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = told.send(line);
            }
        });
        let prefix = "make the first administrator: ";
        let wait = std::time::Duration::from_millis(500);
        let link = link.recv_timeout(wait).ok().and_then(|line| line.strip_prefix(prefix).map(str::to_owned));
        Self { process, url, link, folder }
    }

    /// A hub with an administrator, who is signed in on a machine.
    pub(crate) fn signed_in() -> (Self, Machine) {
        let (hub, machine) = (Self::start(), Machine::new());
        hub.sign_in(&machine);
        (hub, machine)
    }

    /// Makes the first administrator, signed in on a machine.
    pub(crate) fn sign_in(&self, machine: &Machine) {
        let answers = format!("ada@example.com\nAda\n{PASSWORD}\n");
        machine.run(&["login", self.link.as_deref().unwrap()]).write_stdin(answers).assert().success();
    }

    /// Ends it without asking; what it kept, and where it listened.
    pub(crate) fn kill(mut self) -> (tempfile::TempDir, String) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap()), self.url.clone())
    }
}

/// Where somebody's sign-ins are kept.
pub(crate) struct Machine(tempfile::TempDir);

impl Machine {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// A command, as it is typed there.
    pub(crate) fn run(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = mcphub();
        command.args(arguments).env("XDG_CONFIG_HOME", self.folder()).current_dir(self.folder());
        for name in ["MCPHUB_HUB", "MCPHUB_KEY", "MCPHUB_ORGANISATION"] {
            command.env_remove(name);
        }
        command
    }

    /// A command that nobody waits for.
    pub(crate) fn starts(&self, arguments: &[&str]) -> Child {
        let mut command = plain();
        command.args(arguments).env("XDG_CONFIG_HOME", self.folder()).current_dir(self.folder());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// What a command prints that has to succeed.
    pub(crate) fn prints(&self, arguments: &[&str]) -> String {
        out(&self.run(arguments).assert().success())
    }

    /// The same with `--json`.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let text = self.prints(&[arguments, &["--json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

pub(crate) fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

pub(crate) fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}
