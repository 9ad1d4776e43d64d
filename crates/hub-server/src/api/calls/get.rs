//! `GET /organisations/{organisation}/calls/{call}`.

use axum::extract::State;
use hub_model::id::CallId;
use hub_store::servers::calls;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::CallView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// A call in full.
#[derive(Serialize, ToSchema)]
#[schema(as = CallWithContent)]
pub(crate) struct Whole {
    #[serde(flatten)]
    call: CallView,
    /// What the tool was called with, where the server keeps it.
    arguments: Option<Value>,
    /// What it answered, where the server keeps it.
    result: Option<Value>,
}

/// See a call
#[utoipa::path(get, path = "/organisations/{organisation}/calls/{call}", operation_id = "getCall", tag = "calls",
    params(("organisation" = String, Path), ("call" = CallId, Path)), responses((status = 200, description = "The call", body = Whole)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::CallsRead>,
    Path((_, call)): Path<(String, CallId)>,
) -> Result<Json<Whole>, Problem> {
    let found = calls::find(app.store(), authorised.id(), call).await?;
    let (call, content) = found.ok_or_else(|| Problem::not_found("the call"))?;
    let (arguments, result) = content.map(|content| (content.arguments, content.result)).unzip();
    Ok(Json(Whole { call: call.into(), arguments, result }))
}
