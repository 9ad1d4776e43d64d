//! `DELETE /organisations/{organisation}/registries/{registry}/tags/{tag}`.

use axum::extract::State;
use http::StatusCode;
use hub_deploy::image::registry::Removal;
use hub_model::id::RegistryId;
use hub_store::servers::images;

use super::{in_time, open, tags::Of};
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
        rates,
    },
    images::name,
};

/// Delete a tag
///
/// Registries delete what a tag names, and with it every other tag that names the same: where there are such tags, nothing is deleted
/// and the answer names them.
#[utoipa::path(delete, path = "/organisations/{organisation}/registries/{registry}/tags/{tag}", operation_id = "deleteRegistryTag", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path), ("tag" = String, Path, description = "The tag"), Of),
    responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete_tag(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesManage>,
    Path((_, registry, tag)): Path<(String, RegistryId, String)>,
    Query(Of { repository }): Query<Of>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let kept = open(&app, id, registry).await?;
    let named = name(Some(&kept.registry.address), &repository, &tag);
    let named = named.map_err(|error| Problem::invalid("repository", error.message()))?;
    let said = in_time(async { kept.connect(&app).await?.remove(named.repository(), named.tag()).await }).await;
    match said.map_err(Problem::conflict)? {
        Removal::Done => {}
        Removal::Missing => return Err(Problem::not_found("the tag")),
        Removal::Needed(others) => {
            let some: Vec<&str> = others.iter().take(10).map(String::as_str).collect();
            let why = format!("other tags need what it names ({}); delete those first", some.join(", "));
            return Err(Problem::conflict(why));
        }
    }
    let tx = app.store().begin(authorised.caller.origin).await?;
    images::untag(&tx, id, registry, &repository, &[tag]).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
