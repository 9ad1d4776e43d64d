//! `GET /organisations/{organisation}/invitations`.

use axum::extract::State;
use hub_store::organisations::invitations;

use super::InvitationView;
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

/// List invitations
#[utoipa::path(get, path = "/organisations/{organisation}/invitations", operation_id = "listInvitations", tag = "members",
    params(("organisation" = String, Path), PageQuery), responses((status = 200, description = "Newest first", body = List<InvitationView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::MembersManage>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<InvitationView>>, Problem> {
    let found = invitations::list(app.store(), authorised.id(), page.request()?).await?;
    Ok(Json(List::of(found, InvitationView::from)))
}
