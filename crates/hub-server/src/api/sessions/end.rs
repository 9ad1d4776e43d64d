//! `DELETE /sessions/current`: sign out.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use hub_store::accounts::sessions;

use super::set_cookie;
use crate::{
    app::App,
    http::{caller::Person, problem::Problem},
};

/// Sign out
#[utoipa::path(delete, path = "/sessions/current", operation_id = "signOut", tag = "sessions",
    responses((status = 204, description = "Signed out")))]
pub(crate) async fn end(State(app): State<App>, person: Person) -> Result<Response, Problem> {
    let tx = app.store().begin(person.caller.origin).await?;
    sessions::end(&tx, person.user, person.session, "signed-out").await?;
    tx.commit().await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&app, &mut response, "", 0)?;
    Ok(response)
}
