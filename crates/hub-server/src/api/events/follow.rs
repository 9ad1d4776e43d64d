//! `GET /organisations/{organisation}/events/follow`: what happens, as it happens.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, StreamExt as _, stream};
use http::HeaderMap;
use hub_model::id::OrganisationId;
use hub_store::{EventFilter, PageRequest, bus::Notice, events_after, list_events};
use serde::Deserialize;
use tokio::sync::broadcast;
use utoipa::IntoParams;

use super::EventView;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        following,
        path::Query,
        problem::Problem,
        stream::Message,
    },
};

/// Events that are read at a time.
const STEP: i64 = 200;
/// A notice may get lost, so it is looked at from time to time as well.
const PAUSE: Duration = Duration::from_secs(5);

/// What the stream is made of.
type EventMessage = Message<EventView>;

/// From where on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// The number of the last event that is known; only new ones follow when left out. `Last-Event-ID` says the same.
    #[param(minimum = 0)]
    after: Option<i64>,
}

/// Follow events
///
/// Server-sent events: each event of the organisation, with its number as its `id`, so that a client that was interrupted goes on
/// where it was.
#[utoipa::path(get, path = "/organisations/{organisation}/events/follow", operation_id = "followEvents", tag = "events",
    params(("organisation" = String, Path), From),
    responses((status = 200, description = "Events called `event`", body = inline(EventMessage), content_type = "text/event-stream")))]
pub(crate) async fn follow(
    State(app): State<App>,
    authorised: Authorised<needs::EventsRead>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let organisation = authorised.id();
    let notices = app.store().bus().subscribe();
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    if from.after.is_some_and(|after| after < 0) {
        return Err(Problem::invalid("after", "events are counted from 1"));
    }
    let after = match resumed.or(from.after) {
        Some(after) => after,
        None => {
            let newest = PageRequest { after: None, limit: 1 };
            let page = list_events(app.store(), Some(organisation), &EventFilter::default(), newest).await?;
            page.items.first().map_or(0, |event| event.number)
        }
    };
    let over = following::over(app.clone(), authorised.caller, organisation);
    let follower = Follower { app, organisation, notices, after };
    let events = stream::unfold(follower, |mut follower| async move {
        let some = follower.some().await;
        Some((stream::iter(some), follower))
    })
    .flatten()
    .take_until(Box::pin(over));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

struct Follower {
    app: App,
    organisation: OrganisationId,
    notices: broadcast::Receiver<Notice>,
    after: i64,
}

impl Follower {
    /// The next events, once there are any.
    async fn some(&mut self) -> Vec<Result<Event, Infallible>> {
        loop {
            // A database that does not answer for a moment ends nobody's waiting.
            let found =
                events_after(self.app.store(), Some(self.organisation), self.after, STEP).await.unwrap_or_default();
            if let Some(last) = found.last() {
                self.after = last.number;
                let written = |event: hub_model::event::Event| {
                    let id = event.number.to_string();
                    Ok(Event::default().event("event").id(id).json_data(EventView::from(event)).unwrap_or_default())
                };
                return found.into_iter().map(written).collect();
            }
            let _ = tokio::time::timeout(PAUSE, self.heard()).await;
        }
    }

    async fn heard(&mut self) {
        loop {
            match self.notices.recv().await {
                Ok(Notice::Events { scope: Some(scope), .. }) if scope == self.organisation => return,
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
