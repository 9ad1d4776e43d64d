//! `POST /organisations/{organisation}/service-accounts`.

use axum::{extract::State, response::Response};
use hub_model::account::Role;
use hub_store::organisations::service_accounts;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ServiceAccountView;
use crate::{
    api::members::may_give,
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::{Description, Name},
    },
};

/// A new service account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewServiceAccount)]
pub(crate) struct Body {
    name: Name,
    #[serde(default)]
    description: Option<Description>,
    role: Role,
}

/// Make a service account
///
/// A program that acts by API keys of its own; they outlive the person who makes them.
#[utoipa::path(post, path = "/organisations/{organisation}/service-accounts", operation_id = "createServiceAccount", tag = "keys",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body,
    responses((status = 201, description = "The service account", body = ServiceAccountView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::KeysManage>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    may_give(&app, &authorised, body.role).await?;
    let id = authorised.id();
    let description = body.description.map(|description| description.0).unwrap_or_default();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let account = service_accounts::create(&making.tx, id, &body.name.0, &description, body.role).await?;
    let location = format!("/api/v1/organisations/{id}/service-accounts/{}", account.id);
    making.end(Made::created(location, account.version, ServiceAccountView::from(account))).await
}
