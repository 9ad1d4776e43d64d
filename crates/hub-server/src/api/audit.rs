//! The audit log.

pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod verify;

use hub_model::Timestamp;
use hub_store::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which lines.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this user or service account.
    #[param(max_length = 40)]
    actor: Option<String>,
    /// Only of this action, `api.registered`, or of a family of actions, `api.`.
    #[param(max_length = 60)]
    action: Option<String>,
    /// Only what was done to this.
    #[param(max_length = 40)]
    subject: Option<String>,
    /// Not before.
    since: Option<Timestamp>,
    /// Before.
    until: Option<Timestamp>,
}

impl Which {
    pub(crate) fn filter(self) -> AuditFilter {
        let Self { actor, action, subject, since, until } = self;
        AuditFilter { actor, action, subject, since, until }
    }
}
