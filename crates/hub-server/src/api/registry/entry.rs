//! An entry of a registry: a version of a server with what the registry says of it.

use hub_model::Timestamp;
use hub_store::servers::published::Published;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    registry::{ServerJson, version},
};

/// A version of a server.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryEntry)]
pub(crate) struct Entry {
    server: ServerJson,
    #[serde(rename = "_meta")]
    meta: Meta,
}

/// What the registry says of it.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryMeta)]
struct Meta {
    #[serde(rename = "io.modelcontextprotocol.registry/official")]
    official: Official,
}

/// How it stands with a version.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryStanding)]
#[serde(rename_all = "camelCase")]
struct Official {
    /// `active` is the version that is served; those before it are `deprecated`.
    status: Status,
    status_changed_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_message: Option<String>,
    published_at: Timestamp,
    updated_at: Timestamp,
    is_latest: bool,
}

/// How it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryStatus)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    Deprecated,
}

/// Entries, and whether there are more.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryList)]
pub(crate) struct ServerList {
    servers: Vec<Entry>,
    metadata: Metadata,
}

/// About a page of entries.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryPage)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    /// Entries of this page.
    count: usize,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

impl Entry {
    pub(crate) fn of(app: &App, published: &Published) -> Self {
        let Published { number, served, made_at, deployed_at, updated_at, .. } = published;
        let is_latest = number == served;
        let official = Official {
            status: if is_latest { Status::Active } else { Status::Deprecated },
            status_changed_at: *deployed_at,
            status_message: (!is_latest).then(|| format!("version {} is served at its address", version(*served))),
            published_at: *made_at,
            updated_at: *updated_at,
            is_latest,
        };
        Self { server: ServerJson::of(app, published), meta: Meta { official } }
    }
}

impl ServerList {
    pub(crate) fn of(app: &App, found: &[Published], next_cursor: Option<String>) -> Self {
        let servers: Vec<Entry> = found.iter().map(|published| Entry::of(app, published)).collect();
        Self { metadata: Metadata { count: servers.len(), next_cursor }, servers }
    }
}
