//! Registered APIs.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod health;
pub(crate) mod list;
pub(crate) mod probe;
pub(crate) mod refresh;
pub(crate) mod restore;
pub(crate) mod update;
mod view;

pub(crate) use view::ApiView;

use hub_model::{api::Api, id::OrganisationId};
use hub_store::apis;

use crate::{app::App, http::problem::Problem};

/// The API of an identifier or a slug, unless it is deleted.
pub(crate) async fn find(app: &App, organisation: OrganisationId, named: &str) -> Result<Api, Problem> {
    let found = match named.parse() {
        Ok(id) => apis::find(app.store(), organisation, id).await?,
        Err(_) => apis::by_slug(app.store(), organisation, named).await?,
    };
    found.filter(|api| api.deleted_at.is_none()).ok_or_else(|| Problem::not_found("the API"))
}
