//! `GET /me/sessions`: where one is signed in.

use axum::extract::State;
use hub_model::{Timestamp, account::Session, id::SessionId};
use hub_store::accounts::sessions;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, caller::Person, page::List, problem::Problem},
};

/// A sign-in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionView {
    id: SessionId,
    /// Where it began.
    address: String,
    /// With which program.
    user_agent: String,
    created_at: Timestamp,
    /// When it was last refreshed.
    last_used_at: Timestamp,
    /// When it ends unless it is used.
    expires_at: Timestamp,
    /// It is the one that asks.
    is_current: bool,
}

/// List your sign-ins
#[utoipa::path(get, path = "/me/sessions", operation_id = "listMySessions", tag = "me",
    responses((status = 200, description = "Sign-ins that have not ended", body = List<SessionView>)))]
pub(crate) async fn list(State(app): State<App>, person: Person) -> Result<Json<List<SessionView>>, Problem> {
    let view = |session: Session| SessionView {
        is_current: session.id == person.session,
        id: session.id,
        address: session.address,
        user_agent: session.user_agent,
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        expires_at: session.expires_at,
    };
    let sessions = sessions::list(app.store(), person.user).await?;
    Ok(Json(List::whole(sessions.into_iter().map(view))))
}
