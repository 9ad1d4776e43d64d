//! Blueprints of revisions, read once and kept in memory while they are used.

use std::sync::Arc;

use hub_model::{
    Blueprint,
    id::{OrganisationId, RevisionId},
};
use hub_store::{
    Store,
    apis::revisions::{self, Part},
};
use moka::sync::Cache;

use crate::http::problem::Problem;

/// Tools of all kept blueprints together: some hundred bytes to some kilobytes each.
const MOST_TOOLS: u64 = 50_000;

pub(crate) struct Blueprints(Cache<(OrganisationId, RevisionId), Arc<Blueprint>>);

impl Default for Blueprints {
    fn default() -> Self {
        let weight =
            |_: &_, blueprint: &Arc<Blueprint>| u32::try_from(blueprint.tools.len()).unwrap_or(u32::MAX).max(1);
        Self(Cache::builder().weigher(weight).max_capacity(MOST_TOOLS).build())
    }
}

impl Blueprints {
    /// The blueprint of a revision; `None` where it has none.
    pub(crate) async fn get(
        &self,
        store: &Store,
        organisation: OrganisationId,
        id: RevisionId,
    ) -> Result<Option<Arc<Blueprint>>, Problem> {
        if let Some(kept) = self.0.get(&(organisation, id)) {
            return Ok(Some(kept));
        }
        let Some(bytes) = revisions::content(store, organisation, id, Part::Blueprint).await? else { return Ok(None) };
        let read = tokio::task::spawn_blocking(move || serde_json::from_slice::<Blueprint>(&bytes)).await;
        let blueprint = Arc::new(read.map_err(Problem::internal)?.map_err(Problem::internal)?);
        self.0.insert((organisation, id), Arc::clone(&blueprint));
        Ok(Some(blueprint))
    }
}
