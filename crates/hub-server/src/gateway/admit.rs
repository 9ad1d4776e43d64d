//! Who calls, and whether they may: from memory alone.

use std::{sync::Arc, time::Instant};

use http::{header, request::Parts};
use hub_access::{jwt, secret_text};
use hub_model::{account::Permission, event::Actor, id::UserId, server::Access};
use hub_store::{accounts::sessions, servers::calls};
use sha2::{Digest as _, Sha256};

use super::table::{Frozen, Key, Route, Tenant};
use crate::{
    app::App,
    http::{problem::Problem, rates},
};

/// Somebody who was let in, and where to.
pub(super) struct Visit {
    pub(super) route: Arc<Route>,
    pub(super) frozen: Arc<Frozen>,
    pub(super) actor: Actor,
    /// By which their calls are counted.
    pub(super) who: Arc<str>,
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
    let is_open = route.server.settings.access == Access::Open && app.settings().gateway.allow_open;
    let (actor, key) = match token(parts)? {
        Some(token) => known(app, &tenant, token).await?,
        None if is_open => {
            rates::address(app, &app.proxies().address(parts).to_string()).await?;
            (Actor::Anonymous, None)
        }
        None => {
            return Err(Problem::unauthenticated("send `Authorization: Bearer …` with an API key of the organisation"));
        }
    };
    let reach = key.as_ref().and_then(|key| key.key.reach.as_ref());
    if reach.is_some_and(|reach| !reach.servers.is_empty() && !reach.servers.contains(&route.server.id)) {
        return Err(Problem::forbidden("this key is not for this server"));
    }
    let (who, tools) = match &key {
        Some(key) => (Arc::clone(&key.who), Arc::clone(&key.tools)),
        None => (calls::actor_id(actor).into(), Arc::default()),
    };
    let frozen = match &route.canary {
        None => Arc::clone(&route.current),
        Some(canary) if actor == Actor::Anonymous => chosen(&route, canary, &app.proxies().address(parts).to_string()),
        Some(canary) => chosen(&route, canary, &who),
    };
    let calls_per_day = tenant.quotas.calls_per_day;
    Ok((tenant, Visit { frozen, route, actor, who, user: actor.user(), tools, calls_per_day, arrived }))
}

fn token(parts: &Parts) -> Result<Option<&str>, Problem> {
    let Some(value) = parts.headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let bearer = value.to_str().ok().and_then(|text| text.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let wrong = || Problem::unauthenticated("send `Authorization: Bearer …`");
    bearer.map(|(_, token)| Some(token.trim())).ok_or_else(wrong)
}

/// Who has a token, and the key that it is of.
async fn known(app: &App, tenant: &Tenant, token: &str) -> Result<(Actor, Option<Arc<Key>>), Problem> {
    let wrong = || Problem::unauthenticated("the token is not valid, or no longer");
    let needed = || Problem::forbidden("this needs the permission `servers:call`, which you do not have here");
    if let Some(hash) = secret_text::parse(secret_text::Kind::ApiKey, token) {
        let (organisation, key) = app.gateway().table.key(&hash).ok_or_else(wrong)?;
        if key.key.expires_at.is_some_and(|end| end <= app.now()) {
            return Err(wrong());
        }
        if organisation != tenant.id {
            return Err(Problem::not_found("the server"));
        }
        if !key.permissions.has(Permission::ServersCall) {
            return Err(needed());
        }
        return Ok((key.actor, Some(key)));
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
fn chosen(route: &Route, (canary, percent): &(Arc<Frozen>, u8), who: &str) -> Arc<Frozen> {
    let digest = Sha256::digest(format!("{}|{who}", canary.version));
    let number = digest.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    Arc::clone(if number % 100 < u32::from(*percent) { canary } else { &route.current })
}
