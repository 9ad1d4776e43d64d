//! Secrets of the cluster that credentials come from: read, never written.

use k8s_openapi::api::core::v1::Secret;
use kube::{Api, Client};
use secrecy::SecretString;

use super::cluster::{Access, dial, words};

/// The Secrets of a cluster.
#[derive(Clone)]
pub struct Secrets(Client);

impl Secrets {
    /// Of the cluster that `access` says.
    ///
    /// # Errors
    /// When it cannot be reached; in words for an operator.
    pub async fn new(access: &Access) -> Result<Self, String> {
        dial(access).await.map(Self)
    }

    /// One key of a Secret, which has to be text. A line break at its end is not of it: files have it, credentials do not.
    ///
    /// # Errors
    /// When the cluster does not answer, refuses, or has no such key; never with the value.
    pub async fn read(&self, namespace: &str, name: &str, key: &str) -> Result<SecretString, String> {
        let api: Api<Secret> = Api::namespaced(self.0.clone(), namespace);
        let found = api.get_opt(name).await.map_err(words)?;
        let secret = found.ok_or_else(|| format!("there is no Secret {name} in the namespace {namespace}"))?;
        let data = secret.data.unwrap_or_default();
        let value = data.get(key).ok_or_else(|| format!("the Secret {namespace}/{name} has no key {key}"))?;
        let text =
            std::str::from_utf8(&value.0).map_err(|_| format!("the key {key} of {namespace}/{name} is no text"))?;
        Ok(SecretString::from(text.trim_end_matches(['\r', '\n'])))
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}
