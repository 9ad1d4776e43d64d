//! `POST /sessions/refresh`: the next access token. A refresh token works once.

use std::time::Duration;

use axum::{extract::State, response::Response};
use http::HeaderMap;
use hub_access::secret_text::{self, Kind};
use hub_store::accounts::{
    sessions::{self, Refreshed},
    users,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Tokens, cookie, fresh, signed_in};
use crate::{
    app::App,
    http::{body::Json, caller::Anyone, problem::Problem},
};

/// How long a browser's token is taken again. Its pages share the cookie, so that two of them may renew at once, and one that is left just
/// then never learns of the next token; no page can read it, so that it is not what thieves have.
const LEEWAY: Duration = Duration::from_secs(20);

/// The refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Refresh)]
pub(crate) struct Body {
    /// Left out where the browser sends it as a cookie.
    #[serde(default)]
    #[schema(max_length = 200)]
    refresh_token: Option<String>,
}

/// Stay signed in
///
/// Answers the next access token and the next refresh token. One that was used before ends the sign-in: somebody else has it too.
#[utoipa::path(post, path = "/sessions/refresh", operation_id = "refreshSession", tag = "sessions", security(()), request_body = Body,
    responses((status = 200, description = "Still signed in", body = Tokens)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    Anyone(caller): Anyone,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Result<Response, Problem> {
    let refused = || Problem::unauthenticated("the refresh token does not hold, or no longer; sign in");
    let as_cookie = body.refresh_token.is_none();
    let text = body.refresh_token.or_else(|| cookie(&headers)).ok_or_else(refused)?;
    let token = secret_text::parse(Kind::Refresh, &text).ok_or_else(refused)?;
    let next = fresh(&app);
    let leeway = if as_cookie { LEEWAY } else { Duration::ZERO };
    let tx = app.store().begin(caller.origin).await?;
    match sessions::refresh(&tx, &token.to_string(), &next.hash, next.expires_at, leeway).await? {
        Refreshed::Renewed(session) => {
            let user = users::find(&tx, session.user).await?.filter(|user| !user.is_disabled).ok_or_else(refused)?;
            tx.commit().await?;
            signed_in(&app, &user, &session, next, as_cookie).await
        }
        Refreshed::Reused(session) => {
            tx.audit(None, "session.refresh", session.id, "reused", serde_json::json!({ "user": session.user }));
            tx.commit().await?;
            tracing::warn!(session = %session.id, "a used refresh token was presented; the session is ended");
            Err(refused())
        }
        Refreshed::Unknown => Err(refused()),
    }
}
