//! `PATCH /admin/users/{user}`: power, and its end.

use axum::extract::State;
use hub_model::id::UserId;
use hub_store::accounts::{sessions, users};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::accounts::AccountView,
    app::App,
    http::{
        body::Json,
        caller::Admin,
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
        text::Name,
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UserChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
    /// May administer the whole hub.
    #[serde(default)]
    is_admin: Option<bool>,
    /// May not sign in; their keys do not work.
    #[serde(default)]
    is_disabled: Option<bool>,
}

/// Change an account
///
/// Disabling it ends its sign-ins at once.
#[utoipa::path(patch, path = "/admin/users/{user}", operation_id = "updateUser", tag = "admin", params(("user" = UserId, Path), IfMatch),
    request_body = Body, responses((status = 200, description = "The account as it is now", body = AccountView)))]
pub(crate) async fn update(
    State(app): State<App>,
    admin: Admin,
    Path(user): Path<UserId>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<AccountView>, Problem> {
    let tx = app.store().begin(admin.caller.origin).await?;
    let change =
        users::Change { name: body.name.map(|name| name.0), is_admin: body.is_admin, is_disabled: body.is_disabled };
    let user = users::update(&tx, user, version, change).await?;
    if user.is_disabled {
        sessions::end_all(&tx, user.id, None, "disabled").await?;
    }
    tx.commit().await?;
    Ok(Versioned::ok(user.version, user.into()))
}
