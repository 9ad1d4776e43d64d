//! Where everything is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Where everything is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://PATH`, one file on this machine, or `postgres://USER:PASSWORD@HOST/NAME`.
    pub url: String,
    /// A replica of a PostgreSQL database, for reads that may lag a little.
    pub replica_url: Option<String>,
    /// The most connections that this process opens.
    pub connections: u32,
    /// Seconds that a request waits for a connection.
    pub wait_seconds: u64,
    /// Migrate when the hub starts. Where several processes start at once, one of them does.
    pub migrate: bool,
}

/// What several processes share beside the database.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Redis {
    /// `redis://HOST:PORT`, or `rediss://` over TLS. One process alone needs none.
    pub url: Option<String>,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite://mcphub-data/mcphub.db".to_owned(),
            replica_url: None,
            connections: 20,
            wait_seconds: 10,
            migrate: true,
        }
    }
}

impl Database {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| self.url.starts_with(scheme));
        require(wrong, "database.url", is_known, "it must begin with sqlite:// or postgres://");
        let is_replicable = self.replica_url.is_none() || !self.url.starts_with("sqlite:");
        require(wrong, "database.replica_url", is_replicable, "only PostgreSQL has replicas");
        require(wrong, "database.connections", self.connections >= 2, "two connections are the least");
    }
}

impl std::fmt::Debug for Database {
    /// URLs may hold passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("connections", &self.connections).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Redis {
    /// The URL may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redis").field("is_used", &self.url.is_some()).finish_non_exhaustive()
    }
}
