//! What a caller may do in each of their organisations, for what belongs to none of them.

use hub_access::roles;
use hub_model::{account::Permissions, event::Actor, id::OrganisationId};
use hub_store::organisations::members;

use super::{Caller, authorised::standing};
use crate::{app::App, http::problem::Problem};

/// Each of a caller's organisations, in the order of their identifiers, with what they may do there. A key has one.
pub(crate) async fn permissions_everywhere(
    app: &App,
    caller: &Caller,
) -> Result<Vec<(OrganisationId, Permissions)>, Problem> {
    let standings = match (caller.organisation, caller.origin.actor) {
        (Some(only), _) => standing(app, caller, only).await?.map(|standing| (only, standing)).into_iter().collect(),
        (None, Actor::User { id }) => members::standings(app.store(), id).await?,
        (None, _) => Vec::new(),
    };
    let held = |(organisation, standing): (OrganisationId, members::Standing)| {
        let granted = roles::permissions(standing.role, standing.custom);
        (organisation, caller.scopes.map_or(granted, |scopes| granted.and(scopes)))
    };
    Ok(standings.into_iter().map(held).collect())
}
