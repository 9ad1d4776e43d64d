//! Everything that an operator may set, one struct for each concern. `mcphub config schema` prints it with its words.

mod access;
mod docker;
mod images;
mod kubernetes;
mod limits;
mod listen;
pub mod shown;
mod storage;
mod telemetry;
mod vault;
mod web;
mod work;

pub use access::{Accounts, Secrets, SignUp};
pub use docker::Docker;
pub use images::{Images, Severity};
pub use kubernetes::Kubernetes;
pub use limits::{DefaultQuotas, Rates};
pub use listen::{Listen, Tls};
pub use storage::{Database, Redis};
pub use telemetry::{Format, Telemetry};
pub use vault::{AppRole, KubernetesRole, Transit, Vault};
pub use web::Web;
pub use work::{Deployment, Egress, Gateway, Jobs, Monitoring, Retention};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// The settings of a hub.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the hub listens, and how it is reached.
    pub listen: Listen,
    /// Where everything is kept.
    pub database: Database,
    /// What several processes share beside the database.
    pub redis: Redis,
    /// What secrets are sealed with.
    pub secrets: Secrets,
    /// Vault, where secrets come from there.
    pub vault: Vault,
    /// Who may have an account, and for how long a sign-in lasts.
    pub accounts: Accounts,
    /// Which addresses documents may be fetched from, and calls may go to.
    pub egress: Egress,
    /// How many requests are taken.
    pub rates: Rates,
    /// What an organisation may have that has no quotas of its own.
    pub quotas: DefaultQuotas,
    /// How work is done that no request waits for.
    pub jobs: Jobs,
    /// MCP servers that are hosted.
    pub gateway: Gateway,
    /// Servers in processes of their own.
    pub deployment: Deployment,
    /// Servers in containers of a Docker engine.
    pub docker: Docker,
    /// Servers as pods of a Kubernetes cluster.
    pub kubernetes: Kubernetes,
    /// Images of servers.
    pub images: Images,
    /// How registered APIs are watched.
    pub monitoring: Monitoring,
    /// How long things are kept.
    pub retention: Retention,
    /// The console.
    pub web: Web,
    /// Logs, metrics and traces.
    pub telemetry: Telemetry,
}

/// A setting that makes no sense, or none together with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// `listen.public_url`
    pub setting: &'static str,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Settings {
    /// What is wrong with these settings; nothing when they can be used.
    #[must_use]
    pub fn check(&self) -> Vec<Invalid> {
        let mut wrong = Vec::new();
        self.listen.check(&mut wrong);
        self.database.check(&mut wrong);
        self.secrets.check(&mut wrong);
        self.vault.check(&mut wrong);
        self.check_master_key(&mut wrong);
        self.accounts.check(&mut wrong);
        self.jobs.check(&mut wrong);
        self.deployment.check(&mut wrong);
        self.docker.check(&mut wrong);
        self.kubernetes.check(&mut wrong);
        self.images.check(&mut wrong);
        self.web.check(&mut wrong);
        wrong
    }

    /// A master key that is in Vault, or encrypted there, needs Vault.
    fn check_master_key(&self, wrong: &mut Vec<Invalid>) {
        let has_vault = self.vault.address.is_some();
        let needs = "say where Vault is: `vault.address`";
        require(wrong, "secrets.master_key_vault", self.secrets.master_key_vault.is_none() || has_vault, needs);
        require(wrong, "vault.transit", self.vault.transit.is_none() || has_vault, needs);
        require(wrong, "vault.credentials", self.vault.credentials.is_none() || has_vault, needs);
    }

    /// The address by which people and programs reach the hub, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        match &self.listen.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.listen.tls.is_some() => format!("https://{}", self.listen.address),
            None => format!("http://{}", self.listen.address),
        }
    }
}

/// Adds what is wrong with a setting, when something is.
fn require(wrong: &mut Vec<Invalid>, setting: &'static str, is_right: bool, message: &str) {
    if !is_right {
        wrong.push(Invalid { setting, message: message.to_owned() });
    }
}

/// A list, also as text with commas between its items: so it is given in the environment.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        List(Vec<String>),
        Text(String),
    }
    Ok(match Given::deserialize(deserializer)? {
        Given::List(list) => list,
        Given::Text(text) => {
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        }
    })
}
