//! `GET /admin/organisations`.

use axum::extract::State;
use hub_store::organisations;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    api::organisations::OrganisationView,
    app::App,
    http::{
        body::Json,
        caller::Admin,
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::Search,
    },
};

/// Which organisations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// A part of the slug or the name.
    #[param(inline)]
    search: Option<Search>,
}

/// List all organisations
#[utoipa::path(get, path = "/admin/organisations", operation_id = "listAllOrganisations", tag = "admin", params(Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<OrganisationView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    _admin: Admin,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<OrganisationView>>, Problem> {
    let found =
        organisations::all(app.store(), which.search.as_ref().map(|search| search.0.as_str()), page.request()?).await?;
    Ok(Json(List::of(found, OrganisationView::from)))
}
