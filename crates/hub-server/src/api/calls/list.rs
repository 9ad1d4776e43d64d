//! `GET /organisations/{organisation}/calls`.

use axum::extract::State;
use hub_model::{id::ServerId, server::CallOutcome};
use hub_store::servers::calls;
use serde::Deserialize;
use utoipa::IntoParams;

use super::CallView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::{Search, Subject, ToolName},
    },
};

/// Which calls.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this server.
    server: Option<ServerId>,
    /// Only of this tool.
    #[param(inline)]
    tool: Option<ToolName>,
    /// Only those that came to this.
    #[param(inline)]
    outcome: Option<CallOutcome>,
    /// Only of this caller: identifier of a user or a key.
    #[param(inline)]
    actor: Option<Subject>,
    /// Only those that have this in the name of their tool or client, or in the reason why they failed.
    #[param(inline)]
    search: Option<Search>,
}

/// List calls
#[utoipa::path(get, path = "/organisations/{organisation}/calls", operation_id = "listCalls", tag = "calls",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<CallView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::CallsRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<CallView>>, Problem> {
    let Which { server, tool, outcome, actor, search } = which;
    let filter = calls::Filter {
        server,
        tool: tool.map(|tool| tool.0),
        outcome,
        actor: actor.map(|actor| actor.0),
        text: search.map(|search| search.0.to_lowercase()),
    };
    let found = calls::list(app.store(), authorised.id(), &filter, page.request()?).await?;
    Ok(Json(List::of(found, CallView::from)))
}
