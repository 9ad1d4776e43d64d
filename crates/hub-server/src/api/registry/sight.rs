//! What a caller sees in the registry: what is deployed in their organisations, as far as their key reaches; without a token, what is
//! open to anybody, where the hub allows such servers.

use hub_model::{
    account::Permission,
    event::Actor,
    id::{OrganisationId, ServerId},
};
use hub_store::servers::published::{self, After, Filter, Published};

use crate::{
    app::App,
    http::{
        caller::{Caller, permissions_everywhere},
        problem::Problem,
        rates,
    },
};

/// What somebody sees.
pub(crate) enum Sight {
    /// What is open.
    Open,
    /// What is in these organisations, in their order; only these servers where there are some.
    Within { organisations: Vec<OrganisationId>, servers: Vec<ServerId> },
}

impl Sight {
    pub(crate) async fn of(app: &App, caller: Caller) -> Result<Self, Problem> {
        if caller.origin.actor == Actor::Anonymous {
            return match app.settings().gateway.allow_open {
                true => Ok(Self::Open),
                false => Err(Problem::unauthenticated(
                    "sign in, and send `Authorization: Bearer …` with an access token or an API key",
                )),
            };
        }
        if let Some(only) = caller.organisation {
            rates::organisation(app, only).await?;
        }
        let held = permissions_everywhere(app, &caller).await?;
        // Who may call servers and see nothing else, as keys for clients do, sees those that they may call.
        let sees = [Permission::ServersRead, Permission::ServersCall];
        let may = held.into_iter().filter(|(_, permissions)| sees.iter().any(|one| permissions.has(*one)));
        let organisations = may.map(|(organisation, _)| organisation).collect();
        Ok(Self::Within { organisations, servers: caller.reach.map(|reach| reach.servers).unwrap_or_default() })
    }

    /// At most `limit` versions of servers after some place, in order.
    pub(crate) async fn find(
        &self,
        app: &App,
        filter: &Filter,
        after: After,
        limit: usize,
    ) -> Result<Vec<Published>, Problem> {
        let most = |found: usize| i64::try_from(limit.saturating_sub(found)).unwrap_or(i64::MAX);
        let Self::Within { organisations, servers } = self else {
            return Ok(published::open(app.store(), filter, &after, most(0)).await?);
        };
        let mut found = Vec::new();
        for organisation in organisations.iter().filter(|one| after.organisation.is_none_or(|begun| **one >= begun)) {
            let begin = if after.organisation == Some(*organisation) { after.clone() } else { After::default() };
            let more = published::of(app.store(), *organisation, servers, filter, &begin, most(found.len())).await?;
            found.extend(more);
            if found.len() >= limit {
                break;
            }
        }
        Ok(found)
    }
}
