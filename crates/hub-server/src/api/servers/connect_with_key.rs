//! `POST /organisations/{organisation}/servers/{server}/connection-guides`: the same, with a fresh key filled in.

use axum::{extract::State, response::Response};
use hub_access::secret_text::{self, Kind, OpaqueToken};
use hub_model::{
    Timestamp,
    account::{KeyReach, Permission},
};
use hub_store::organisations::keys;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{connect::told, find};
use crate::{
    api::keys::{WithKey, create::owner},
    app::App,
    guides::{self, Guide},
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
        text::Name,
    },
};

/// A key for a client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConnection)]
pub(crate) struct Body {
    /// What the key is called: after its client, or who has it.
    name: Name,
    /// When it ends by itself.
    #[serde(default)]
    expires_at: Option<Timestamp>,
}

/// A key with the guides in which it stands.
#[derive(Serialize, ToSchema)]
#[schema(as = Connection)]
pub(crate) struct Connection {
    key: WithKey,
    guides: Vec<Guide>,
}

/// Make a key for a client, and see how the client is told
///
/// The key may call this server and do nothing else. It is shown this once.
#[utoipa::path(post, path = "/organisations/{organisation}/servers/{server}/connection-guides", operation_id = "createConnection", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path), IdempotencyKey), request_body = Body,
    responses((status = 201, description = "The key and the guides", body = Connection)))]
pub(crate) async fn connect_with_key(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let server = find(&app, id, &server).await?;
    let (owner, most) = owner(&app, &authorised, None).await?;
    if !most.has(Permission::ServersCall) {
        return Err(Problem::forbidden("this needs the permission `servers:call`, which you do not have here"));
    }
    if body.expires_at.is_some_and(|end| end <= app.now()) {
        return Err(Problem::invalid("expires_at", "this is past"));
    }
    let (text, hash) = OpaqueToken::fresh(Kind::ApiKey, app.entropy());
    let text = text.expose_secret();
    let (hash, hint) = (hash.to_string(), secret_text::hint(text));
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let reach = KeyReach { servers: vec![server.id], tools: Vec::new() };
    let new = keys::New {
        name: &body.name.0,
        hint: &hint,
        hash: &hash,
        owner,
        scopes: [Permission::ServersCall].into_iter().collect(),
        expires_at: body.expires_at,
        reach: Some(&reach),
    };
    let made = keys::create(&making.tx, id, new).await?;
    let (location, version) = (format!("/api/v1/organisations/{id}/api-keys/{}", made.id), made.version);
    let guides = guides::all(&told(&app, &authorised.organisation.slug, server, Some(text.to_owned())));
    let key = WithKey { view: made.into(), key: text.to_owned() };
    making.end(Made::created(location, version, Connection { key, guides })).await
}
