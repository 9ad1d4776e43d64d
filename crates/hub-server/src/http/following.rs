//! Streams that somebody follows end when the process does, when what the follower may do changes, and after a while: whoever still
//! may follows anew, and is let in or not like anybody else.

use std::time::Duration;

use hub_model::{
    event::Actor,
    id::{KeyId, OrganisationId},
};
use hub_store::bus::Notice;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::caller::Caller;
use crate::app::App;

/// The longest that a stream lasts. A notice may get lost, and access tokens end without one.
const LONGEST: Duration = Duration::from_secs(600);

/// Ends when a stream that a caller follows in an organisation has to.
pub(crate) async fn over(app: App, caller: Caller, organisation: OrganisationId) {
    let notices = app.store().bus().subscribe();
    tokio::select! {
        () = app.ending() => {}
        () = concerned(notices, &caller, organisation) => {}
        () = tokio::time::sleep(LONGEST) => {}
    }
}

async fn concerned(mut notices: Receiver<Notice>, caller: &Caller, organisation: OrganisationId) {
    loop {
        match notices.recv().await {
            Ok(notice) if concerns(&notice, caller, organisation) => return,
            Ok(_) => {}
            // It may have been among those that were missed.
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn concerns(notice: &Notice, caller: &Caller, organisation: OrganisationId) -> bool {
    match notice {
        Notice::SessionEnded { id } => caller.session == Some(*id),
        Notice::RightsChanged { user, key, organisation: within } => {
            user.is_none_or(|user| caller.user() == Some(user))
                && key.is_none_or(|key| key_of(caller) == Some(key))
                && within.is_none_or(|within| within == organisation)
        }
        _ => false,
    }
}

fn key_of(caller: &Caller) -> Option<KeyId> {
    match caller.origin.actor {
        Actor::Key { id, .. } | Actor::Service { key: id, .. } => Some(id),
        _ => None,
    }
}
