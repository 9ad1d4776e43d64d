//! `GET /organisations/{organisation}/events`.

use axum::extract::State;
use hub_store::{EventFilter, list_events};
use serde::Deserialize;
use utoipa::IntoParams;

use super::EventView;
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

/// Which events.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this identifier: the history of an API, say.
    #[param(inline)]
    subject: Option<Subject>,
    /// Only of this kind, `api.registered`, or of a family of kinds, `api.`.
    #[param(inline)]
    kind: Option<Kind>,
}

/// List events
#[utoipa::path(get, path = "/organisations/{organisation}/events", operation_id = "listEvents", tag = "events",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<EventView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::EventsRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<EventView>>, Problem> {
    let filter = EventFilter { subject: which.subject.map(|subject| subject.0), kind: which.kind.map(|kind| kind.0) };
    let found = list_events(&app.store().lagging(), Some(authorised.id()), &filter, page.request()?).await?;
    Ok(Json(List::of(found, EventView::from)))
}
