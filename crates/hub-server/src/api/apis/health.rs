//! `GET /organisations/{organisation}/apis/{api}/health`: how its upstream does, and did.

use std::time::Duration;

use axum::extract::State;
use hub_model::{
    Timestamp,
    api::{Health, Probe},
};
use hub_store::apis::probes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
    },
};

/// Spans that a history is divided into at most.
const SPANS: u64 = 120;

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// Hours of history, 24 unless something else is said.
    #[param(minimum = 1, maximum = 720)]
    hours: Option<u64>,
}

/// How an upstream does, and did.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthHistory)]
pub(crate) struct History {
    now: Health,
    /// The part of probes that were answered, from 0 to 1; null when there were none.
    uptime: Option<f64>,
    /// Spans of time with probes in them, in order.
    spans: Vec<Span>,
    /// The last probes, newest first.
    last: Vec<Probe>,
}

/// What probes found within a span of time.
#[derive(Serialize, ToSchema)]
#[schema(as = HealthSpan)]
pub(crate) struct Span {
    /// Where it begins.
    at: Timestamp,
    probes: i64,
    /// Those that were answered.
    ok: i64,
    /// Their mean time, in milliseconds.
    mean_ms: i64,
    /// The longest, in milliseconds.
    worst_ms: i64,
}

/// See how an API's upstream does
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/health", operation_id = "getApiHealth", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path), Since),
    responses((status = 200, description = "Now, and before", body = History)))]
pub(crate) async fn health(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api)): Path<(String, String)>,
    Query(since): Query<Since>,
) -> Result<Json<History>, Problem> {
    let hours = since.hours.unwrap_or(24);
    if !(1..=720).contains(&hours) {
        return Err(Problem::invalid("hours", "choose between 1 and 720"));
    }
    let id = authorised.id();
    let api = find(&app, id, &api).await?;
    let time = Duration::from_secs(hours * 3600);
    let span = i64::try_from(time.as_millis()).unwrap_or(i64::MAX) / i64::try_from(SPANS).unwrap_or(1);
    let lagging = app.store().lagging();
    let buckets = probes::history(&lagging, id, api.id, app.now().before(time), span).await?;
    let (all, ok) = buckets.iter().fold((0, 0), |(all, ok), bucket| (all + bucket.probes, ok + bucket.ok));
    let view = |bucket: probes::Bucket| Span {
        at: bucket.at,
        probes: bucket.probes,
        ok: bucket.ok,
        mean_ms: bucket.mean_ms,
        worst_ms: bucket.worst_ms,
    };
    #[expect(clippy::cast_precision_loss, reason = "counts of probes are far below 2^52")]
    let uptime = (all > 0).then(|| ok as f64 / all as f64);
    Ok(Json(History {
        now: api.health,
        uptime,
        spans: buckets.into_iter().map(view).collect(),
        last: probes::list(&lagging, id, api.id, None, 20).await?,
    }))
}
