//! `GET /organisations/{organisation}/registries/{registry}/tags`: what there is in a repository.

use std::collections::HashMap;

use axum::extract::State;
use hub_deploy::image::registry::is_attachment;
use hub_model::{
    Timestamp,
    id::{ImageId, RegistryId, ServerId},
};
use hub_store::servers::images;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{in_time, open};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        path::{Path, Query},
        problem::Problem,
        rates,
    },
    images::name,
};

/// Which repository.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Of {
    /// The repository, below the registry's own path.
    #[param(min_length = 1, max_length = 200)]
    pub(super) repository: String,
}

/// A tag of a repository.
#[derive(Serialize, ToSchema)]
#[schema(as = RegistryTag)]
pub(crate) struct TagView {
    tag: String,
    /// The image that was pushed from here under it; absent where somebody else pushed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageId>,
    /// The server that it is an image of.
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<ServerId>,
    /// What was pushed under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// When it was pushed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pushed_at: Option<Timestamp>,
}

/// List the tags of a repository
///
/// As the registry tells them now, without those that hold signatures and lists of contents.
#[utoipa::path(get, path = "/organisations/{organisation}/registries/{registry}/tags", operation_id = "listRegistryTags", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path), Of),
    responses((status = 200, description = "Those that were pushed from here first, the newest of them first", body = List<TagView>)))]
pub(crate) async fn tags(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesRead>,
    Path((_, registry)): Path<(String, RegistryId)>,
    Query(Of { repository }): Query<Of>,
) -> Result<Json<List<TagView>>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let kept = open(&app, id, registry).await?;
    let named = name(Some(&kept.registry.address), &repository, "x");
    let named = named.map_err(|error| Problem::invalid("repository", error.message()))?;
    let said = in_time(async { kept.connect(&app).await?.tags(named.repository()).await }).await;
    let mut names = said.map_err(Problem::conflict)?;
    names.retain(|name| !is_attachment(name));
    names.sort_unstable();
    names.dedup();
    let pushed = images::pushed(app.store(), id, registry, Some(&repository)).await?;
    let known: HashMap<&str, _> = pushed.iter().map(|image| (image.tag.as_str(), image)).collect();
    let view = |tag: String| {
        let image = known.get(tag.as_str());
        TagView {
            image: image.map(|image| image.id),
            server: image.map(|image| image.server),
            digest: image.map(|image| image.digest.clone()),
            pushed_at: image.map(|image| image.created_at),
            tag,
        }
    };
    let mut tags: Vec<TagView> = names.into_iter().map(view).collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.pushed_at));
    Ok(Json(List::whole(tags)))
}
