//! Sealed secrets for upstreams. They are written and tested, never read.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod set;
pub(crate) mod test;

use hub_model::{
    Timestamp,
    api::{Credential, Tested},
    id::{CredentialId, UserId},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A secret for an upstream, without the secret.
#[derive(Serialize, ToSchema)]
#[schema(as = Credential)]
pub(crate) struct CredentialView {
    id: CredentialId,
    /// The security scheme's name in the document.
    scheme: String,
    /// It is somebody's own; everybody's when null.
    user: Option<UserId>,
    /// The origins that it may be sent to.
    destinations: Vec<String>,
    set_by: UserId,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Outcome of the last test.
    tested: Option<Tested>,
}

impl From<Credential> for CredentialView {
    fn from(credential: Credential) -> Self {
        let Credential { id, scheme, user, destinations, set_by, created_at, updated_at, tested, .. } = credential;
        Self { id, scheme, user, destinations, set_by, created_at, updated_at, tested }
    }
}
