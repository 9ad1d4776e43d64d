//! What the compiler has to say about a document: one finding, with its place and what to do about it.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// Something was repaired, assumed or left out of a tool.
    Warning,
    /// An operation or a whole document could not be used.
    Error,
}

/// One finding about a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable, kebab-case, for machines: `dangling-reference`.
    pub code: String,
    /// What is wrong, in a sentence that can be read alone. Lowercase, no full stop.
    pub message: String,
    /// Where: a JSON pointer as a fragment (`#/paths/~1pets/get`), with the document's address before it when it is not the root document.
    pub place: String,
    /// What to do about it, when there is something.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
}

impl Diagnostic {
    /// A finding without help.
    pub fn new(severity: Severity, code: &str, message: impl Into<String>, place: impl Into<String>) -> Self {
        Self { severity, code: code.to_owned(), message: message.into(), place: place.into(), help: String::new() }
    }

    /// An [`Severity::Info`] finding.
    pub fn info(code: &str, message: impl Into<String>, place: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, message, place)
    }

    /// A [`Severity::Warning`] finding.
    pub fn warning(code: &str, message: impl Into<String>, place: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message, place)
    }

    /// An [`Severity::Error`] finding.
    pub fn error(code: &str, message: impl Into<String>, place: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message, place)
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}
