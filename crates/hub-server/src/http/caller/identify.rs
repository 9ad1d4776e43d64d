//! Finds out who sends a request, by the token that comes with it, and how many requests they may send.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{header, request::Parts};
use hub_access::{jwt, secret_text};
use hub_model::{account::KeyOwner, event::Actor};
use hub_store::{
    Origin,
    accounts::{sessions, users},
    organisations::keys,
};

use super::{Caller, Identified};
use crate::{
    app::App,
    http::{client, problem::Problem, rates, request_id::RequestId},
};

/// Identifies the caller, counts the request, and says on the answer how many more there may be.
pub(crate) async fn identify(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let found = by_token(&app, &parts).await;
    let counted = match &found {
        Ok(caller) => rates::caller(&app, caller).await,
        // Whoever tries out tokens is counted by their address.
        Err(_) => rates::caller(&app, &anonymous(&app, &parts)).await,
    };
    let (found, verdict) = match counted {
        Ok(verdict) => (found, verdict),
        Err((problem, verdict)) => (Err(problem), Some(verdict)),
    };
    let is_limited = matches!(&found, Err(problem) if problem.code == hub_model::problem::ErrorCode::RateLimited);
    let mut response = if is_limited {
        axum::response::IntoResponse::into_response(found.err().unwrap_or_else(|| Problem::internal("no problem")))
    } else {
        parts.extensions.insert(Identified(found));
        next.run(Request::from_parts(parts, body)).await
    };
    if let Some(verdict) = verdict {
        rates::announce(&mut response, &verdict);
    }
    response
}

/// Nobody who is known, from where they call.
pub(super) fn anonymous(app: &App, parts: &Parts) -> Caller {
    Caller {
        origin: origin(app, parts, Actor::Anonymous),
        scopes: None,
        is_admin: false,
        session: None,
        organisation: None,
        reach: None,
    }
}

fn origin(app: &App, parts: &Parts, actor: Actor) -> Origin {
    let request = parts.extensions.get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    Origin {
        actor,
        address: app.proxies().address(parts).to_string(),
        user_agent: client::user_agent(&parts.headers),
        request,
    }
}

async fn by_token(app: &App, parts: &Parts) -> Result<Caller, Problem> {
    let wrong = || Problem::unauthenticated("the token is not valid, or no longer");
    let token = match (parts.headers.get(header::AUTHORIZATION), offered(parts)) {
        (Some(value), _) => {
            let text = value.to_str().map_err(|_| wrong())?;
            let (scheme, token) = text.split_once(' ').ok_or_else(wrong)?;
            if !scheme.eq_ignore_ascii_case("bearer") {
                return Err(Problem::unauthenticated("send `Authorization: Bearer …`"));
            }
            token
        }
        (None, Some(token)) => token,
        (None, None) => return Ok(anonymous(app, parts)),
    };
    match secret_text::parse(secret_text::Kind::ApiKey, token.trim()) {
        Some(hash) => by_key(app, parts, &hash.to_string()).await,
        None => by_session(app, parts, token.trim()).await,
    }
    .and_then(|found| found.ok_or_else(wrong))
}

/// The token of a web page that opens a WebSocket: it can set no headers, but offer subprotocols, of which `bearer.…` is one.
fn offered(parts: &Parts) -> Option<&str> {
    let offered = parts.headers.get(header::SEC_WEBSOCKET_PROTOCOL)?.to_str().ok()?;
    offered.split(',').find_map(|protocol| protocol.trim().strip_prefix("bearer."))
}

async fn by_session(app: &App, parts: &Parts, token: &str) -> Result<Option<Caller>, Problem> {
    let keys = app.token_keys().await?;
    let Ok(claims) = jwt::verify(&keys, token, app.now(), &app.issuer(), jwt::AUDIENCE) else { return Ok(None) };
    // The token tells who it was for; whether they are still let in is asked each time.
    let session = sessions::find(app.store(), claims.sid).await?;
    let is_open = session.is_some_and(|session| {
        session.user == claims.sub && session.revoked_at.is_none() && session.expires_at > app.now()
    });
    let Some(user) = users::find(app.store(), claims.sub).await?.filter(|user| is_open && !user.is_disabled) else {
        return Ok(None);
    };
    Ok(Some(Caller {
        origin: origin(app, parts, Actor::User { id: user.id }),
        scopes: None,
        is_admin: user.is_admin,
        session: Some(claims.sid),
        organisation: None,
        reach: None,
    }))
}

async fn by_key(app: &App, parts: &Parts, hash: &str) -> Result<Option<Caller>, Problem> {
    let Some(known) = keys::by_hash(app.store(), hash).await? else { return Ok(None) };
    let key = &known.key;
    let actor = match key.owner {
        KeyOwner::User(user) => {
            if users::find(app.store(), user).await?.is_none_or(|user| user.is_disabled) {
                return Ok(None);
            }
            Actor::Key { id: key.id, user }
        }
        KeyOwner::Service(id) => Actor::Service { id, key: key.id },
    };
    // Where it cannot be noted that a key was used, it can still be used.
    if let Err(error) = keys::used(app.store(), key).await {
        tracing::warn!(%error, key = %key.id, "the use of a key cannot be noted");
    }
    Ok(Some(Caller {
        origin: origin(app, parts, actor),
        scopes: Some(known.key.scopes),
        is_admin: false,
        session: None,
        organisation: Some(known.organisation),
        reach: known.key.reach,
    }))
}
