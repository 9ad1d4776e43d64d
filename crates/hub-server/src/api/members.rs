//! Who is in an organisation.

pub(crate) mod list;
pub(crate) mod remove;
pub(crate) mod update;

use hub_access::roles;
use hub_model::{
    Timestamp,
    account::{Member, Permissions, Role},
    id::{OrganisationId, UserId},
};
use hub_store::organisations;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{caller::Authorised, problem::Problem},
};

/// Somebody's place in an organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberView {
    user: UserId,
    email: String,
    name: String,
    role: Role,
    joined_at: Timestamp,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        let Member { user, email, name, role, joined_at, .. } = member;
        Self { user, email, name, role, joined_at }
    }
}

/// What a role allows; refused when it is no role of this organisation.
pub(crate) async fn allowed(app: &App, organisation: OrganisationId, role: Role) -> Result<Permissions, Problem> {
    let custom = match role {
        Role::Custom(id) => {
            let found = organisations::roles::find(app.store(), organisation, id).await?;
            Some(found.ok_or_else(|| Problem::invalid("role", "the organisation has no such role"))?.permissions)
        }
        _ => None,
    };
    Ok(roles::permissions(role, custom))
}

/// Nobody gives, or takes, more than they have themselves: only owners make owners.
pub(crate) async fn may_give<P>(app: &App, authorised: &Authorised<P>, role: Role) -> Result<(), Problem> {
    let wanted = allowed(app, authorised.id(), role).await?;
    let is_oversight = authorised.role.is_none() && authorised.caller.is_admin;
    let may = |own| roles::may_grant(own, authorised.permissions, role, wanted);
    if is_oversight || authorised.role.is_some_and(may) {
        return Ok(());
    }
    Err(Problem::forbidden(format!("the role `{role}` may do more than you; ask somebody who has it")))
}
