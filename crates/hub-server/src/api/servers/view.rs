//! A server as it is shown.

use hub_model::{
    Timestamp,
    id::{ServerId, VersionId},
    server::{Design, Server, ServerSettings},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{api::deployments::DeploymentView, app::App};

/// A server.
#[derive(Serialize, ToSchema)]
#[schema(as = Server)]
pub(crate) struct ServerView {
    id: ServerId,
    /// In URLs.
    slug: String,
    name: String,
    description: String,
    /// What the next version is made of.
    design: Design,
    /// Who may use it, and how much: in force at once.
    settings: ServerSettings,
    /// The newest version.
    latest_version: Option<VersionId>,
    /// What makes it as files say it; people do where it is null.
    managed_by: Option<String>,
    /// Where MCP clients reach it, once it is deployed.
    url: String,
    /// How it is deployed; nothing when it never was.
    deployment: Option<DeploymentView>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl ServerView {
    /// `slug` is the organisation's.
    pub(crate) fn of(app: &App, slug: &str, server: Server, deployment: Option<DeploymentView>) -> Self {
        let url = format!("{}/mcp/{slug}/{}", app.public_url(), server.slug);
        let Server {
            id, slug, name, description, design, settings, latest, managed_by, created_at, updated_at, ..
        } = server;
        Self {
            id,
            slug,
            name,
            description,
            design,
            settings,
            latest_version: latest,
            managed_by,
            url,
            deployment,
            created_at,
            updated_at,
        }
    }
}
