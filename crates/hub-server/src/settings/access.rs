//! Secrets and accounts.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// What secrets are sealed with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    /// The master key: 32 random bytes in base64 or hex, as `openssl rand -base64 32` makes them; or the same encrypted with
    /// `vault.transit`, as Vault writes it: `vault:v1:…`.
    pub master_key: Option<String>,
    /// A file with the master key. Where none is given in any way, one is made beside the database, encrypted where there is
    /// `vault.transit`.
    pub master_key_file: Option<PathBuf>,
    /// The master key in Vault, in a secrets engine of the kind KV version 2: `secret/mcphub#master_key`.
    pub master_key_vault: Option<String>,
    /// Master keys from before a rotation, which still open what they sealed.
    #[serde(deserialize_with = "super::list")]
    pub older_master_keys: Vec<String>,
    /// Seconds after which a credential whose value is in Vault or in Kubernetes is read there again.
    pub refresh_seconds: u64,
}

/// Who may have an account, and for how long a sign-in lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Accounts {
    /// Who may make an account.
    pub sign_up: SignUp,
    /// Characters that a password has at least.
    pub password_length: usize,
    /// A file of SHA-1 hashes of passwords that are known to have leaked, sorted, as `HASH:COUNT` lines: they are refused.
    pub breached_passwords: Option<PathBuf>,
    /// Minutes that an access token holds.
    pub access_minutes: u64,
    /// Days after which a sign-in that is not used ends.
    pub session_days: u64,
    /// Days that an invitation holds.
    pub invitation_days: u64,
    /// Anybody who is signed in may make organisations; only administrators may otherwise.
    pub may_create_organisations: bool,
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Only administrators make accounts.
    Closed,
    /// Who is invited into an organisation.
    #[default]
    Invited,
    /// Anybody.
    Open,
}

impl Default for Secrets {
    fn default() -> Self {
        Self {
            master_key: None,
            master_key_file: None,
            master_key_vault: None,
            older_master_keys: Vec::new(),
            refresh_seconds: 60,
        }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            sign_up: SignUp::Invited,
            password_length: 12,
            breached_passwords: None,
            access_minutes: 10,
            session_days: 30,
            invitation_days: 7,
            may_create_organisations: true,
        }
    }
}

impl Accounts {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_long = (8..=128).contains(&self.password_length);
        require(wrong, "accounts.password_length", is_long, "choose between 8 and 128 characters");
        require(
            wrong,
            "accounts.access_minutes",
            (1..=60).contains(&self.access_minutes),
            "choose between 1 and 60 minutes",
        );
        require(
            wrong,
            "accounts.session_days",
            (1..=365).contains(&self.session_days),
            "choose between 1 and 365 days",
        );
    }
}

impl Secrets {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let given = [self.master_key.is_some(), self.master_key_file.is_some(), self.master_key_vault.is_some()];
        let is_single = given.into_iter().filter(|is_given| *is_given).count() <= 1;
        require(
            wrong,
            "secrets.master_key",
            is_single,
            "give the key, a file with it, or its place in Vault: one of them",
        );
        let is_often = (1..=86_400).contains(&self.refresh_seconds);
        require(wrong, "secrets.refresh_seconds", is_often, "choose between 1 and 86400");
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets").field("master_key_file", &self.master_key_file).finish_non_exhaustive()
    }
}
