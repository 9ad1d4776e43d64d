//! `GET /organisations/{organisation}/registries`.

use axum::extract::State;
use hub_store::registries;

use super::RegistryView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        problem::Problem,
    },
};

/// List registries
#[utoipa::path(get, path = "/organisations/{organisation}/registries", operation_id = "listRegistries", tag = "registries",
    params(("organisation" = String, Path)), responses((status = 200, description = "By their names", body = List<RegistryView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesRead>,
) -> Result<Json<List<RegistryView>>, Problem> {
    let registries = registries::list(app.store(), authorised.id()).await?;
    Ok(Json(List::whole(registries.into_iter().map(RegistryView::from))))
}
