//! Servers: what is made of APIs.

pub(crate) mod bundle;
mod check;
pub(crate) mod connect;
pub(crate) mod connect_with_key;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod manifest;
mod served;
pub(crate) mod tools;
pub(crate) mod update;
mod view;

pub(crate) use view::ServerView;

use hub_model::{id::OrganisationId, server::Server};
use hub_store::servers;

use crate::{app::App, http::problem::Problem};

/// The server of an identifier or a slug.
pub(crate) async fn find(app: &App, organisation: OrganisationId, named: &str) -> Result<Server, Problem> {
    let found = match named.parse() {
        Ok(id) => servers::find(app.store(), organisation, id).await?,
        Err(_) => servers::by_slug(app.store(), organisation, named).await?,
    };
    found.ok_or_else(|| Problem::not_found("the server"))
}
