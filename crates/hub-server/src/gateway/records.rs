//! Records of calls on their way to the database: in batches, so that a call costs a fraction of a write.

use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock},
    time::Duration,
};

use hub_model::{
    event::Actor,
    id::{CallId, OrganisationId, Series},
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
const BATCH: usize = 4_000;
/// Between two attempts to write them.
const PAUSE: Duration = Duration::from_millis(300);
/// Attempts once the process is told to stop.
const LAST_ATTEMPTS: usize = 10;
/// Failures of a batch that are told in logs; the calls themselves are all kept.
const LINES: usize = 50;
/// Records that wait while the database does not answer; older ones are given up for newer ones.
const MOST: usize = 200_000;

#[derive(Default)]
pub(super) struct Records {
    waiting: Mutex<Vec<calls::New>>,
    numbers: OnceLock<Series>,
    full: Notify,
}

impl Records {
    /// An identifier for a record.
    pub(super) fn number(&self, app: &App) -> CallId {
        let numbers = self.numbers.get_or_init(|| Series::new(app.clock().as_ref(), app.entropy()));
        CallId(numbers.next(app.clock().as_ref()))
    }

    /// Takes a record, to be written soon.
    pub(super) fn add(&self, record: calls::New) {
        let Ok(mut waiting) = self.waiting.lock() else { return };
        if waiting.len() >= MOST {
            waiting.drain(..BATCH);
            self.lose(BATCH);
        }
        waiting.push(record);
        if waiting.len() == BATCH {
            self.full.notify_one();
        }
    }

    fn lose(&self, many: usize) {
        tracing::error!(records = many, "records of calls are given up: the database did not take them for too long");
        metrics::counter!("mcphub_call_records_lost_total").increment(many as u64);
    }

    fn take(&self) -> Vec<calls::New> {
        let Ok(mut waiting) = self.waiting.lock() else { return Vec::new() };
        let many = waiting.len().min(BATCH);
        waiting.drain(..many).collect()
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
        // What comes while a batch is written waits for the next window: else there would be one small batch after the other.
        let mut is_full = true;
        while is_full {
            let batch = records.take();
            is_full = batch.len() == BATCH;
            if !batch.is_empty() && !written(&app, &batch, &stop).await {
                records.lose(batch.len());
            }
        }
        if is_over {
            return;
        }
    }
}

/// Writes a batch, however often that has to be tried; whether it could be. It stays as it is, so that the database can tell when it was
/// kept already. Once the process ends there are only so many attempts.
async fn written(app: &App, batch: &[calls::New], stop: &watch::Receiver<bool>) -> bool {
    let mut last_attempts = LAST_ATTEMPTS;
    while let Err(error) = kept(app, batch).await {
        tracing::warn!(%error, records = batch.len(), "records of calls cannot be written; they wait");
        if *stop.borrow() {
            last_attempts -= 1;
            if last_attempts == 0 {
                return false;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
    if let Err(error) = noted(app, batch).await {
        tracing::warn!(%error, "when keys were last used, and what is left of a day's calls, is noted with the next calls");
    }
    true
}

async fn kept(app: &App, batch: &[calls::New]) -> hub_store::Result<()> {
    let tx = app.store().begin(Origin::system()).await?;
    if !calls::add(&tx, batch).await? {
        return Ok(());
    }
    for new in batch.iter().filter(|new| new.call.outcome != CallOutcome::Ok).take(LINES) {
        logs::add(&tx, new.organisation, new.call.server, &line(app, new)).await?;
    }
    tx.commit().await
}

/// Notes what follows from calls that were kept.
async fn noted(app: &App, batch: &[calls::New]) -> hub_store::Result<()> {
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
    let level = if matches!(outcome, CallOutcome::Limited | CallOutcome::Asked) { "info" } else { "warn" };
    let why = error.as_deref().map(|error| format!(": {error}")).unwrap_or_default();
    let fields = json!({ "call": id, "tool": tool, "actor": actor, "outcome": outcome });
    // By the call's own identifier, so that it is told once however often its batch is tried.
    Line { id: *id, at: *at, ..Line::new(app.store(), level, "gateway", format!("{tool} {outcome}{why}"), fields) }
}

/// What the organisations with a limit have called today, now that these are among them.
async fn count(app: &App, batch: &[calls::New]) -> hub_store::Result<()> {
    let days = &app.gateway().days;
    let is_call = |call: &Call| !matches!(call.outcome, CallOutcome::Limited | CallOutcome::Asked);
    let is_counted = |new: &&calls::New| days.counted(new.organisation) && is_call(&new.call);
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
