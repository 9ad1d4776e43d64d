//! Who uses the hub: people, their organisations, and the programs that act for them.

mod permission;
mod role;

pub use permission::{Permission, Permissions};
pub use role::Role;

use serde::{Deserialize, Serialize};

use crate::{
    id::{InvitationId, KeyId, OrganisationId, RoleId, ServerId, ServiceAccountId, SessionId, UserId},
    timestamp::Timestamp,
};

/// Somebody with an account. Nothing here lets anybody in: how they prove who they are is kept apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// Lower case, unique.
    pub email: String,
    /// As they want to be called.
    pub name: String,
    /// May administer the whole hub.
    pub is_admin: bool,
    /// May not sign in; their keys do not work.
    pub is_disabled: bool,
    /// A second factor is asked for at sign-in.
    pub has_second_factor: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Last sign-in.
    pub last_seen_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
}

/// A tenant: everything that is registered belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Identifier.
    pub id: OrganisationId,
    /// In URLs; unique, `^[a-z][a-z0-9-]{1,38}$`.
    pub slug: String,
    /// For people.
    pub name: String,
    /// The user whose own it is; such an organisation has no other members.
    pub personal_of: Option<UserId>,
    /// What it may have.
    pub quotas: Quotas,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// How much an organisation may have. `None` means the hub's default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Quotas {
    /// Registered APIs, deleted ones that can still be restored included.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub apis: Option<i64>,
    /// Servers.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub servers: Option<i64>,
    /// Servers that are deployed at a time.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub deployments: Option<i64>,
    /// Calls of tools from midnight to midnight, UTC.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub calls_per_day: Option<i64>,
    /// Bytes of documents and what was made of them, as stored.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub stored_bytes: Option<i64>,
    /// Members.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub members: Option<i64>,
}

/// Somebody's place in an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// A role that an organisation made for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRole {
    /// Identifier.
    pub id: RoleId,
    /// Unique in the organisation.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it allows.
    pub permissions: Permissions,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// An open door for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// Who may use it.
    pub email: String,
    /// What they will be.
    pub role: Role,
    /// Who opened it.
    pub invited_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// A program with rights of its own, which outlive the person who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Identifier.
    pub id: ServiceAccountId,
    /// Unique in the organisation.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// Whom an API key acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyOwner {
    /// A person.
    User(UserId),
    /// A program.
    Service(ServiceAccountId),
}

/// An API key, without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Identifier.
    pub id: KeyId,
    /// For people.
    pub name: String,
    /// The beginning of the key, by which people recognise it.
    pub hint: String,
    /// Whom it acts for.
    pub owner: KeyOwner,
    /// What it may do, of what its owner may.
    pub scopes: Permissions,
    /// Which servers and tools it may use; all when absent.
    pub reach: Option<KeyReach>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Last use, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
}

/// Which servers and tools an API key may use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct KeyReach {
    /// Only these servers; any when empty.
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub servers: Vec<ServerId>,
    /// Only tools whose names match one of these globs; any when empty.
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub tools: Vec<String>,
}

/// A sign-in that is kept alive by refresh tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Where it began.
    pub address: String,
    /// With which program.
    pub user_agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// Last refresh.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}
