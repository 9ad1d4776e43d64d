//! Tools of a revision, and trials of them.

pub(crate) mod call;
pub(crate) mod get;
pub(crate) mod list;

use std::sync::Arc;

use hub_model::{Blueprint, api::Api, id::OrganisationId};

use super::revisions;
use crate::{app::App, http::problem::Problem};

/// The blueprint of the revision that an address names.
async fn blueprint(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    revision: &str,
) -> Result<Arc<Blueprint>, Problem> {
    let revision = revisions::find(app, organisation, api, revision).await?;
    let blueprint = app.blueprints().get(app.store(), organisation, revision.id).await?;
    blueprint.ok_or_else(|| Problem::conflict("the revision has no tools; its report says why"))
}
