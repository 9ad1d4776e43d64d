//! Sealed secrets for upstreams. They are written and tested, never read.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod set;
pub(crate) mod test;

use hub_model::{
    Timestamp,
    api::{Credential, SecretSource, Tested},
    id::{CredentialId, UserId},
};
use secrecy::SecretString;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::problem::Problem,
    secrets::{MOST, is_secret},
};

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
    /// Where its value is read; null where it was given.
    source: Option<SecretSource>,
    /// When it was last read there.
    read_at: Option<Timestamp>,
    /// Why it could not be read there the last time; the value from before is still in use.
    source_problem: Option<String>,
}

impl From<Credential> for CredentialView {
    fn from(credential: Credential) -> Self {
        let Credential { id, scheme, user, destinations, set_by, created_at, updated_at, tested, .. } = credential;
        let Credential { source, read_at, source_problem, .. } = credential;
        Self { id, scheme, user, destinations, set_by, created_at, updated_at, tested, source, read_at, source_problem }
    }
}

/// Refuses what is no secret.
fn check(secret: &SecretString) -> Result<(), Problem> {
    if !is_secret(secret) {
        return Err(Problem::invalid("value", format!("a secret has 1 to {MOST} characters")));
    }
    Ok(())
}
