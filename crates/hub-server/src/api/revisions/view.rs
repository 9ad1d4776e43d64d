//! A revision as it is sent.

use hub_model::{
    Timestamp,
    api::{Revision, RevisionState},
    id::{ApiId, JobId, RevisionId, UserId},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One immutable state of an API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
pub(crate) struct RevisionView {
    id: RevisionId,
    api: ApiId,
    /// Counted from 1 within the API.
    number: i64,
    state: RevisionState,
    /// `openapi`, `graphql`, …
    kind: String,
    /// The document's title.
    title: String,
    /// The API's own version.
    api_version: String,
    /// SHA-256 over all documents, in hex.
    source_digest: String,
    /// The blueprint's digest; empty where there is none.
    blueprint_digest: String,
    /// Operations found.
    operations: i64,
    /// Tools made of them.
    tools: i64,
    errors: i64,
    warnings: i64,
    /// Changes against the revision before that break agents.
    breaking: i64,
    /// The job that made it.
    job: JobId,
    created_at: Timestamp,
    decided_at: Option<Timestamp>,
    decided_by: Option<UserId>,
}

impl From<Revision> for RevisionView {
    fn from(revision: Revision) -> Self {
        Self {
            id: revision.id,
            api: revision.api,
            number: revision.number,
            state: revision.state,
            kind: revision.kind,
            title: revision.title,
            api_version: revision.api_version,
            source_digest: revision.source_digest,
            blueprint_digest: revision.blueprint_digest,
            operations: revision.operations,
            tools: revision.tools,
            errors: revision.errors,
            warnings: revision.warnings,
            breaking: revision.breaking,
            job: revision.job,
            created_at: revision.created_at,
            decided_at: revision.decided_at,
            decided_by: revision.decided_by,
        }
    }
}
