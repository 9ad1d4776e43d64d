//! HashiCorp Vault, from which the hub's master key and credentials may come.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// HashiCorp Vault, or what speaks its API.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Vault {
    /// `https://vault.example.com:8200`; there is no Vault where nothing is given.
    pub address: Option<String>,
    /// The namespace of everything that is asked for, where Vault has namespaces.
    pub namespace: Option<String>,
    /// Certificate authorities, in PEM, that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// A token. One that is had by a role is better: it is renewed.
    pub token: Option<String>,
    /// A file with a token, as Vault's agent keeps it; read again when it is not taken any more.
    pub token_file: Option<PathBuf>,
    /// Log in as an application (AppRole).
    pub app_role: Option<AppRole>,
    /// Log in as this pod's account in Kubernetes.
    pub kubernetes: Option<KubernetesRole>,
    /// The key that a master key is encrypted with, in a secrets engine of the kind transit.
    pub transit: Option<Transit>,
    /// Where an organisation's credentials are: a secrets engine of the kind KV version 2, and a folder in it, with `{organisation}` in the
    /// place of the organisation's identifier: `secret/mcphub/{organisation}`. Credentials cannot come from Vault where nothing is given.
    pub credentials: Option<String>,
}

/// An application's role.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppRole {
    /// Where the method is mounted: `approle`.
    #[serde(default = "approle")]
    pub mount: String,
    /// The role's identifier.
    pub role_id: String,
    /// Its secret.
    #[serde(default)]
    pub secret_id: Option<String>,
    /// A file with its secret.
    #[serde(default)]
    pub secret_id_file: Option<PathBuf>,
}

/// A role for accounts in Kubernetes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KubernetesRole {
    /// Where the method is mounted: `kubernetes`.
    #[serde(default = "kubernetes")]
    pub mount: String,
    /// The role.
    pub role: String,
    /// The file with the account's token; where a pod has it, when nothing is given.
    #[serde(default = "account")]
    pub token_file: PathBuf,
}

/// A key of a transit engine.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transit {
    /// Where the engine is mounted: `transit`.
    #[serde(default = "transit")]
    pub mount: String,
    /// The key's name.
    pub key: String,
}

fn approle() -> String {
    "approle".to_owned()
}

fn kubernetes() -> String {
    "kubernetes".to_owned()
}

fn transit() -> String {
    "transit".to_owned()
}

fn account() -> PathBuf {
    PathBuf::from("/var/run/secrets/kubernetes.io/serviceaccount/token")
}

impl Vault {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_url = |address: &String| {
            url::Url::parse(address).is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host())
        };
        let addresses = "write it as `https://vault.example.com:8200`";
        require(wrong, "vault.address", self.address.as_ref().is_none_or(is_url), addresses);
        let ways =
            [self.token.is_some(), self.token_file.is_some(), self.app_role.is_some(), self.kubernetes.is_some()];
        let ways = ways.into_iter().filter(|is_given| *is_given).count();
        let one = "give one way to log in: `vault.token`, `vault.token_file`, `vault.app_role` or `vault.kubernetes`";
        require(wrong, "vault.address", ways == usize::from(self.address.is_some()), one);
        let has_secret = |role: &AppRole| role.secret_id.is_none() || role.secret_id_file.is_none();
        let secret = "give the secret or a file with it, not both";
        require(wrong, "vault.app_role.secret_id", self.app_role.as_ref().is_none_or(has_secret), secret);
        let is_apart = |folder: &String| folder.contains('/') && folder.contains("{organisation}");
        let folder = "name the engine and a folder of each organisation's own, such as `secret/mcphub/{organisation}`";
        require(wrong, "vault.credentials", self.credentials.as_ref().is_none_or(is_apart), folder);
    }

    /// The same without secrets, each of which `hide` replaces.
    pub(super) fn mask(&mut self, hide: impl Fn(&mut Option<String>)) {
        hide(&mut self.token);
        if let Some(role) = &mut self.app_role {
            hide(&mut role.secret_id);
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("address", &self.address)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
