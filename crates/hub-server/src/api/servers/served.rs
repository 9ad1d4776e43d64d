//! The version of a server that is served, for those who tell others of it.

use hub_model::server::Server;
use hub_store::servers::published::{self, After, Filter, Published, Versions};

use super::find;
use crate::{
    app::App,
    http::{caller::Authorised, problem::Problem},
};

/// The server of an identifier or a slug, and what is served of it; refused where nothing is.
pub(super) async fn served<P>(
    app: &App,
    authorised: &Authorised<P>,
    named: &str,
) -> Result<(Server, Published), Problem> {
    let server = find(app, authorised.id(), named).await?;
    let filter = Filter { versions: Versions::Served, ..Filter::default() };
    let found = published::of(app.store(), server.organisation, &[server.id], &filter, &After::default(), 1).await?;
    let served = found.into_iter().next();
    let served = served.ok_or_else(|| Problem::conflict("nothing of the server is served; deploy it first"))?;
    Ok((server, served))
}
