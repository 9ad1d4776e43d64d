//! Where the calls of a blueprint go.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A base URL that bindings refer to by its key in [`crate::Blueprint::upstreams`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upstream {
    /// Base URL without a trailing slash, possibly with `{variables}`. Empty when the document does not say: it must then be
    /// given when the server is run.
    pub url: String,
    /// The variables in `url`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Variable>,
    /// The document's words, cleaned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Other base URLs that the document offers for the same operations (sandbox, regions).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
}

/// A variable of a server URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// Used unless another value is configured.
    pub default: String,
    /// The values allowed; empty means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The document's words, cleaned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

impl Upstream {
    /// `url` with every variable replaced by its default.
    #[must_use]
    pub fn resolved(&self) -> String {
        self.resolved_with(|_| None)
    }

    /// `url` with every variable replaced by what `value` says, or else by its default.
    #[must_use]
    pub fn resolved_with(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut url = self.url.clone();
        for (name, variable) in &self.variables {
            let chosen = value(name).unwrap_or_else(|| variable.default.clone());
            url = url.replace(&format!("{{{name}}}"), &chosen);
        }
        url
    }
}
