//! Removes an organisation that was deleted, with everything in it.

use hub_model::id::OrganisationId;
use hub_store::organisations;
use serde_json::json;

use super::Attempt;

pub(super) fn attempt(organisation: OrganisationId) -> Attempt {
    Attempt::Done(Box::new(move |tx| {
        Box::pin(async move { Ok(json!({ "purged": organisations::purge(tx, organisation).await? })) })
    }))
}
