//! `GET /admin/users/{user}`.

use axum::extract::State;
use hub_model::id::UserId;
use hub_store::accounts::users;

use crate::{
    api::accounts::AccountView,
    app::App,
    http::{caller::Admin, etag::Versioned, path::Path, problem::Problem},
};

/// See an account
#[utoipa::path(get, path = "/admin/users/{user}", operation_id = "getUser", tag = "admin", params(("user" = UserId, Path)),
    responses((status = 200, description = "The account", body = AccountView)))]
pub(crate) async fn get(
    State(app): State<App>,
    _admin: Admin,
    Path(user): Path<UserId>,
) -> Result<Versioned<AccountView>, Problem> {
    let user = users::find(app.store(), user).await?.ok_or_else(|| Problem::not_found("the account"))?;
    Ok(Versioned::ok(user.version, user.into()))
}
