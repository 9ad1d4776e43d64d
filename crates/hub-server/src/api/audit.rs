//! The audit log.

pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod verify;

use hub_model::Timestamp;
use hub_store::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::text::{Kind, Subject};

/// Which lines.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this user or service account.
    #[param(inline)]
    actor: Option<Subject>,
    /// Only of this action, `api.registered`, or of a family of actions, `api.`.
    #[param(inline)]
    action: Option<Kind>,
    /// Only what was done to this.
    #[param(inline)]
    subject: Option<Subject>,
    /// Not before.
    since: Option<Timestamp>,
    /// Before.
    until: Option<Timestamp>,
}

impl Which {
    pub(crate) fn filter(self) -> AuditFilter {
        let Self { actor, action, subject, since, until } = self;
        AuditFilter {
            actor: actor.map(|actor| actor.0),
            action: action.map(|action| action.0),
            subject: subject.map(|subject| subject.0),
            since,
            until,
        }
    }
}
