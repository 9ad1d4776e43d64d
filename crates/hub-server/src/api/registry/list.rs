//! `GET /v0.1/servers`.

use axum::extract::State;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_model::Timestamp;
use hub_store::servers::published::{After, Filter, Published, Versions};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{ServerList, Sight};
use crate::{
    app::App,
    http::{body::Json, caller::Visitor, path::Query, problem::Problem, text::Search},
    registry::{namespace, number},
};

/// Entries of a page where nobody says how many.
const USUAL: usize = 30;
/// The most entries of a page.
const MOST: usize = 100;

/// Which servers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// `nextCursor` of the page before.
    #[param(max_length = 200, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// The most entries, 30 unless something else is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// A part of the name, the title or the description.
    #[param(inline)]
    search: Option<Search>,
    /// Only what changed since.
    updated_since: Option<Timestamp>,
    /// Only this version: `latest` for the one that is served.
    version: Option<String>,
    /// Accepted, and without effect: what is not served any more is not kept here.
    #[serde(rename = "include_deleted")]
    _include_deleted: Option<bool>,
}

/// List servers as a registry does
///
/// The API of the official MCP registry, for clients that read registries: every version that is served or was, of the servers that are
/// deployed in the caller's organisations, as far as their key reaches. Without a token it is what is open to anybody, where the hub
/// allows such servers.
#[utoipa::path(get, path = "/v0.1/servers", operation_id = "listRegistryServers", tag = "registry", security((), ("bearer" = [])),
    params(Which), responses((status = 200, description = "By organisation, name and version", body = ServerList)))]
pub(crate) async fn list(
    State(app): State<App>,
    Visitor(caller): Visitor,
    Query(which): Query<Which>,
) -> Result<Json<ServerList>, Problem> {
    let sight = Sight::of(&app, caller).await?;
    let limit = which.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::invalid("limit", format!("choose between 1 and {MOST}")));
    }
    let after = match &which.cursor {
        None => After::default(),
        Some(cursor) => read(cursor).ok_or_else(|| Problem::invalid("cursor", "it is no `nextCursor` of a page"))?,
    };
    let versions = match which.version.as_deref() {
        None => Some(Versions::All),
        Some("latest") => Some(Versions::Served),
        Some(version) => number(version).map(Versions::Number),
    };
    let Some(versions) = versions else { return Ok(Json(ServerList::of(&app, &[], None))) };
    let filter = Filter {
        named: None,
        search: which.search.map(|search| search.0).filter(|search| !search.is_empty()),
        namespace: namespace(&app.public_url()),
        since: which.updated_since,
        versions,
    };
    let mut found = sight.find(&app, &filter, after, limit + 1).await?;
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| is_more).map(written);
    Ok(Json(ServerList::of(&app, &found, next)))
}

/// The place after an entry.
fn written(last: &Published) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{}.{}", last.organisation, last.slug, last.number))
}

fn read(cursor: &str) -> Option<After> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let mut parts = text.split('.');
    let (organisation, slug, number) = (parts.next()?, parts.next()?, parts.next()?);
    let after =
        After { organisation: Some(organisation.parse().ok()?), slug: slug.to_owned(), number: number.parse().ok()? };
    (parts.next().is_none() && !slug.contains('\0')).then_some(after)
}
