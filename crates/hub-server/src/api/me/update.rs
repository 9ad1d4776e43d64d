//! `PATCH /me`: another name.

use axum::extract::State;
use hub_store::accounts::users;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    api::accounts::AccountView,
    app::App,
    http::{
        body::Json,
        caller::Person,
        etag::{IfMatch, Versioned},
        problem::Problem,
        text::Name,
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
}

/// Change your account
#[utoipa::path(patch, path = "/me", operation_id = "updateMe", tag = "me", params(IfMatch), request_body = Body,
    responses((status = 200, description = "The account as it is now", body = AccountView)))]
pub(crate) async fn update(
    State(app): State<App>,
    person: Person,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<AccountView>, Problem> {
    let tx = app.store().begin(person.caller.origin).await?;
    let change = users::Change { name: body.name.map(|name| name.0), ..users::Change::default() };
    let user = users::update(&tx, person.user, version, change).await?;
    tx.commit().await?;
    Ok(Versioned::ok(user.version, user.into()))
}
