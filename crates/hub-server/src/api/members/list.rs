//! `GET /organisations/{organisation}/members`.

use axum::extract::State;
use hub_store::organisations::members;

use super::MemberView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// List members
#[utoipa::path(get, path = "/organisations/{organisation}/members", operation_id = "listMembers", tag = "members",
    params(("organisation" = String, Path), PageQuery), responses((status = 200, description = "Newest first", body = List<MemberView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::MembersRead>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<MemberView>>, Problem> {
    let found = members::list(app.store(), authorised.id(), page.request()?).await?;
    Ok(Json(List::of(found, MemberView::from)))
}
