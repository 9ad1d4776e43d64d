//! `GET /admin/status`: how the hub does.

use axum::extract::State;
use hub_model::job::JobState;
use hub_store::{Kind, accounts::users, jobs};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, caller::Admin, problem::Problem},
};

/// How the hub does.
#[derive(Serialize, ToSchema)]
#[schema(as = HubStatus)]
pub(crate) struct Status {
    version: &'static str,
    /// `sqlite` or `postgresql`.
    database: &'static str,
    /// Several processes share a Redis.
    has_redis: bool,
    users: i64,
    /// How many jobs of each state there are.
    jobs: Vec<JobCount>,
    /// Master keys that organisations' keys are sealed with; more than one while a rotation is not done.
    master_keys: Vec<MasterKeyUse>,
}

/// Jobs of a state.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobCount {
    state: JobState,
    count: i64,
}

/// Keys that a master key seals.
#[derive(Serialize, ToSchema)]
pub(crate) struct MasterKeyUse {
    /// Made of a hash of the key.
    name: String,
    keys: i64,
}

/// See how the hub does
#[utoipa::path(get, path = "/admin/status", operation_id = "getHubStatus", tag = "admin",
    responses((status = 200, description = "How it does", body = Status)))]
pub(crate) async fn status(State(app): State<App>, _admin: Admin) -> Result<Json<Status>, Problem> {
    let store = app.store();
    let jobs = jobs::counts(store).await?;
    let master_keys = store.master_keys_in_use().await?;
    Ok(Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        database: match store.kind() {
            Kind::Sqlite => "sqlite",
            Kind::Postgres => "postgresql",
        },
        has_redis: app.settings().redis.url.is_some(),
        users: users::count(store).await?,
        jobs: jobs.into_iter().map(|(state, count)| JobCount { state, count }).collect(),
        master_keys: master_keys.into_iter().map(|(name, keys)| MasterKeyUse { name, keys }).collect(),
    }))
}
