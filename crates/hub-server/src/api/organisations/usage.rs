//! `GET /organisations/{organisation}/usage`: quotas, and what is used of them.

use axum::extract::State;
use hub_store::organisations::quotas;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        problem::Problem,
    },
};

/// One quota.
#[derive(Serialize, ToSchema)]
#[schema(as = Usage)]
pub(crate) struct UsageView {
    /// `apis`, `stored_bytes`, `members`.
    resource: &'static str,
    /// What there is.
    used: i64,
    /// The most that there may be; any amount when null.
    most: Option<i64>,
}

/// See what an organisation uses
#[utoipa::path(get, path = "/organisations/{organisation}/usage", operation_id = "getUsage", tag = "organisations",
    params(("organisation" = String, Path)), responses((status = 200, description = "Each quota", body = List<UsageView>)))]
pub(crate) async fn usage(
    State(app): State<App>,
    authorised: Authorised<needs::UsageRead>,
) -> Result<Json<List<UsageView>>, Problem> {
    let quotas = quotas::effective(&authorised.organisation.quotas, app.store().default_quotas());
    let usage = quotas::usage(&app.store().lagging(), authorised.id(), &quotas).await?;
    let view = |usage: quotas::Usage| UsageView { resource: usage.resource.name(), used: usage.used, most: usage.most };
    Ok(Json(List::whole(usage.into_iter().map(view))))
}
