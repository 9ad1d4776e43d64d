//! APIs and servers as files and custom resources say them: what is wanted, by names, and without secrets.
//!
//! A resource is complete: what it leaves out is at its default, not as it was. It refers to other resources by name, so that it means the
//! same in every hub, and to secrets by where they are, so that it can be kept in a repository.

mod api;
mod curation;
mod server;

pub use api::{ApiSettingsSpec, ApiSource, CredentialSpec, McpApiSpec, SecretKeyRef, ValueFrom};
pub use curation::{ArgumentSpec, CurationSpec, PickSpec, ToolSpec};
pub use server::{DeploymentSpec, DesignSpec, McpServerSpec, ScalingSpec, ServerSettingsSpec, SourceSpec};

use serde::{Deserialize, Serialize};

use crate::closed::closed;

/// The version of these resources, as their `apiVersion`.
pub const API_VERSION: &str = "mcphub.dev/v1";

closed! {
    /// What a resource is.
    ResourceKind {
        /// A registered API.
        McpApi = "McpApi",
        /// A server that is made of APIs.
        McpServer = "McpServer",
    }
}

/// A resource as it stands in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest<S> {
    /// [`API_VERSION`].
    pub api_version: String,
    /// What it is, which says what its `spec` is.
    pub kind: ResourceKind,
    /// What it is called.
    pub metadata: Metadata,
    /// What is wanted.
    pub spec: S,
}

/// What a resource is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Its name in URLs, `^[a-z][a-z0-9-]{0,38}[a-z0-9]$`; unique for its kind in the organisation.
    pub name: String,
    /// The organisation that it belongs to, by its slug; the one that a command is about when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// Why a specification cannot be followed: where in it, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// `spec.source.url`
    pub place: String,
    /// What is wrong, and what to do about it. Lowercase, no full stop.
    pub message: String,
}

impl Wrong {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl Metadata {
    /// # Errors
    /// When the name is none that can stand in a URL.
    pub fn check(&self) -> Result<(), Wrong> {
        let name = self.name.as_bytes();
        let is_plain = name.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-');
        let begins = name.first().is_some_and(u8::is_ascii_lowercase);
        if (2..=40).contains(&name.len()) && is_plain && begins && name.last() != Some(&b'-') {
            return Ok(());
        }
        Err(Wrong::new(
            "metadata.name",
            "a name has 2 to 40 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen",
        ))
    }
}

/// Whether something is as it is when nothing is said of it: then it is not written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests;
