//! `PATCH /organisations/{organisation}/service-accounts/{account}`.

use axum::extract::State;
use hub_model::{
    account::{Role, ServiceAccount},
    id::ServiceAccountId,
};
use hub_store::organisations::service_accounts;
use serde::Deserialize;
use utoipa::ToSchema;

use super::ServiceAccountView;
use crate::{
    api::members::may_give,
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
#[schema(as = ServiceAccountChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    description: Option<Description>,
    #[serde(default)]
    role: Option<Role>,
}

/// Change a service account
#[utoipa::path(patch, path = "/organisations/{organisation}/service-accounts/{account}", operation_id = "updateServiceAccount", tag = "keys",
    params(("organisation" = String, Path), ("account" = ServiceAccountId, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The service account as it is now", body = ServiceAccountView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::KeysManage>,
    Path((_, account)): Path<(String, ServiceAccountId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<ServiceAccountView>, Problem> {
    let id = authorised.id();
    let before = service_accounts::find(app.store(), id, account).await?;
    let before = before.ok_or_else(|| Problem::not_found("the service account"))?;
    may_give(&app, &authorised, before.role).await?;
    let role = body.role.unwrap_or(before.role);
    may_give(&app, &authorised, role).await?;
    let changed = ServiceAccount {
        name: body.name.map_or(before.name, |name| name.0),
        description: body.description.map_or(before.description, |description| description.0),
        role,
        ..before
    };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let account = service_accounts::update(&tx, id, version, &changed).await?;
    tx.commit().await?;
    Ok(Versioned::ok(account.version, account.into()))
}
