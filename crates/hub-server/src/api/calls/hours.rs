//! `GET /organisations/{organisation}/calls/hours`: what calls come to, for charts and for metering.

use std::{collections::BTreeMap, time::Duration};

use axum::extract::State;
use hub_model::{Timestamp, id::ServerId};
use hub_store::servers::calls::{self, Hour, STEPS};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::millis;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        path::Query,
        problem::Problem,
    },
};

/// Hours of a quarter of a year, the most that is answered at once.
const MOST: u32 = 24 * 92;

/// Which calls, and how they are put together.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this server.
    server: Option<ServerId>,
    /// So many hours, this one included.
    #[param(minimum = 1, maximum = 2208)]
    hours: Option<u32>,
    /// One row for each hour, for each tool, for each caller or for each server.
    #[param(inline)]
    #[serde(default)]
    by: By,
}

/// How calls are put together.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum By {
    #[default]
    Hour,
    Tool,
    Actor,
    Server,
}

/// What some calls come to.
#[derive(Serialize, ToSchema)]
#[schema(as = CallSum)]
pub(crate) struct Sum {
    /// The hour, the tool, the caller or the server.
    of: String,
    /// Calls that were let in.
    calls: i64,
    /// Calls that were too many, or not allowed.
    refused: i64,
    /// Those that were not answered well.
    failures: i64,
    /// Bytes of arguments.
    request_bytes: i64,
    /// Bytes of answers.
    response_bytes: i64,
    /// Tokens of answers, estimated.
    tokens: i64,
    /// Milliseconds on average.
    mean_millis: f64,
    /// Milliseconds that half of them took at most, as far as it can be told from classes of times.
    p50_millis: Option<i64>,
    /// Milliseconds that 95 of a hundred took at most.
    p95_millis: Option<i64>,
    /// Milliseconds that 99 of a hundred took at most.
    p99_millis: Option<i64>,
}

/// See what calls come to
#[utoipa::path(get, path = "/organisations/{organisation}/calls/hours", operation_id = "sumCalls", tag = "calls",
    params(("organisation" = String, Path), Which), responses((status = 200, description = "In order", body = List<Sum>)))]
pub(crate) async fn hours(
    State(app): State<App>,
    authorised: Authorised<needs::CallsRead>,
    Query(which): Query<Which>,
) -> Result<Json<List<Sum>>, Problem> {
    let count = which.hours.unwrap_or(24);
    if !(1..=MOST).contains(&count) {
        return Err(Problem::invalid("hours", format!("choose between 1 and {MOST}")));
    }
    let now = app.now();
    let until = Timestamp(now.0 - now.0.rem_euclid(calls::HOUR) + calls::HOUR);
    let since = until.before(Duration::from_secs(u64::from(count) * 3_600));
    let found = calls::hours(app.store(), authorised.id(), which.server, since, until).await?;
    let mut sums: BTreeMap<String, Hour> = BTreeMap::new();
    for hour in found {
        let of = match which.by {
            By::Hour => hour.at.to_string(),
            By::Tool => hour.tool.clone(),
            By::Actor => hour.actor.clone(),
            By::Server => hour.server.to_string(),
        };
        match sums.get_mut(&of) {
            Some(sum) => sum.add(&hour),
            None => drop(sums.insert(of, hour)),
        }
    }
    Ok(Json(List::whole(sums.into_iter().map(Sum::of))))
}

impl Sum {
    fn of((of, hour): (String, Hour)) -> Self {
        let Hour { calls, refused, failures, request_bytes, response_bytes, tokens, micros, took, .. } = hour;
        Self {
            of,
            calls,
            refused,
            failures,
            request_bytes,
            response_bytes,
            tokens,
            mean_millis: millis(micros / calls.max(1)),
            p50_millis: at_most(&took, 50),
            p95_millis: at_most(&took, 95),
            p99_millis: at_most(&took, 99),
        }
    }
}

/// What so many of a hundred took at most; nothing where that is longer than the longest class.
fn at_most(took: &[i64], percent: i64) -> Option<i64> {
    let wanted = took.iter().sum::<i64>() * percent;
    let mut seen = 0;
    for (count, step) in took.iter().zip(STEPS) {
        seen += count * 100;
        if seen >= wanted {
            return Some(step);
        }
    }
    None
}
