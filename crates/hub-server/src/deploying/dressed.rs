//! What a replica serves, and how its calls are made: as they are by now.

use std::{collections::BTreeSet, sync::Arc};

use hub_model::{
    Blueprint,
    id::{ApiId, UserId, VersionId},
    server::{Deployment, FrozenSource},
};
use hub_runtime::replica::Outfit;
use hub_store::servers::{self, serving, versions};

use crate::{
    app::App,
    calls::outfit::{self, Held},
};

/// A version's tools, and what they were made of; the reason where it is gone.
pub(super) async fn frozen(
    app: &App,
    deployment: &Deployment,
    version: VersionId,
) -> Result<(Arc<Blueprint>, Vec<FrozenSource>), String> {
    let (store, text) = (app.store(), |error: hub_store::Error| error.to_string());
    let found = versions::find(store, deployment.organisation, deployment.server, version).await.map_err(text)?;
    let sources = found.ok_or("the version is not there any more")?.sources;
    let packed = serving::blueprint(store, deployment.organisation, version).await.map_err(text)?;
    let bytes = packed.ok_or("the version's blueprint is not there any more")?.unpack().map_err(text)?;
    let blueprint: Blueprint =
        serde_json::from_slice(&bytes).map_err(|error| format!("the version's blueprint cannot be read: {error}"))?;
    Ok((Arc::new(blueprint), sources))
}

/// The outfit of a version by now, with the secrets of those who have their own.
pub(super) async fn dressed(
    app: &App,
    deployment: &Deployment,
    blueprint: &Blueprint,
    sources: &[FrozenSource],
) -> hub_store::Result<Outfit> {
    let Deployment { organisation, server, .. } = *deployment;
    let mut held: Vec<(ApiId, Held)> = Vec::new();
    for source in sources {
        if !held.iter().any(|(id, _)| *id == source.api) {
            held.extend(outfit::held(app.store(), organisation, source.api).await?.map(|held| (source.api, held)));
        }
    }
    let server = servers::find(app.store(), organisation, server).await?;
    let settings = server.map(|server| server.settings).unwrap_or_default();
    let find = |id: ApiId| held.iter().find(|(known, _)| *known == id).map(|(_, held)| held);
    let mut outfit = outfit::outfit(app, blueprint, sources, find, &settings, None);
    let owners: BTreeSet<UserId> =
        held.iter().flat_map(|(_, held)| &held.secrets).filter_map(|(owner, _)| *owner).collect();
    for user in owners {
        let own = outfit::outfit(app, blueprint, sources, find, &settings, Some(user));
        outfit.callers.insert(user.to_string(), own.secrets);
    }
    Ok(outfit)
}
