//! Secrets of a server: values that are used but never shown.

use std::{collections::BTreeMap, fmt};

use secrecy::{ExposeSecret, SecretString};

/// Secret values by the name of their scheme ([`hub_model::Blueprint::schemes`]). Wiped from memory when dropped.
#[derive(Clone, Default)]
pub struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    /// No secrets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the secret of `scheme`: the key, `user:password`, the token, or `client_id:client_secret`, as
    /// [`hub_model::SchemeKind`] says. Spaces and line breaks around it are dropped.
    pub fn insert(&mut self, scheme: impl Into<String>, value: &str) {
        self.0.insert(scheme.into(), SecretString::from(value.trim()));
    }

    /// Names of the schemes that have a secret.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(ExposeSecret::expose_secret)
    }

    pub(crate) fn get(&self, scheme: &str) -> Option<&str> {
        self.0.get(scheme).map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
