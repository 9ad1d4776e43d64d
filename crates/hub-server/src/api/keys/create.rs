//! `POST /organisations/{organisation}/api-keys`.

use axum::{extract::State, response::Response};
use hub_access::secret_text::{self, Kind, OpaqueToken};
use hub_model::{
    Timestamp,
    account::{KeyOwner, KeyReach, Permissions},
    id::{OrganisationId, ServiceAccountId},
};
use hub_store::{
    organisations::{keys, service_accounts},
    servers,
};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{KeyView, WithKey, may_hold};
use crate::{
    api::members::allowed,
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::Name,
    },
};

/// A new API key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewApiKey)]
pub(crate) struct Body {
    name: Name,
    /// What it may do, of what its owner may.
    scopes: Permissions,
    /// When it ends by itself.
    #[serde(default)]
    expires_at: Option<Timestamp>,
    /// Which servers and tools it may use; all when left out.
    #[serde(default)]
    reach: Option<KeyReach>,
    /// The service account that it acts for; oneself when left out.
    #[serde(default)]
    service_account: Option<ServiceAccountId>,
}

/// Make an API key
///
/// The key is shown this once. It works in this organisation only, and never does more than its owner may.
#[utoipa::path(post, path = "/organisations/{organisation}/api-keys", operation_id = "createApiKey", tag = "keys",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body, responses((status = 201, description = "The key", body = WithKey)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationRead>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let (owner, most) = owner(&app, &authorised, body.service_account).await?;
    if !most.include(body.scopes) {
        return Err(Problem::invalid("scopes", "its owner may not do all of this"));
    }
    if body.expires_at.is_some_and(|end| end <= app.now()) {
        return Err(Problem::invalid("expires_at", "this is past"));
    }
    let id = authorised.id();
    if let Some(reach) = &body.reach {
        within_reach(&app, id, reach).await?;
    }
    let (text, hash) = OpaqueToken::fresh(Kind::ApiKey, app.entropy());
    let text = text.expose_secret();
    let (hash, hint) = (hash.to_string(), secret_text::hint(text));
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let new = keys::New {
        name: &body.name.0,
        hint: &hint,
        hash: &hash,
        owner,
        scopes: body.scopes,
        expires_at: body.expires_at,
        reach: body.reach.as_ref(),
    };
    let made = keys::create(&making.tx, id, new).await?;
    let location = format!("/api/v1/organisations/{id}/api-keys/{}", made.id);
    making.end(Made::created(location, made.version, WithKey { view: KeyView::from(made), key: text.to_owned() })).await
}

/// Refuses servers that are not there, and patterns that could not be meant.
async fn within_reach(app: &App, organisation: OrganisationId, reach: &KeyReach) -> Result<(), Problem> {
    if reach.servers.len() > 100 || reach.tools.len() > 100 {
        return Err(Problem::invalid("reach", "100 servers and 100 patterns are the most"));
    }
    if reach.tools.iter().any(|glob| glob.is_empty() || glob.len() > 200 || glob.contains('\0')) {
        return Err(Problem::invalid("reach.tools", "a pattern has 1 to 200 characters"));
    }
    for server in &reach.servers {
        let found = servers::find(app.store(), organisation, *server).await?;
        found.ok_or_else(|| Problem::invalid("reach.servers", format!("the organisation has no server {server}")))?;
    }
    Ok(())
}

/// Whom the key acts for, and what it may do at most.
pub(crate) async fn owner<P>(
    app: &App,
    authorised: &Authorised<P>,
    service: Option<ServiceAccountId>,
) -> Result<(KeyOwner, Permissions), Problem> {
    // A key that makes keys could outlive its own end.
    let by_hand = || Problem::forbidden("API keys are made by people who are signed in");
    let user = authorised.caller.session.and(authorised.caller.user()).ok_or_else(by_hand)?;
    let Some(service) = service else {
        // Who administers the hub sees an organisation without being in it.
        authorised.role.ok_or_else(|| Problem::forbidden("only members have API keys here"))?;
        return Ok((KeyOwner::User(user), authorised.permissions));
    };
    let found = service_accounts::find(app.store(), authorised.id(), service).await?;
    let found =
        found.ok_or_else(|| Problem::invalid("service_account", "the organisation has no such service account"))?;
    may_hold(app, authorised, KeyOwner::Service(service)).await?;
    Ok((KeyOwner::Service(service), allowed(app, authorised.id(), found.role).await?))
}
