//! `GET /organisations/{organisation}/jobs/{job}`.

use std::time::Duration;

use axum::extract::State;
use hub_model::{id::JobId, job::Job};
use hub_store::{bus::Notice, jobs};
use serde::Deserialize;
use utoipa::IntoParams;

use super::JobView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
    },
};

/// How long the answer may wait.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wait {
    /// Seconds that are waited for the job's end; the answer comes at once when left out.
    #[param(minimum = 0, maximum = 60)]
    wait: Option<u64>,
}

/// See a job
#[utoipa::path(get, path = "/organisations/{organisation}/jobs/{job}", operation_id = "getJob", tag = "jobs",
    params(("organisation" = String, Path), ("job" = JobId, Path), Wait), responses((status = 200, description = "The job", body = JobView)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::JobsRead>,
    Path((_, id)): Path<(String, JobId)>,
    Query(Wait { wait }): Query<Wait>,
) -> Result<Json<JobView>, Problem> {
    let seconds = wait.unwrap_or(0);
    if seconds > 60 {
        return Err(Problem::invalid("wait", "60 seconds are the most"));
    }
    // Heard before it is looked at: nothing is missed in between.
    let mut notices = app.store().bus().subscribe();
    let organisation = authorised.id();
    let look = async || -> Result<Job, Problem> {
        jobs::find(app.store(), Some(organisation), id).await?.ok_or_else(|| Problem::not_found("the job"))
    };
    let mut job = look().await?;
    let until = tokio::time::Instant::now() + Duration::from_secs(seconds);
    while !job.state.is_final() && tokio::time::Instant::now() < until {
        // A notice may get lost, so it is looked at from time to time as well.
        let pause = (tokio::time::Instant::now() + Duration::from_secs(2)).min(until);
        let heard = async {
            loop {
                match notices.recv().await {
                    Ok(Notice::Job { id: moved }) if moved == id => return,
                    Ok(_) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => return,
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        let _ = tokio::time::timeout_at(pause, heard).await;
        job = look().await?;
    }
    Ok(Json(job.into()))
}
