//! How many requests are taken, and how much an organisation may have.

use hub_model::account::Quotas;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many requests are taken, each per minute: that many at once, which fill up again evenly. 0 means any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// From one address, by whoever is not signed in.
    pub address: u32,
    /// By one user.
    pub user: u32,
    /// With one API key.
    pub key: u32,
    /// By everybody in one organisation.
    pub organisation: u32,
    /// Attempts to sign in, sign up or reset a password, from one address.
    pub sign_in: u32,
    /// Documents that are fetched and compiled, for one organisation.
    pub compile: u32,
}

/// What an organisation may have that has no quotas of its own. Any amount where one is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DefaultQuotas {
    /// Registered APIs.
    pub apis: Option<i64>,
    /// Servers.
    pub servers: Option<i64>,
    /// Servers that are deployed at a time.
    pub deployments: Option<i64>,
    /// Calls of tools in a day.
    pub calls_per_day: Option<i64>,
    /// Bytes of documents and what was made of them, as stored.
    pub stored_bytes: Option<i64>,
    /// Members.
    pub members: Option<i64>,
    /// Organisations that one user may own, beside their personal one.
    pub organisations_per_user: Option<i64>,
}

impl Default for Rates {
    fn default() -> Self {
        Self { address: 300, user: 1200, key: 3000, organisation: 12_000, sign_in: 20, compile: 120 }
    }
}

impl Default for DefaultQuotas {
    fn default() -> Self {
        Self {
            apis: Some(1000),
            servers: Some(1000),
            deployments: Some(200),
            calls_per_day: None,
            stored_bytes: Some(5 << 30),
            members: Some(1000),
            organisations_per_user: Some(50),
        }
    }
}

impl DefaultQuotas {
    /// The same, as the store knows them.
    #[must_use]
    pub fn quotas(&self) -> Quotas {
        let Self { apis, servers, deployments, calls_per_day, stored_bytes, members, .. } = *self;
        Quotas { apis, servers, deployments, calls_per_day, stored_bytes, members }
    }
}
