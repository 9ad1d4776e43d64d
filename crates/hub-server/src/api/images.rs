//! Images of servers.

pub(crate) mod archive;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;

use std::collections::BTreeMap;

use hub_model::{
    Timestamp,
    id::{ImageId, OrganisationId, RegistryId, ServerId, UserId, VersionId},
    server::{Image, ImageState, Platform},
};
use hub_store::servers::images;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{app::App, http::problem::Problem, images::UNSCANNED};

/// An image of a version of a server.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerImage)]
pub(crate) struct ImageView {
    id: ImageId,
    version: VersionId,
    /// The version's number.
    number: i64,
    /// Where it was pushed; null where its archive was kept, and where the registry is gone.
    registry: Option<RegistryId>,
    /// Below the registry's own path.
    repository: String,
    tag: String,
    /// Its whole name: `registry.example/team/pets:1`.
    name: String,
    state: ImageState,
    /// Digest of its manifest: `docker pull …@sha256:…` gets exactly this one.
    digest: String,
    /// Bytes of its layers.
    size: i64,
    platforms: Vec<Platform>,
    is_signed: bool,
    /// Which program looked through it; null where none did.
    scanner: Option<String>,
    /// How many findings there are of each severity.
    findings: BTreeMap<String, i64>,
    /// What is to be known of it beside.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'static str>,
    created_by: Option<UserId>,
    created_at: Timestamp,
}

impl From<Image> for ImageView {
    fn from(image: Image) -> Self {
        Self {
            id: image.id,
            version: image.version,
            number: image.number,
            registry: image.registry,
            repository: image.repository,
            tag: image.tag,
            name: image.name,
            state: image.state,
            digest: image.digest,
            size: image.size,
            platforms: image.platforms,
            is_signed: image.is_signed,
            note: image.scanner.is_none().then_some(UNSCANNED),
            scanner: image.scanner,
            findings: image.counts,
            created_by: image.created_by,
            created_at: image.created_at,
        }
    }
}

async fn find(app: &App, organisation: OrganisationId, server: ServerId, id: ImageId) -> Result<Image, Problem> {
    images::find(app.store(), organisation, server, id).await?.ok_or_else(|| Problem::not_found("the image"))
}
