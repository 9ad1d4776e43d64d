//! `POST /organisations/{organisation}/registries/{registry}/tests`: does it answer, and let us in?

use axum::extract::State;
use hub_model::{api::Tested, id::RegistryId};
use hub_store::registries;

use super::{in_time, open};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
};

/// Test a registry
///
/// Reaches it and shows the login that is kept. Nothing is pushed.
#[utoipa::path(post, path = "/organisations/{organisation}/registries/{registry}/tests", operation_id = "testRegistry", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path)),
    responses((status = 200, description = "What the registry said", body = Tested)))]
pub(crate) async fn test(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesManage>,
    Path((_, registry)): Path<(String, RegistryId)>,
) -> Result<Json<Tested>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let kept = open(&app, id, registry).await?;
    let who = if kept.registry.has_login { "it takes the login" } else { "it answers to anybody" };
    let said = in_time(async { kept.connect(&app).await?.check().await }).await;
    let (accepted, message) = said.map_or_else(|why| (false, why), |()| (true, who.to_owned()));
    let tested = Tested { at: app.now(), accepted, message };
    let tx = app.store().begin(authorised.caller.origin).await?;
    registries::set_tested(&tx, id, registry, &tested).await?;
    tx.commit().await?;
    Ok(Json(tested))
}
