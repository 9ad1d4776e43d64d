//! Records of calls on their way to the database: in batches, so that a call costs a fraction of a write.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use hub_model::{
    event::Actor,
    id::OrganisationId,
    server::{Call, CallOutcome},
};
use hub_store::{
    Origin,
    organisations::keys,
    servers::{
        calls,
        logs::{self, Line},
    },
};
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::days;
use crate::app::App;

/// How long a record waits for others.
const WINDOW: Duration = Duration::from_millis(250);
/// Records that are written together at most.
const BATCH: usize = 1_000;
/// Failures of a batch that are told in logs; the calls themselves are all kept.
const LINES: usize = 50;
/// Records that wait while the database does not answer; older ones are given up for newer ones.
const MOST: usize = 200_000;

#[derive(Default)]
pub(super) struct Records {
    waiting: Mutex<Vec<calls::New>>,
    full: Notify,
    lost: AtomicU64,
}

impl Records {
    /// Takes a record, to be written soon.
    pub(super) fn add(&self, record: calls::New) {
        let Ok(mut waiting) = self.waiting.lock() else { return };
        if waiting.len() >= MOST {
            waiting.drain(..BATCH);
            self.lost.fetch_add(BATCH as u64, Ordering::Relaxed);
            metrics::counter!("mcphub_call_records_lost_total").increment(BATCH as u64);
        }
        waiting.push(record);
        if waiting.len() == BATCH {
            self.full.notify_one();
        }
    }

    fn take(&self) -> Vec<calls::New> {
        let Ok(mut waiting) = self.waiting.lock() else { return Vec::new() };
        let many = waiting.len().min(BATCH);
        waiting.drain(..many).collect()
    }

    /// What could not be written comes first the next time.
    fn put_back(&self, mut batch: Vec<calls::New>) {
        let Ok(mut waiting) = self.waiting.lock() else { return };
        batch.append(&mut waiting);
        *waiting = batch;
    }
}

/// Writes records until told to stop, and then those that are left.
pub(super) async fn write(app: App, mut stop: watch::Receiver<bool>) {
    let records = &app.gateway().records;
    loop {
        let is_over = *stop.borrow();
        if !is_over {
            tokio::select! {
                () = tokio::time::sleep(WINDOW) => {}
                () = records.full.notified() => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
        let mut attempts = 0;
        loop {
            let batch = records.take();
            if batch.is_empty() {
                break;
            }
            if let Err(error) = kept(&app, &batch).await {
                tracing::warn!(%error, records = batch.len(), "records of calls cannot be written; they wait");
                records.put_back(batch);
                attempts += 1;
                if is_over && attempts >= 10 {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
        if is_over {
            return;
        }
    }
}

async fn kept(app: &App, batch: &[calls::New]) -> hub_store::Result<()> {
    let tx = app.store().begin(Origin::system()).await?;
    calls::add(&tx, batch).await?;
    for new in batch.iter().filter(|new| new.call.outcome != CallOutcome::Ok).take(LINES) {
        logs::add(&tx, new.organisation, new.call.server, &line(app, new)).await?;
    }
    tx.commit().await?;
    let key = |new: &calls::New| match new.call.actor {
        Actor::Key { id, .. } | Actor::Service { key: id, .. } => Some(id),
        Actor::User { .. } | Actor::System | Actor::Anonymous => None,
    };
    keys::all_used(app.store(), &batch.iter().filter_map(key).collect()).await?;
    count(app, batch).await
}

/// What there is to say about a call that was not answered well.
fn line(app: &App, new: &calls::New) -> Line {
    let Call { id, tool, actor, outcome, error, at, .. } = &new.call;
    let level = if *outcome == CallOutcome::Limited { "info" } else { "warn" };
    let why = error.as_deref().map(|error| format!(": {error}")).unwrap_or_default();
    let fields = json!({ "call": id, "tool": tool, "actor": actor, "outcome": outcome });
    // By the call's own identifier, so that it is told once however often its batch is tried.
    Line { id: *id, at: *at, ..Line::new(app.store(), level, "gateway", format!("{tool} {outcome}{why}"), fields) }
}

/// What the organisations with a limit have called today, now that these are among them.
async fn count(app: &App, batch: &[calls::New]) -> hub_store::Result<()> {
    let days = &app.gateway().days;
    let is_counted = |new: &&calls::New| days.counted(new.organisation) && new.call.outcome != CallOutcome::Limited;
    let mut recorded: HashMap<OrganisationId, i64> = HashMap::new();
    for new in batch.iter().filter(is_counted) {
        *recorded.entry(new.organisation).or_default() += 1;
    }
    let today = days::began(app.now());
    for (organisation, recorded) in recorded {
        let known = calls::since(app.store(), organisation, today).await?;
        days.learn(organisation, today, known, recorded);
    }
    Ok(())
}
