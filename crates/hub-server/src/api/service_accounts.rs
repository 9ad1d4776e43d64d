//! Programs with rights of their own.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod update;

use hub_model::{
    Timestamp,
    account::{Role, ServiceAccount},
    id::ServiceAccountId,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A program with rights of its own.
#[derive(Serialize, ToSchema)]
#[schema(as = ServiceAccount)]
pub(crate) struct ServiceAccountView {
    id: ServiceAccountId,
    name: String,
    description: String,
    role: Role,
    created_at: Timestamp,
}

impl From<ServiceAccount> for ServiceAccountView {
    fn from(account: ServiceAccount) -> Self {
        let ServiceAccount { id, name, description, role, created_at, .. } = account;
        Self { id, name, description, role, created_at }
    }
}
