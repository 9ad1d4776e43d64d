//! Somebody who may do something in an organisation. Endpoints name what as a type: `Authorised<needs::ApisRead>`.

use std::{collections::HashMap, marker::PhantomData};

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use hub_access::roles;
use hub_model::{
    account::{KeyReach, Organisation, Permission, Permissions, Role},
    event::Actor,
    id::OrganisationId,
};
use hub_store::{
    PageRequest,
    organisations::{self, members, members::Standing, service_accounts},
};

use super::{Caller, known, reach};
use crate::{
    app::App,
    http::{problem::Problem, rates},
};

/// In the place of an organisation's name: the only one that the caller has, their personal one apart.
const ONLY: &str = "~";
/// Organisations that are named to somebody who has several.
const NAMED: i64 = 20;

/// What an endpoint needs.
pub(crate) trait Needs {
    const PERMISSION: Permission;
}

/// Permissions as types.
pub(crate) mod needs {
    use super::{Needs, Permission};

    macro_rules! needs {
        ($($name:ident),* $(,)?) => {$(
            pub(crate) struct $name;

            impl Needs for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )*};
    }

    needs![
        OrganisationRead,
        OrganisationUpdate,
        OrganisationDelete,
        MembersRead,
        MembersManage,
        RolesRead,
        RolesManage,
        KeysRead,
        KeysManage,
        ApisRead,
        ApisCreate,
        ApisUpdate,
        ApisDelete,
        ApisCall,
        CredentialsRead,
        CredentialsWrite,
        ServersRead,
        ServersCreate,
        ServersUpdate,
        ServersDeploy,
        ServersDelete,
        CallsRead,
        JobsRead,
        JobsCancel,
        JobsRetry,
        EventsRead,
        WebhooksRead,
        WebhooksManage,
        RegistriesRead,
        RegistriesManage,
        AuditRead,
        UsageRead,
    ];
}

/// A caller who may do what `P` says in the organisation of the path.
pub(crate) struct Authorised<P> {
    /// Who.
    pub(crate) caller: Caller,
    /// Where.
    pub(crate) organisation: Organisation,
    /// What they are there; nothing for administrators of the hub who are no members.
    pub(crate) role: Option<Role>,
    /// All that they may do there.
    pub(crate) permissions: Permissions,
    needed: PhantomData<P>,
}

impl<P> Authorised<P> {
    /// The organisation's identifier.
    pub(crate) fn id(&self) -> OrganisationId {
        self.organisation.id
    }
}

impl<P: Needs> FromRequestParts<App> for Authorised<P> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let caller = known(parts)?;
        // To those who may not see it, an organisation that is there looks like one that is not.
        let hidden = || Problem::not_found("the organisation");
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await.map_err(|_| hidden())?;
        let named = path.0.get("organisation").map(String::as_str).unwrap_or_default();
        let found = if named == ONLY { only(app, &caller).await? } else { find(app, named).await? };
        let organisation = found.ok_or_else(hidden)?;
        if caller.organisation.is_some_and(|only| only != organisation.id) {
            return Err(hidden());
        }
        let standing = standing(app, &caller, organisation.id).await?;
        let granted = match standing {
            Some(standing) => roles::permissions(standing.role, standing.custom),
            None if caller.is_admin => oversight(),
            None => return Err(hidden()),
        };
        let permissions = caller.scopes.map_or(granted, |scopes| granted.and(scopes));
        if !permissions.has(P::PERMISSION) {
            return Err(Problem::forbidden(format!(
                "this needs the permission `{}`, which you do not have here",
                P::PERMISSION
            )));
        }
        if let Some(reach) = caller.reach.as_ref().filter(|reach| **reach != KeyReach::default()) {
            reach::within(app, organisation.id, reach, &path.0, parts).await?;
        }
        rates::organisation(app, organisation.id).await?;
        Ok(Self {
            caller,
            organisation,
            role: standing.map(|standing| standing.role),
            permissions,
            needed: PhantomData,
        })
    }
}

/// The organisation of somebody who has only one beside their personal one, or that; nothing where they have none.
async fn only(app: &App, caller: &Caller) -> Result<Option<Organisation>, Problem> {
    if let Some(id) = caller.organisation {
        return Ok(organisations::find(app.store(), id).await?);
    }
    let Some(user) = caller.user() else { return Ok(None) };
    let theirs = organisations::of_user(app.store(), user, PageRequest { after: None, limit: NAMED }).await?.items;
    let (mut personal, mut shared): (Vec<_>, Vec<_>) =
        theirs.into_iter().partition(|organisation| organisation.personal_of.is_some());
    if shared.len() > 1 {
        let names: Vec<&str> = shared.iter().map(|organisation| organisation.slug.as_str()).collect();
        let names = names.join(", ");
        return Err(Problem::invalid("organisation", format!("you are in several; say which one, of {names}")));
    }
    Ok(shared.pop().or_else(|| personal.pop()))
}

/// All that a caller may do in any organisation.
pub(crate) async fn anywhere(app: &App, caller: &Caller) -> Result<Permissions, Problem> {
    let mut standings = Vec::new();
    match (caller.organisation, caller.user()) {
        (Some(organisation), _) => standings.extend(standing(app, caller, organisation).await?),
        (None, Some(user)) => {
            standings.extend(members::standings(app.store(), user).await?.into_iter().map(|(_, standing)| standing));
        }
        (None, None) => {}
    }
    let granted = standings.into_iter().flat_map(|standing| roles::permissions(standing.role, standing.custom).iter());
    let overseen = caller.is_admin.then(oversight).unwrap_or_default();
    let all: Permissions = granted.chain(overseen.iter()).collect();
    Ok(caller.scopes.map_or(all, |scopes| all.and(scopes)))
}

/// What administrators of the hub may do in organisations that they are no members of: see that all is well, put right who is in
/// them, and end them. Not what they were made for.
fn oversight() -> Permissions {
    [
        Permission::OrganisationRead,
        Permission::OrganisationDelete,
        Permission::MembersRead,
        Permission::MembersManage,
        Permission::RolesRead,
        Permission::JobsRead,
        Permission::EventsRead,
        Permission::AuditRead,
        Permission::UsageRead,
    ]
    .into_iter()
    .collect()
}

async fn find(app: &App, named: &str) -> Result<Option<Organisation>, Problem> {
    let found = match named.parse() {
        Ok(id) => organisations::find(app.store(), id).await?,
        Err(_) => organisations::by_slug(app.store(), named).await?,
    };
    Ok(found)
}

pub(super) async fn standing(
    app: &App,
    caller: &Caller,
    organisation: OrganisationId,
) -> Result<Option<Standing>, Problem> {
    let found = match caller.origin.actor {
        Actor::User { id } | Actor::Key { user: id, .. } => members::standing(app.store(), organisation, id).await?,
        Actor::Service { id, .. } => service_accounts::standing(app.store(), organisation, id).await?,
        Actor::System | Actor::Anonymous => None,
    };
    Ok(found)
}
