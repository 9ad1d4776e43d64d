//! What happened: every change of state is an event of its organisation, and what people did is audited.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    id::{KeyId, ServiceAccountId, UserId},
    timestamp::Timestamp,
};

/// One change of state. An organisation's events are numbered without gaps, so that they can be followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Counted from 1 within the organisation.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What, as `api.registered`.
    pub kind: String,
    /// The identifier of what changed.
    pub subject: String,
    /// Who did it.
    pub actor: Actor,
    /// What is worth knowing about it. No secrets.
    pub data: Value,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Actor {
    /// The hub itself.
    System,
    /// Nobody who is known.
    Anonymous,
    /// A person, signed in.
    User {
        /// Who.
        id: UserId,
    },
    /// A key of a person's.
    Key {
        /// Which.
        id: KeyId,
        /// Whose.
        user: UserId,
    },
    /// A key of a service account's.
    Service {
        /// Which.
        id: ServiceAccountId,
        /// Its key.
        key: KeyId,
    },
}

impl Actor {
    /// The person behind it.
    #[must_use]
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::User { id } | Self::Key { user: id, .. } => Some(id),
            Self::System | Self::Anonymous | Self::Service { .. } => None,
        }
    }
}

/// A line of the audit log. Each carries a hash over itself and the line before, so that none can be changed or taken out unnoticed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Counted from 1 within the organisation.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What, as `api.register`.
    pub action: String,
    /// The identifier of what it was done to; empty where there is none.
    pub subject: String,
    /// From where.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// The request's identifier, as in logs and answers.
    pub request: String,
    /// `done`, or why not: `forbidden`, `wrong-password`, …
    pub outcome: String,
    /// What is worth knowing about it. No secrets.
    pub detail: Value,
    /// SHA-256 in hex over this line and the hash of the line before.
    pub hash: String,
}
