//! The API of the official MCP registry, as far as it is read: the hub's servers for whoever may see them. It is at `/v0.1`, where
//! clients of registries look for it.

pub(crate) mod entry;
pub(crate) mod list;
pub(crate) mod sight;
pub(crate) mod version;
pub(crate) mod versions;

pub(crate) use entry::{Entry, ServerList};
pub(crate) use sight::Sight;

use hub_store::servers::published::Filter;

use crate::{
    app::App,
    http::problem::Problem,
    registry::{Name, namespace},
};

/// What finds the server of a name.
fn named(app: &App, name: &str) -> Result<Filter, Problem> {
    let namespace = namespace(&app.public_url());
    let Some(Name { organisation, server }) = Name::read(name, &namespace) else { return Err(missing()) };
    Ok(Filter { named: Some((organisation.to_owned(), server.to_owned())), namespace, ..Filter::default() })
}

fn missing() -> Problem {
    Problem::not_found("the server or the version")
}
