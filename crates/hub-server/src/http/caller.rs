//! Who calls, and whether they may. An endpoint says what it needs by the type of its first argument; without one it gets no
//! organisation to work on.

mod authorised;
mod everywhere;
mod identify;
mod reach;

pub(crate) use authorised::{Authorised, anywhere, needs};
pub(crate) use everywhere::permissions_everywhere;
pub(crate) use identify::identify;

use axum::extract::FromRequestParts;
use http::request::Parts;
use hub_model::{
    account::KeyReach,
    event::Actor,
    id::{OrganisationId, SessionId, UserId},
};
use hub_store::Origin;

use super::problem::Problem;
use crate::app::App;

/// Whoever sent a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// Who, and from where.
    pub(crate) origin: Origin,
    /// What they may do, of what their role allows; everything when absent.
    pub(crate) scopes: Option<hub_model::account::Permissions>,
    /// They administer the hub.
    pub(crate) is_admin: bool,
    /// The sign-in, where it is one.
    pub(crate) session: Option<SessionId>,
    /// The only organisation that their key is for.
    pub(crate) organisation: Option<OrganisationId>,
    /// The only servers and tools that their key is for.
    pub(crate) reach: Option<KeyReach>,
}

/// Who is identified, or why nobody is. Put into the request by [`identify`].
#[derive(Clone)]
struct Identified(Result<Caller, Problem>);

/// Anybody: whoever they are, if they are somebody.
pub(crate) struct Anyone(pub(crate) Caller);

/// Somebody, or nobody: whoever shows a token, it has to hold.
pub(crate) struct Visitor(pub(crate) Caller);

/// Somebody who is known: a person, or one of their keys, or a program's.
pub(crate) struct Somebody(pub(crate) Caller);

/// A person who is signed in themselves, not one of their keys.
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) session: SessionId,
    pub(crate) caller: Caller,
}

/// Somebody who administers the hub, and is signed in themselves.
pub(crate) struct Admin {
    pub(crate) caller: Caller,
}

impl Caller {
    /// The person behind the request.
    pub(crate) fn user(&self) -> Option<UserId> {
        self.origin.actor.user()
    }
}

fn identified(parts: &Parts) -> Result<Caller, Problem> {
    let found = parts.extensions.get::<Identified>();
    found.cloned().map_or_else(|| Err(Problem::internal("the request was not identified")), |Identified(found)| found)
}

/// Whoever is identified; nobody is not enough.
fn known(parts: &Parts) -> Result<Caller, Problem> {
    let caller = identified(parts)?;
    if caller.origin.actor == Actor::Anonymous {
        return Err(Problem::unauthenticated(
            "sign in, and send `Authorization: Bearer …` with an access token or an API key",
        ));
    }
    Ok(caller)
}

impl FromRequestParts<App> for Anyone {
    type Rejection = Problem;

    /// A token that does not hold any more is no obstacle where none is needed.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = identified(parts).unwrap_or_else(|_| identify::anonymous(app, parts));
        Ok(Self(caller))
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        identified(parts).map(Self)
    }
}

impl FromRequestParts<App> for Somebody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        known(parts).map(Self)
    }
}

impl FromRequestParts<App> for Person {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let caller = known(parts)?;
        match (caller.user(), caller.session) {
            (Some(user), Some(session)) => Ok(Self { user, session, caller }),
            _ => Err(Problem::forbidden("API keys may not do this; sign in")),
        }
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Person { caller, .. } = Person::from_request_parts(parts, app).await?;
        if !caller.is_admin {
            return Err(Problem::forbidden("only administrators of the hub may do this"));
        }
        Ok(Self { caller })
    }
}
