//! Work that is done apart from the request that asked for it.

pub(crate) mod cancel;
pub(crate) mod follow;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod retry;

use hub_model::{
    Timestamp,
    id::{JobId, OrganisationId, UserId},
    job::{Job, JobState, Progress},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A piece of work.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub(crate) struct JobView {
    id: JobId,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// `compile-api`, `deliver-webhook`, …
    kind: &'static str,
    /// What is to be done, in full.
    #[schema(value_type = Object)]
    task: serde_json::Value,
    state: JobState,
    progress: Progress,
    /// Attempts that were begun.
    attempts: i64,
    /// Attempts that may be begun.
    attempts_allowed: i64,
    /// What it came to.
    #[schema(value_type = Option<Object>)]
    result: Option<serde_json::Value>,
    /// Why the last attempt failed.
    error: Option<String>,
    /// Somebody asked for its end.
    is_cancelling: bool,
    created_by: Option<UserId>,
    created_at: Timestamp,
    /// When the next attempt may begin.
    due_at: Timestamp,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            organisation: job.organisation,
            kind: job.task.kind(),
            task: serde_json::to_value(&job.task).unwrap_or_default(),
            state: job.state,
            progress: job.progress,
            attempts: job.attempts,
            attempts_allowed: job.attempts_allowed,
            result: job.result,
            error: job.error,
            is_cancelling: job.is_cancelling,
            created_by: job.created_by,
            created_at: job.created_at,
            due_at: job.due_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
        }
    }
}
