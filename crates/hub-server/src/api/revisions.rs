//! Revisions: what an API's documents were, and what came of them.

pub(crate) mod approve;
pub(crate) mod blueprint;
pub(crate) mod changes;
pub(crate) mod document;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod reject;
pub(crate) mod report;
mod view;

pub(crate) use view::RevisionView;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use hub_model::{
    api::{Api, Revision},
    id::OrganisationId,
};
use hub_store::apis::revisions::{self, Part};

use crate::{app::App, http::problem::Problem};

/// A revision by what its address says: an identifier, a number, `current`, `pending` or `last`.
pub(crate) async fn find(app: &App, organisation: OrganisationId, api: &Api, named: &str) -> Result<Revision, Problem> {
    let store = app.store();
    let id = match named {
        "current" => api.current,
        "pending" => api.pending,
        other => other.parse().ok(),
    };
    let found = match (id, named.parse::<i64>()) {
        (Some(id), _) => revisions::find(store, organisation, api.id, id).await?,
        (None, Ok(number)) => revisions::by_number(store, organisation, api.id, number).await?,
        (None, Err(_)) if named == "last" => revisions::last(store, organisation, api.id).await?,
        (None, Err(_)) => None,
    };
    found.ok_or_else(|| Problem::not_found("the revision"))
}

/// A part of a revision as it is kept: JSON.
async fn part(app: &App, organisation: OrganisationId, revision: &Revision, part: Part) -> Result<Response, Problem> {
    let content = revisions::content(app.store(), organisation, revision.id, part).await?;
    let content = content.ok_or_else(|| Problem::not_found("this part of the revision"))?;
    let mut response = content.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
