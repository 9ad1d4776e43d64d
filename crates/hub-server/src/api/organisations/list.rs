//! `GET /organisations`: those that one is in.

use axum::extract::State;
use hub_store::organisations;

use super::OrganisationView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::Person,
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// List your organisations
#[utoipa::path(get, path = "/organisations", operation_id = "listOrganisations", tag = "organisations", params(PageQuery),
    responses((status = 200, description = "Newest first", body = List<OrganisationView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    person: Person,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<OrganisationView>>, Problem> {
    let found = organisations::of_user(app.store(), person.user, page.request()?).await?;
    Ok(Json(List::of(found, OrganisationView::from)))
}
