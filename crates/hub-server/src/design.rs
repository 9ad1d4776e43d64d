//! From a server's design to a blueprint: the revisions that it names, as people changed them.

use std::sync::Arc;

use hub_compiler::compose::{Composed, Part, Words, compose};
use hub_model::{
    Blueprint,
    id::OrganisationId,
    server::{Design, FrozenSource, Server, Source},
};
use hub_store::{apis, apis::revisions};

use crate::{app::App, http::problem::Problem};

/// A server as its design has it at this moment.
pub(crate) struct Draft {
    /// The blueprint with what did not fit.
    pub(crate) composed: Composed,
    /// The revisions that it is made of.
    pub(crate) sources: Vec<FrozenSource>,
}

/// What a design comes to; refused where it has no APIs, or one of them has no tools yet.
pub(crate) async fn draft(app: &App, organisation: OrganisationId, server: &Server) -> Result<Draft, Problem> {
    let Design { sources, instructions, .. } = &server.design;
    if sources.is_empty() {
        return Err(Problem::conflict("the server has no APIs; add one to its design"));
    }
    let (mut frozen, mut parts) = (Vec::new(), Vec::new());
    for source in sources {
        let (revision, blueprint) = revision(app, organisation, source).await?;
        parts.push((source.clone(), blueprint));
        frozen.push(revision);
    }
    let words = Words {
        title: server.name.clone(),
        description: server.description.clone(),
        instructions: instructions.clone(),
    };
    // Thousands of tools take a moment.
    let composing = tokio::task::spawn_blocking(move || {
        let part = |(source, blueprint): (Source, Arc<Blueprint>)| Part {
            space: source.space.unwrap_or_default(),
            blueprint: Arc::unwrap_or_clone(blueprint),
            curation: source.curation,
        };
        compose(&words, parts.into_iter().map(part).collect())
    });
    let composed = composing.await.map_err(Problem::internal)?;
    let composed = composed.ok_or_else(|| Problem::internal("a design with sources came to nothing"))?;
    for (source, space) in frozen.iter_mut().zip(&composed.spaces) {
        source.space.clone_from(space);
    }
    Ok(Draft { composed, sources: frozen })
}

/// The revision that a source means now, and its tools.
async fn revision(
    app: &App,
    organisation: OrganisationId,
    source: &Source,
) -> Result<(FrozenSource, Arc<Blueprint>), Problem> {
    let api = apis::find(app.store(), organisation, source.api).await?.filter(|api| api.deleted_at.is_none());
    let api = api.ok_or_else(|| Problem::conflict(format!("the API {} is not there any more", source.api)))?;
    let id = source.revision.or(api.current).ok_or_else(|| {
        Problem::conflict(format!("the API `{}` has no approved revision yet; its last job says why", api.slug))
    })?;
    let revision = revisions::find(app.store(), organisation, api.id, id).await?;
    let revision = revision.ok_or_else(|| Problem::conflict(format!("the API `{}` has no revision {id}", api.slug)))?;
    let blueprint = app.blueprints().get(app.store(), organisation, id).await?;
    let blueprint = blueprint.ok_or_else(|| {
        Problem::conflict(format!("the revision {} of the API `{}` has no tools", revision.number, api.slug))
    })?;
    let frozen = FrozenSource { api: api.id, revision: id, number: revision.number, space: String::new() };
    Ok((frozen, blueprint))
}
