//! Invitations into organisations.

pub(crate) mod accept;
pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod revoke;

use hub_model::{
    Timestamp,
    account::{Invitation, Role},
    id::{InvitationId, UserId},
};
use serde::Serialize;
use utoipa::ToSchema;

/// An open door for one person.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct InvitationView {
    id: InvitationId,
    /// Who may use it.
    email: String,
    /// What they will be.
    role: Role,
    invited_by: UserId,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl From<Invitation> for InvitationView {
    fn from(invitation: Invitation) -> Self {
        let Invitation { id, email, role, invited_by, created_at, expires_at } = invitation;
        Self { id, email, role, invited_by, created_at, expires_at }
    }
}
