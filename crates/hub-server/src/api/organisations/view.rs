//! An organisation as it is sent.

use hub_model::{
    Timestamp,
    account::{Organisation, Permissions, Quotas, Role},
    id::OrganisationId,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A tenant: everything that is registered belongs to exactly one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub(crate) struct OrganisationView {
    id: OrganisationId,
    /// In URLs.
    slug: String,
    /// For people.
    name: String,
    /// It is somebody's own, and has no other members.
    is_personal: bool,
    /// Its own quotas; the hub's defaults hold where one is null.
    quotas: Quotas,
    created_at: Timestamp,
    /// What the caller is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// What the caller may do in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions: Option<Permissions>,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let Organisation { id, slug, name, personal_of, quotas, created_at, .. } = organisation;
        Self { id, slug, name, is_personal: personal_of.is_some(), quotas, created_at, role: None, permissions: None }
    }
}

impl OrganisationView {
    /// With what the caller is and may do in it.
    pub(crate) fn seen_by(self, role: Option<Role>, permissions: Permissions) -> Self {
        Self { role, permissions: Some(permissions), ..self }
    }
}
