//! `DELETE /organisations/{organisation}/members/{user}`: somebody leaves, or is made to.

use axum::extract::State;
use http::StatusCode;
use hub_model::{account::Permission, id::UserId};
use hub_store::organisations::members;

use super::may_give;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Remove a member
///
/// Everybody may leave; taking others out needs `members:manage`. Their API keys in the organisation do not work any more.
#[utoipa::path(delete, path = "/organisations/{organisation}/members/{user}", operation_id = "removeMember", tag = "members",
    params(("organisation" = String, Path), ("user" = UserId, Path)), responses((status = 204, description = "They are no member any more")))]
pub(crate) async fn remove(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationRead>,
    Path((_, user)): Path<(String, UserId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    if authorised.caller.user() != Some(user) || authorised.caller.session.is_none() {
        if !authorised.permissions.has(Permission::MembersManage) {
            return Err(Problem::forbidden("this needs the permission `members:manage`, which you do not have here"));
        }
        let member = members::find(app.store(), id, user).await?.ok_or_else(|| Problem::not_found("the member"))?;
        may_give(&app, &authorised, member.role).await?;
    }
    let tx = app.store().begin(authorised.caller.origin).await?;
    members::remove(&tx, id, user).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
