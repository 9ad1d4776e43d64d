//! `POST /me/second-factor/removal`: sign in by password alone again.

use axum::extract::State;
use http::StatusCode;
use hub_store::accounts::second_factor;

use super::{begin_second_factor::Body, confirm};
use crate::{
    app::App,
    http::{body::Json, caller::Person, problem::Problem},
};

/// Remove the second factor
#[utoipa::path(post, path = "/me/second-factor/removal", operation_id = "removeSecondFactor", tag = "me", request_body = Body,
    responses((status = 204, description = "It is not asked for any more")))]
pub(crate) async fn remove(
    State(app): State<App>,
    person: Person,
    Json(body): Json<Body>,
) -> Result<StatusCode, Problem> {
    confirm(&app, &person, body.password).await?;
    let tx = app.store().begin(person.caller.origin).await?;
    second_factor::remove(&tx, person.user).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
