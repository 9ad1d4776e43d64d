//! `DELETE /me/sessions/{session}`: end a sign-in somewhere else.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::SessionId;
use hub_store::accounts::sessions;

use crate::{
    app::App,
    http::{caller::Person, path::Path, problem::Problem},
};

/// End one of your sign-ins
#[utoipa::path(delete, path = "/me/sessions/{session}", operation_id = "endMySession", tag = "me",
    params(("session" = SessionId, Path)), responses((status = 204, description = "It has ended")))]
pub(crate) async fn end_session(
    State(app): State<App>,
    person: Person,
    Path(session): Path<SessionId>,
) -> Result<StatusCode, Problem> {
    let tx = app.store().begin(person.caller.origin).await?;
    if !sessions::end(&tx, person.user, session, "ended-elsewhere").await? {
        return Err(Problem::not_found("the sign-in"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
