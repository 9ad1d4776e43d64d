//! `POST /organisations/{organisation}/api-keys`.

use axum::{extract::State, response::Response};
use hub_access::secret_text::{self, Kind, OpaqueToken};
use hub_model::{
    Timestamp,
    account::{KeyOwner, Permissions},
    id::ServiceAccountId,
};
use hub_store::organisations::{keys, service_accounts};
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
    };
    let made = keys::create(&making.tx, id, new).await?;
    let location = format!("/api/v1/organisations/{id}/api-keys/{}", made.id);
    making.end(Made::created(location, made.version, WithKey { view: KeyView::from(made), key: text.to_owned() })).await
}

/// Whom the key acts for, and what it may do at most.
async fn owner<P>(
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
