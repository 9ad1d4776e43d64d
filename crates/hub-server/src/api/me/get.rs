//! `GET /me`: who is signed in.

use axum::extract::State;
use hub_store::accounts::users;

use crate::{
    api::accounts::AccountView,
    app::App,
    http::{caller::Person, etag::Versioned, problem::Problem},
};

/// See who is signed in
#[utoipa::path(get, path = "/me", operation_id = "getMe", tag = "me",
    responses((status = 200, description = "The account", body = AccountView)))]
pub(crate) async fn get(State(app): State<App>, person: Person) -> Result<Versioned<AccountView>, Problem> {
    let user = users::find(app.store(), person.user).await?.ok_or_else(|| Problem::not_found("the account"))?;
    Ok(Versioned::ok(user.version, user.into()))
}
