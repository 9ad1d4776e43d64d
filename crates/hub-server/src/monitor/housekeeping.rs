//! What is old is removed: deleted APIs, ended jobs, probes, unused uploads, kept answers, records of
//! calls, logs, and documents that nothing refers to.

use std::time::{Duration, Instant};

use hub_store::{
    Origin,
    accounts::{links, sessions, throttles},
    apis::{self, blobs, probes, uploads},
    jobs,
    organisations::invitations,
    platform::idempotency,
    servers::{calls, logs},
};

use crate::app::App;

/// How often.
const EVERY: Duration = Duration::from_secs(600);
/// Documents younger than this may be about to be referred to.
const YOUNG: Duration = Duration::from_secs(3600);
const DAY: u64 = 86_400;
/// Sessions, links and invitations are kept so many seconds after their end: long enough to see that a used token is presented again.
const ENDED: u64 = 7 * DAY;

/// When it was done last.
#[derive(Default)]
pub(super) struct Clock(Option<Instant>);

impl Clock {
    /// Does it when it is time.
    pub(super) async fn tick(&mut self, app: &App) {
        let now = app.clock().now();
        if self.0.is_some_and(|last| now.saturating_duration_since(last) < EVERY) {
            return;
        }
        self.0 = Some(now);
        if let Err(error) = tidy(app).await {
            tracing::warn!(%error, "housekeeping failed; it is tried again later");
        }
    }
}

async fn tidy(app: &App) -> hub_store::Result<()> {
    let kept = app.settings().retention;
    let tx = app.store().begin(Origin::system()).await?;
    let ago = |seconds: u64| tx.at().before(Duration::from_secs(seconds));
    apis::purge(&tx, ago(kept.deleted_days * DAY)).await?;
    uploads::sweep(&tx).await?;
    blobs::sweep(&tx, tx.at().before(YOUNG)).await?;
    probes::forget(&tx, ago(kept.probe_days * DAY)).await?;
    jobs::forget(&tx, ago(kept.job_days * DAY)).await?;
    idempotency::forget(&tx, ago(kept.idempotency_hours * 3600)).await?;
    sessions::forget(&tx, ago(ENDED)).await?;
    throttles::mend(&tx).await?;
    throttles::forget(&tx, ago(ENDED)).await?;
    links::forget(&tx, ago(ENDED)).await?;
    invitations::forget(&tx, ago(ENDED)).await?;
    calls::sweep(&tx, ago(kept.call_hour_days * DAY)).await?;
    logs::sweep(&tx, ago(kept.log_days * DAY)).await?;
    tx.commit().await
}
