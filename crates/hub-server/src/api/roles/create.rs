//! `POST /organisations/{organisation}/roles`.

use axum::{extract::State, response::Response};
use hub_model::account::Permissions;
use hub_store::organisations::roles;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RoleView;
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::{Description, Name},
    },
};

/// A new role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRole)]
pub(crate) struct Body {
    name: Name,
    #[serde(default)]
    description: Option<Description>,
    permissions: Permissions,
}

/// Refuses a role that would allow more than who makes it may do.
pub(super) fn no_more_than(own: Permissions, wanted: Permissions) -> Result<(), Problem> {
    if own.include(wanted) {
        return Ok(());
    }
    let missing: Vec<String> =
        wanted.iter().filter(|permission| !own.has(*permission)).map(|permission| permission.to_string()).collect();
    Err(Problem::forbidden(format!("you cannot give what you do not have: {}", missing.join(", "))))
}

/// Make a role
#[utoipa::path(post, path = "/organisations/{organisation}/roles", operation_id = "createRole", tag = "roles",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body, responses((status = 201, description = "The role", body = RoleView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::RolesManage>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    no_more_than(authorised.permissions, body.permissions)?;
    let id = authorised.id();
    let description = body.description.map(|description| description.0).unwrap_or_default();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let role = roles::create(&making.tx, id, &body.name.0, &description, body.permissions).await?;
    making
        .end(Made::created(format!("/api/v1/organisations/{id}/roles/{}", role.id), role.version, RoleView::from(role)))
        .await
}
