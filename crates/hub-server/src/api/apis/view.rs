//! An API as it is sent.

use hub_model::{
    Timestamp,
    api::{Api, ApiSettings, Health, Source},
    id::{ApiId, RevisionId, UserId},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A registered API.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Api)]
pub(crate) struct ApiView {
    id: ApiId,
    /// In URLs.
    slug: String,
    name: String,
    description: String,
    tags: Vec<String>,
    /// Who is responsible for it.
    owner: UserId,
    source: Source,
    settings: ApiSettings,
    /// The revision that servers are made of; null until the first one is usable.
    current_revision: Option<RevisionId>,
    /// A newer revision that waits for approval.
    pending_revision: Option<RevisionId>,
    health: Health,
    /// What makes it as files say it; people do where it is null.
    managed_by: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
}

impl From<Api> for ApiView {
    fn from(api: Api) -> Self {
        let Api {
            id,
            slug,
            name,
            description,
            tags,
            owner,
            source,
            settings,
            current,
            pending,
            health,
            managed_by,
            created_at,
            updated_at,
            deleted_at,
            ..
        } = api;
        Self {
            id,
            slug,
            name,
            description,
            tags,
            owner,
            source,
            settings,
            current_revision: current,
            pending_revision: pending,
            health,
            managed_by,
            created_at,
            updated_at,
            deleted_at,
        }
    }
}
