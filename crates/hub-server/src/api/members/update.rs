//! `PATCH /organisations/{organisation}/members/{user}`: another role.

use axum::extract::State;
use hub_model::{account::Role, id::UserId};
use hub_store::organisations::members;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MemberView, may_give};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
    },
};

/// The new role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MemberChange)]
pub(crate) struct Body {
    role: Role,
}

/// Give a member another role
#[utoipa::path(patch, path = "/organisations/{organisation}/members/{user}", operation_id = "updateMember", tag = "members",
    params(("organisation" = String, Path), ("user" = UserId, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The member as it is now", body = MemberView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::MembersManage>,
    Path((_, user)): Path<(String, UserId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<MemberView>, Problem> {
    let id = authorised.id();
    let before = members::find(app.store(), id, user).await?.ok_or_else(|| Problem::not_found("the member"))?;
    may_give(&app, &authorised, before.role).await?;
    may_give(&app, &authorised, body.role).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    let member = members::set_role(&tx, id, user, version, body.role).await?;
    tx.commit().await?;
    Ok(Versioned::ok(member.version, member.into()))
}
