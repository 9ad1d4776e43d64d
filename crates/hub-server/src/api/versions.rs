//! Versions of a server.

pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod part;
pub(crate) mod project;

use hub_model::{
    Timestamp,
    id::{OrganisationId, ServerId, UserId, VersionId},
    server::{FrozenSource, Version},
};
use hub_store::servers::versions;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{app::App, http::problem::Problem};

/// A server as it was at a moment.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerVersion)]
pub(crate) struct VersionView {
    id: VersionId,
    /// Counted from 1.
    number: i64,
    /// The blueprint's digest.
    digest: String,
    tools: i64,
    /// Changes against the version before that break agents.
    breaking: i64,
    /// All changes against the version before.
    changes: i64,
    /// The revisions that it was made of.
    sources: Vec<FrozenSource>,
    note: String,
    created_by: Option<UserId>,
    created_at: Timestamp,
}

impl From<Version> for VersionView {
    fn from(version: Version) -> Self {
        let Version { id, number, digest, tools, breaking, changes, sources, note, created_by, created_at, .. } =
            version;
        Self { id, number, digest, tools, breaking, changes, sources, note, created_by, created_at }
    }
}

/// A version by its identifier or its number.
pub(crate) async fn find(
    app: &App,
    organisation: OrganisationId,
    server: ServerId,
    named: &str,
) -> Result<Version, Problem> {
    let found = match (named.parse(), named.parse::<i64>()) {
        (Ok(id), _) => versions::find(app.store(), organisation, server, id).await?,
        (Err(_), Ok(number)) => versions::by_number(app.store(), organisation, server, number).await?,
        (Err(_), Err(_)) => None,
    };
    found.ok_or_else(|| Problem::not_found("the version"))
}
