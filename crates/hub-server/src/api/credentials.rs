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
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::problem::Problem;

/// Characters of a secret: certificates with their chains are the longest.
const MOST: usize = 64 << 10;

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

/// Refuses what is no secret.
fn check(secret: &SecretString) -> Result<(), Problem> {
    let text = secret.expose_secret();
    if !(1..=MOST).contains(&text.chars().count()) || text.contains('\0') {
        return Err(Problem::invalid("value", format!("a secret has 1 to {MOST} characters")));
    }
    Ok(())
}
