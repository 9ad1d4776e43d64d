//! Who calls, and whether they may: from memory alone.

use std::{sync::Arc, time::Instant};

use http::{header, request::Parts};
use hub_access::{jwt, secret_text};
use hub_model::{
    account::{KeyOwner, KeyReach, Permission},
    event::Actor,
    id::UserId,
    server::Access,
};
use hub_store::accounts::sessions;
use sha2::{Digest as _, Sha256};

use super::table::{Frozen, Route, Tenant};
use crate::{
    app::App,
    http::{problem::Problem, rates},
};

/// Somebody who was let in, and where to.
pub(super) struct Visit {
    pub(super) route: Arc<Route>,
    pub(super) frozen: Arc<Frozen>,
    pub(super) actor: Actor,
    /// Whose own credentials are used.
    pub(super) user: Option<UserId>,
    /// Only these tools, where their key says so.
    pub(super) tools: Arc<[String]>,
    /// Calls that the organisation may make in a day.
    pub(super) calls_per_day: Option<i64>,
    pub(super) arrived: Instant,
}

/// Lets a request in, or says why not.
pub(super) async fn visit(
    app: &App,
    organisation: &str,
    server: &str,
    parts: &Parts,
) -> Result<(Arc<Tenant>, Visit), Problem> {
    let arrived = app.clock().now();
    let found = app.gateway().table.find(organisation, server);
    let (tenant, route) = found.ok_or_else(|| Problem::not_found("the server"))?;
    let address = app.proxies().address(parts).to_string();
    let is_open = route.server.settings.access == Access::Open && app.settings().gateway.allow_open;
    let (actor, reach) = match token(parts)? {
        Some(token) => known(app, &tenant, token).await?,
        None if is_open => {
            rates::address(app, &address).await?;
            (Actor::Anonymous, None)
        }
        None => {
            return Err(Problem::unauthenticated("send `Authorization: Bearer …` with an API key of the organisation"));
        }
    };
    let reach = reach.unwrap_or_default();
    if !reach.servers.is_empty() && !reach.servers.contains(&route.server.id) {
        return Err(Problem::forbidden("this key is not for this server"));
    }
    let (frozen, calls_per_day) = (chosen(&route, actor, &address), tenant.quotas.calls_per_day);
    let visit = Visit { frozen, route, actor, user: user(actor), tools: reach.tools.into(), calls_per_day, arrived };
    Ok((tenant, visit))
}

fn user(actor: Actor) -> Option<UserId> {
    match actor {
        Actor::User { id } | Actor::Key { user: id, .. } => Some(id),
        Actor::Service { .. } | Actor::System | Actor::Anonymous => None,
    }
}

fn token(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let bearer = value.to_str().ok().and_then(|text| text.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let wrong = || Problem::unauthenticated("send `Authorization: Bearer …`");
    bearer.map(|(_, token)| Some(token.trim())).ok_or_else(wrong)
}

/// Who has a token, and how far it reaches.
async fn known(app: &App, tenant: &Tenant, token: &str) -> Result<(Actor, Option<KeyReach>), Problem> {
    let wrong = || Problem::unauthenticated("the token is not valid, or no longer");
    let needed = || Problem::forbidden("this needs the permission `servers:call`, which you do not have here");
    if let Some(hash) = secret_text::parse(secret_text::Kind::ApiKey, token) {
        let (organisation, key) = app.gateway().table.key(&hash.to_string()).ok_or_else(wrong)?;
        if key.key.expires_at.is_some_and(|end| end <= app.now()) {
            return Err(wrong());
        }
        if organisation != tenant.id {
            return Err(Problem::not_found("the server"));
        }
        if !key.permissions.has(Permission::ServersCall) {
            return Err(needed());
        }
        let actor = match key.key.owner {
            KeyOwner::User(user) => Actor::Key { id: key.key.id, user },
            KeyOwner::Service(id) => Actor::Service { id, key: key.key.id },
        };
        return Ok((actor, key.key.reach.clone()));
    }
    let keys = app.token_keys().await?;
    let claims = jwt::verify(&keys, token, app.now(), &app.issuer(), jwt::AUDIENCE).map_err(|_| wrong())?;
    let permissions = tenant.members.get(&claims.sub).ok_or_else(|| Problem::not_found("the server"))?;
    if !permissions.has(Permission::ServersCall) {
        return Err(needed());
    }
    // Access tokens are for people who try things out: whether their sign-in still holds is asked from time to time.
    let is_open = app.gateway().instances.session(claims.sid, async {
        let session = sessions::find(app.store(), claims.sid).await.ok().flatten();
        session.is_some_and(|session| session.revoked_at.is_none() && session.expires_at > app.now())
    });
    if is_open.await { Ok((Actor::User { id: claims.sub }, None)) } else { Err(wrong()) }
}

/// The version for a caller: the same one each time, as long as nothing is deployed.
fn chosen(route: &Route, actor: Actor, address: &str) -> Arc<Frozen> {
    let Some((canary, percent)) = &route.canary else { return Arc::clone(&route.current) };
    let who = match actor {
        Actor::Anonymous => address.to_owned(),
        other => hub_store::servers::calls::actor_id(other),
    };
    let digest = Sha256::digest(format!("{}|{who}", canary.version));
    let number = digest.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    Arc::clone(if number % 100 < u32::from(*percent) { canary } else { &route.current })
}
