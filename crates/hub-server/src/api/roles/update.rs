//! `PATCH /organisations/{organisation}/roles/{role}`.

use axum::extract::State;
use hub_model::{
    account::{CustomRole, Permissions},
    id::RoleId,
};
use hub_store::organisations::roles;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{RoleView, create::no_more_than};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
        text::{Description, Name},
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    description: Option<Description>,
    #[serde(default)]
    permissions: Option<Permissions>,
}

/// Change a role
#[utoipa::path(patch, path = "/organisations/{organisation}/roles/{role}", operation_id = "updateRole", tag = "roles",
    params(("organisation" = String, Path), ("role" = RoleId, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The role as it is now", body = RoleView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::RolesManage>,
    Path((_, role)): Path<(String, RoleId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<RoleView>, Problem> {
    let id = authorised.id();
    let before = roles::find(app.store(), id, role).await?.ok_or_else(|| Problem::not_found("the role"))?;
    // Also what it allows already: who may do less does not touch it.
    no_more_than(authorised.permissions, before.permissions)?;
    let permissions = body.permissions.unwrap_or(before.permissions);
    no_more_than(authorised.permissions, permissions)?;
    let changed = CustomRole {
        name: body.name.map_or(before.name, |name| name.0),
        description: body.description.map_or(before.description, |description| description.0),
        permissions,
        ..before
    };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let role = roles::update(&tx, id, version, &changed).await?;
    tx.commit().await?;
    Ok(Versioned::ok(role.version, role.into()))
}
