//! `POST /admin/users`: an account for somebody, who chooses a password by a link.

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reset_password::{Link, link};
use crate::{
    api::accounts::{self, AccountView, NewAccount},
    app::App,
    http::{
        body::JsonBytes,
        caller::Admin,
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::{Email, Name},
    },
};

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewUser)]
pub(crate) struct Body {
    email: Email,
    name: Name,
    /// May administer the whole hub.
    #[serde(default)]
    is_admin: bool,
}

/// An account with the link by which its owner chooses a password.
#[derive(Serialize, ToSchema)]
#[schema(as = UserWithLink)]
pub(crate) struct WithLink {
    #[serde(flatten)]
    account: AccountView,
    link: Link,
}

/// Make an account
///
/// Answers a link to be given to its owner, who chooses a password with it.
#[utoipa::path(post, path = "/admin/users", operation_id = "createUser", tag = "admin", params(IdempotencyKey), request_body = Body,
    responses((status = 201, description = "The account, with its link", body = WithLink)))]
pub(crate) async fn create(
    State(app): State<App>,
    admin: Admin,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let new = NewAccount { email: body.email, name: body.name, password: None, is_admin: body.is_admin };
    let making = match key.begin(&app, &admin.caller, None, &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let user = accounts::create(&app, &making.tx, new).await?;
    let link = link(&app, &making.tx, user.id).await?;
    making
        .end(Made::created(
            format!("/api/v1/admin/users/{}", user.id),
            user.version,
            WithLink { account: user.into(), link },
        ))
        .await
}
