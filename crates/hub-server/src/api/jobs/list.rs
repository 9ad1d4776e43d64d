//! `GET /organisations/{organisation}/jobs`.

use axum::extract::State;
use hub_model::job::JobState;
use hub_store::jobs;
use serde::Deserialize;
use utoipa::IntoParams;

use super::JobView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::{Kind, Subject},
    },
};

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only in this state.
    #[param(inline)]
    state: Option<JobState>,
    /// Only of this kind: `compile-api`.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only for this: an API's identifier.
    #[param(inline)]
    subject: Option<Subject>,
}

impl Which {
    pub(crate) fn filter(self) -> jobs::Filter {
        let Self { state, kind, subject } = self;
        jobs::Filter { state, kind: kind.map(|kind| kind.0), subject: subject.map(|subject| subject.0) }
    }
}

/// List jobs
#[utoipa::path(get, path = "/organisations/{organisation}/jobs", operation_id = "listJobs", tag = "jobs",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<JobView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::JobsRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<JobView>>, Problem> {
    let found = jobs::list(app.store(), authorised.id(), &which.filter(), page.request()?).await?;
    Ok(Json(List::of(found, JobView::from)))
}
