//! Why something about an image did not work, in a sentence for people.

use std::fmt;

/// What is wrong, where, and what to do. Credentials are never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    help: String,
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: String::new() }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Something is no name of an image.
    #[must_use]
    pub fn unreadable(name: &str) -> Self {
        let shown: String = name.chars().filter(|letter| !letter.is_control()).take(300).collect();
        Self::new(format!("`{shown}` is no name of an image"))
            .help("write it as NAME:TAG or REGISTRY/NAME:TAG, in lower case")
    }

    /// The name of a repository has more characters than this.
    #[must_use]
    pub fn too_long(most: usize) -> Self {
        Self::new(format!("{most} characters are the most that a repository's name may have"))
    }

    /// What is wrong, and where.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do; empty where the message says it.
    #[must_use]
    pub fn what_helps(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "; {}", self.help) }
    }
}

impl std::error::Error for Error {}
