//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}/tools`.

use axum::extract::State;
use hub_model::Tool;
use hub_store::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::blueprint;
use crate::{
    api::apis,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::{Path, Query},
        problem::Problem,
        text::Search,
    },
};

/// Which tools.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// A part of the name, the operation or the description.
    #[param(inline)]
    search: Option<Search>,
}

/// A tool in short.
#[derive(Serialize, ToSchema)]
#[schema(as = ToolSummary)]
pub(crate) struct Summary {
    name: String,
    title: String,
    description: String,
    /// The operation that it calls: `GET /pets/{id}`.
    operation: String,
    tags: Vec<String>,
    /// It changes nothing.
    is_read_only: bool,
    /// It may destroy something.
    is_destructive: bool,
    is_deprecated: bool,
    /// Tokens that its definition costs in a list of tools, estimated.
    tokens: usize,
}

impl Summary {
    pub(crate) fn tokens(&self) -> usize {
        self.tokens
    }
}

pub(crate) fn summary(tool: &Tool) -> Summary {
    Summary {
        name: tool.name.clone(),
        title: tool.title.clone(),
        description: tool.description.clone(),
        operation: tool.origin.operation.clone(),
        tags: tool.origin.tags.clone(),
        is_read_only: tool.annotations.read_only_hint,
        is_destructive: tool.annotations.destructive_hint,
        is_deprecated: tool.origin.deprecated,
        tokens: hub_compiler::tokens(tool),
    }
}

/// List the tools of a revision
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools", operation_id = "listTools", tag = "tools",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path), Which, PageQuery),
    responses((status = 200, description = "In the document's order", body = List<Summary>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision)): Path<(String, String, String)>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<Summary>>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let blueprint = blueprint(&app, id, &api, &revision).await?;
    let search = which.search.map(|search| search.0.to_lowercase());
    let matches = |tool: &Tool| {
        search.as_deref().is_none_or(|search| {
            [&tool.name, &tool.origin.operation, &tool.description]
                .iter()
                .any(|text| text.to_lowercase().contains(search))
        })
    };
    let PageRequest { after, limit } = page.request::<usize>()?;
    let start = after.unwrap_or(0);
    let limit = usize::try_from(limit).unwrap_or(1);
    let mut found = blueprint.tools.iter().filter(|tool| matches(tool)).skip(start);
    let items: Vec<Summary> = found.by_ref().take(limit).map(summary).collect();
    let next = found.next().map(|_| start + items.len());
    Ok(Json(List::of(Page { items, next }, |item| item)))
}
