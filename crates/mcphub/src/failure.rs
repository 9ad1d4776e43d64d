//! Why a command stopped: a sentence for people and an exit status for scripts.

use std::{fmt, process::ExitCode};

/// A command that stopped. `Display` says what is wrong, where, and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: FailureKind,
    message: String,
    help: String,
    /// The hub's word for it, where a hub said so.
    code: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FailureKind {
    /// The machine or the network said no.
    Environment,
    /// The command line cannot be followed.
    Usage,
    /// The document cannot be used at all.
    Unusable,
}

impl Failure {
    /// Something outside failed: a port in use, a disk that is full. Exit status 1.
    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Environment, message: message.into(), help: String::new(), code: String::new() }
    }

    /// The command line asks for something that cannot be. Exit status 2.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Usage, message: message.into(), help: String::new(), code: String::new() }
    }

    /// The document cannot be used. Exit status 3.
    pub(crate) fn unusable(message: impl Into<String>) -> Self {
        Self { kind: FailureKind::Unusable, message: message.into(), help: String::new(), code: String::new() }
    }

    /// The same failure, with what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The same failure, with the stable code that a hub gave it.
    pub(crate) fn code(mut self, code: String) -> Self {
        self.code = code;
        self
    }

    /// Whether a hub gave it this code.
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// The exit status of the process.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            FailureKind::Environment => 1,
            FailureKind::Usage => 2,
            FailureKind::Unusable => 3,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n  help: {}", self.help) }
    }
}
