//! How a tool is executed: a plan over the tool's argument slots, made by the compiler and followed by the runtime.

pub mod http;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use http::HttpBinding;

use crate::Alternative;

/// Index into [`crate::Tool::arguments`].
pub type Slot = usize;

/// The kinds of call. One variant for each family of protocols.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Binding {
    /// One HTTP request.
    Http(Box<HttpBinding>),
}

impl Binding {
    /// Key in [`crate::Blueprint::upstreams`].
    #[must_use]
    pub fn upstream(&self) -> &str {
        match self {
            Self::Http(http) => &http.upstream,
        }
    }

    /// Credentials: any one alternative, all of its requirements.
    #[must_use]
    pub fn security(&self) -> &[Alternative] {
        match self {
            Self::Http(http) => &http.security,
        }
    }

    /// Takes the nested properties that had to be renamed for clients: from the schema's name to the wire's.
    pub fn rename(&mut self, renamed: BTreeMap<String, String>) {
        match self {
            Self::Http(http) => {
                if let Some(body) = &mut http.body {
                    body.renamed = renamed;
                }
            }
        }
    }
}
