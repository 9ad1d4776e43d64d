//! `GET /organisations/{organisation}/jobs/{job}/follow`: a job's progress as it happens.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt as _, stream};
use hub_model::{
    id::{JobId, OrganisationId},
    job::Job,
};
use hub_store::jobs;

use super::JobView;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        following,
        path::Path,
        problem::Problem,
        stream::Message,
    },
};

/// What the stream is made of.
type JobMessage = Message<JobView>;

/// How long nothing is heard before it is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// Follow a job
///
/// Server-sent events: the job each time that something changed, until its end.
#[utoipa::path(get, path = "/organisations/{organisation}/jobs/{job}/follow", operation_id = "followJob", tag = "jobs",
    params(("organisation" = String, Path), ("job" = JobId, Path)),
    responses((status = 200, description = "Events called `job`", body = inline(JobMessage), content_type = "text/event-stream")))]
pub(crate) async fn follow(
    State(app): State<App>,
    authorised: Authorised<needs::JobsRead>,
    Path((_, id)): Path<(String, JobId)>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let organisation = authorised.id();
    let job = jobs::find(app.store(), Some(organisation), id).await?.ok_or_else(|| Problem::not_found("the job"))?;
    let over = following::over(app.clone(), authorised.caller, organisation);
    let follower = Follower { app, organisation, id, shown: None, next: Some(job) };
    let events = stream::unfold(follower, |mut follower| async move {
        let job = follower.changed().await?;
        let event = Event::default().event("job").json_data(JobView::from(job)).unwrap_or_default();
        Some((Ok(event), follower))
    })
    .take_until(Box::pin(over));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

struct Follower {
    app: App,
    organisation: OrganisationId,
    id: JobId,
    shown: Option<Job>,
    next: Option<Job>,
}

impl Follower {
    /// The job once it differs from what was shown; nothing after its end.
    async fn changed(&mut self) -> Option<Job> {
        loop {
            if self.shown.as_ref().is_some_and(|job| job.state.is_final()) {
                return None;
            }
            if let Some(job) = self.next.take().filter(|job| Some(job) != self.shown.as_ref()) {
                self.shown = Some(job.clone());
                return Some(job);
            }
            tokio::time::sleep(PAUSE).await;
            // A database that does not answer for a moment ends nobody's waiting.
            self.next = jobs::find(self.app.store(), Some(self.organisation), self.id).await.ok().flatten();
        }
    }
}
