//! Reads what is new, in the order in which it was kept.

use std::time::Duration;

use hub_model::id::{CallId, OrganisationId, ServerId};
use hub_store::{
    EventFilter, PageRequest, Result,
    bus::Notice,
    events_after, list_events,
    servers::{calls, logs},
};
use tokio::sync::broadcast;

use super::{Item, position::Position};
use crate::{
    api::{calls::CallView, logs::LineView},
    app::App,
};

/// Of each kind, read at a time.
const STEP: i64 = 200;
/// A notice may get lost, so it is looked at from time to time as well.
const PAUSE: Duration = Duration::from_secs(5);
/// How long it takes until calls and lines are kept for sure, whichever process has them: what is younger may still get an older one before it.
const SETTLED: Duration = Duration::from_millis(800);
/// A position that is further ahead than the clocks of a hub's machines may differ is of a clock that was set back.
const SKEW: Duration = Duration::from_secs(60);
/// Between two looks while something is younger than that.
const SOON: Duration = Duration::from_millis(200);

/// Which kinds are followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kinds {
    pub(super) events: bool,
    pub(super) calls: bool,
    pub(super) logs: bool,
}

pub(super) struct Feed {
    app: App,
    organisation: OrganisationId,
    server: Option<ServerId>,
    kinds: Kinds,
    position: Position,
    notices: broadcast::Receiver<Notice>,
    /// Something was heard of this long ago: it may not be there yet.
    heard: Option<tokio::time::Instant>,
}

impl Feed {
    /// From a position on, or from now on.
    pub(super) async fn new(
        app: App,
        organisation: OrganisationId,
        server: Option<ServerId>,
        kinds: Kinds,
        from: Option<Position>,
    ) -> Result<Self> {
        let notices = app.store().bus().subscribe();
        let position = match from {
            Some(position) => position,
            None => {
                let newest = PageRequest { after: None, limit: 1 };
                let page = list_events(app.store(), Some(organisation), &EventFilter::default(), newest).await?;
                let now = settled(&app);
                Position { event: page.items.first().map_or(0, |event| event.number), call: now, line: now }
            }
        };
        Ok(Self { app, organisation, server, kinds, position, notices, heard: None })
    }

    /// How far it is.
    pub(super) fn position(&self) -> Position {
        self.position
    }

    /// What is new, once there is something: each with the position after it.
    pub(super) async fn some(&mut self) -> Vec<(Position, Item)> {
        loop {
            let until = settled(&self.app);
            self.position = self.position.reachable(first_at(self.app.clock().since_epoch() + SKEW), until);
            // A database that does not answer for a moment ends nobody's waiting.
            let found = self.read(until).await.unwrap_or_default();
            if !found.is_empty() {
                return found;
            }
            let is_soon = self.heard.is_some_and(|heard| heard.elapsed() < SETTLED * 2);
            if tokio::time::timeout(if is_soon { SOON } else { PAUSE }, self.hear()).await.is_ok() {
                self.heard = Some(tokio::time::Instant::now());
            }
        }
    }

    async fn read(&mut self, until: CallId) -> Result<Vec<(Position, Item)>> {
        let (store, organisation, server) = (self.app.store(), self.organisation, self.server);
        let mut found = Vec::new();
        let mut position = self.position;
        if self.kinds.events {
            let wanted = server.map(|server| server.to_string());
            for event in events_after(store, Some(organisation), position.event, STEP).await? {
                position.event = event.number;
                if wanted.as_ref().is_none_or(|wanted| event.subject == *wanted) {
                    found.push((position, Item::Event(event.into())));
                }
            }
        }
        if self.kinds.calls {
            for call in calls::between(store, organisation, server, (position.call, until), STEP).await? {
                position.call = call.id;
                found.push((position, Item::Call(CallView::from(call))));
            }
        }
        if self.kinds.logs {
            for (server, line) in logs::between(store, organisation, server, (position.line, until), STEP).await? {
                position.line = line.id;
                found.push((position, Item::Log(LineView::of(server, line))));
            }
        }
        self.position = position;
        Ok(found)
    }

    async fn hear(&mut self) {
        loop {
            match self.notices.recv().await {
                Ok(Notice::Events { scope: Some(scope), .. }) if scope == self.organisation => return,
                Ok(Notice::Called { organisation, .. }) if organisation == self.organisation => return,
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

/// The first identifier of the moment up to which everything is kept.
fn settled(app: &App) -> CallId {
    first_at(app.clock().since_epoch().saturating_sub(SETTLED))
}

/// The first identifier of a moment.
fn first_at(since_epoch: Duration) -> CallId {
    CallId((since_epoch.as_millis() & 0xffff_ffff_ffff) << 80)
}
