//! `GET /organisations/{organisation}/registries/{registry}`.

use std::collections::BTreeSet;

use axum::extract::State;
use hub_model::id::RegistryId;
use hub_store::servers::images;
use serde::Serialize;
use utoipa::ToSchema;

use super::{RegistryView, find};
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::Versioned,
        path::Path,
        problem::Problem,
    },
};

/// A registry, with what was pushed to it.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryWithRepositories)]
pub(crate) struct Seen {
    #[serde(flatten)]
    registry: RegistryView,
    /// Repositories that images were pushed to from here, below the registry's own path.
    repositories: BTreeSet<String>,
}

/// See a registry
#[utoipa::path(get, path = "/organisations/{organisation}/registries/{registry}", operation_id = "getRegistry", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path)),
    responses((status = 200, description = "The registry", body = Seen)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesRead>,
    Path((_, registry)): Path<(String, RegistryId)>,
) -> Result<Versioned<Seen>, Problem> {
    let id = authorised.id();
    let registry = find(&app, id, registry).await?;
    let pushed = images::pushed(app.store(), id, registry.id, None).await?;
    let repositories = pushed.into_iter().map(|image| image.repository).collect();
    Ok(Versioned::ok(registry.version, Seen { registry: registry.into(), repositories }))
}
