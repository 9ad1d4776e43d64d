//! Roles that an organisation made for itself.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod update;

use hub_model::{
    Timestamp,
    account::{CustomRole, Permissions},
    id::RoleId,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A role that an organisation made for itself.
#[derive(Serialize, ToSchema)]
#[schema(as = CustomRole)]
pub(crate) struct RoleView {
    id: RoleId,
    name: String,
    description: String,
    permissions: Permissions,
    created_at: Timestamp,
}

impl From<CustomRole> for RoleView {
    fn from(role: CustomRole) -> Self {
        let CustomRole { id, name, description, permissions, created_at, .. } = role;
        Self { id, name, description, permissions, created_at }
    }
}
