//! `GET /organisations/{organisation}/live`: what happens, as it happens.

use std::convert::Infallible;

use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http::{HeaderMap, header};
use hub_model::{account::Permission, id::ServerId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Item,
    feed::{Feed, Kinds},
    socket,
};
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

/// The subprotocol of the WebSocket. Web pages offer `bearer.TOKEN` beside it.
const PROTOCOL: &str = "mcphub.live";

/// What the stream is made of.
type ItemMessage = Message<Item>;

/// What is followed, and from where on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// The position after which to go on; only what is new follows when left out. `Last-Event-ID` says the same.
    #[param(max_length = 120)]
    after: Option<String>,
    /// Only of this server.
    server: Option<ServerId>,
    /// Only this kind; everything that the caller may see when left out.
    #[param(inline)]
    kind: Option<Kind>,
}

/// A kind of items.
#[derive(Deserialize, ToSchema, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
#[schema(as = LiveKind)]
enum Kind {
    Event,
    Call,
    Log,
}

/// Follow what happens
///
/// Events, calls and lines of logs, as server-sent events, or over a WebSocket with the subprotocol `mcphub.live` where the request asks
/// for one. Each has the position after which to go on when the stream was interrupted, or ended because rights changed. Calls and lines
/// come about a second after they happened.
#[utoipa::path(get, path = "/organisations/{organisation}/live", operation_id = "followLive", tag = "events",
    params(("organisation" = String, Path), From),
    responses((status = 200, description = "Events called `event`, `call` and `log`", body = inline(ItemMessage), content_type = "text/event-stream")))]
pub(crate) async fn follow(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Query(from): Query<From>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let kinds = kinds(&authorised, from.kind)?;
    let after = headers.get("last-event-id").and_then(|value| value.to_str().ok()).or(from.after.as_deref());
    let wrong = |()| Problem::invalid("after", "this is no position of the live feed");
    let position = after.map(str::parse).transpose().map_err(wrong)?;
    let organisation = authorised.id();
    let feed = Feed::new(app.clone(), organisation, from.server, kinds, position).await?;
    let over = following::over(app, authorised.caller, organisation).boxed();
    if headers.contains_key(header::UPGRADE) {
        let upgrade = upgrade.map_err(|why| Problem::invalid("Upgrade", why.body_text()))?;
        return Ok(upgrade.protocols([PROTOCOL]).on_upgrade(move |socket| socket::tell(socket, feed, over)));
    }
    let events = stream::unfold(feed, |mut feed| async move {
        let some = feed.some().await;
        let written = some.into_iter().map(|(position, item)| {
            let event = Event::default().event(item.kind()).id(position.to_string());
            Ok::<_, Infallible>(event.json_data(&item).unwrap_or_default())
        });
        Some((stream::iter(written.collect::<Vec<_>>()), feed))
    });
    Ok(Sse::new(events.flatten().take_until(over)).keep_alive(KeepAlive::default()).into_response())
}

/// The kinds that a caller wants, and may see.
fn kinds(authorised: &Authorised<needs::ServersRead>, only: Option<Kind>) -> Result<Kinds, Problem> {
    let may = |kind: Kind| {
        authorised.permissions.has(match kind {
            Kind::Event => Permission::EventsRead,
            Kind::Call | Kind::Log => Permission::CallsRead,
        })
    };
    if only.is_some_and(|only| !may(only)) {
        return Err(Problem::forbidden("you may not see these here: that needs `events:read` or `calls:read`"));
    }
    let is_wanted = |kind: Kind| may(kind) && only.is_none_or(|only| only == kind);
    Ok(Kinds { events: is_wanted(Kind::Event), calls: is_wanted(Kind::Call), logs: is_wanted(Kind::Log) })
}
