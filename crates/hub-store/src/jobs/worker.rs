//! The worker's side of jobs: claim one, say that one is still at it, end it. A worker that says nothing for a while has died, and
//! another one takes over; what the first still wanted to commit is refused.

use std::time::Duration;

use hub_model::{
    Timestamp,
    id::JobId,
    job::{Job, JobState, Progress},
};
use serde_json::{Value, json};

use super::COLUMNS;
use crate::{
    bus::Notice,
    database::{FromRow, Origin, Read, Row, Transaction, arguments},
    error::{Error, Result},
    store::{SKEW, Store},
};

/// How long a job is a worker's without another word.
pub const LEASE: Duration = Duration::from_secs(30);
/// The wait before the second attempt; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest wait between attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// A job that a worker has.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The job.
    pub job: Job,
    lease: String,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Go on.
    GoOn,
    /// Somebody asked for its end.
    Cancel,
    /// It is another worker's now.
    Lost,
}

/// Takes the next job that is due, of the given kinds. The worker's name is for people.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(store: &Store, worker: &str, kinds: &[&str]) -> Result<Option<Claimed>> {
    if kinds.is_empty() {
        return Ok(None);
    }
    loop {
        let tx = store.begin(Origin::system()).await?;
        let lease = format!("{worker}/{}", store.fresh::<JobId>());
        let Some(job) = take(&tx, &lease, kinds).await? else { return Ok(None) };
        let given_up = if job.is_cancelling {
            Some((JobState::Cancelled, None))
        } else if job.attempts > job.attempts_allowed {
            Some((JobState::Failed, Some("every worker that began it died")))
        } else {
            None
        };
        let id = job.id;
        let claimed = Claimed { job, lease };
        if let Some((state, error)) = given_up {
            tx.executor().run("UPDATE jobs SET attempts = attempts - 1 WHERE id = $1", arguments![id]).await?;
            end(&tx, &claimed, state, None, error).await?;
            tx.commit().await?;
            continue;
        }
        tx.notify(Notice::Job { id });
        tx.commit().await?;
        return Ok(Some(claimed));
    }
}

/// The next job is this lease's. That only one of the jobs with a key is done at a time rests on only one of them waiting, which
/// an index sees to: a job that waits was not overtaken by another of its key since this statement began to look.
async fn take(tx: &Transaction<'_>, lease: &str, kinds: &[&str]) -> Result<Option<Job>> {
    let mut values = arguments![JobState::Running, lease, tx.at().after(LEASE), tx.at(), JobState::Queued];
    let mut wanted = Vec::new();
    for kind in kinds {
        values.extend(arguments![kind]);
        wanted.push(format!("${}", values.len()));
    }
    // What ran and is not heard of any more is due as well.
    let sql = format!(
        "UPDATE jobs SET state = $1, lease = $2, leased_until = $3, attempts = attempts + 1, started_at = $4, waiting_key = NULL
         WHERE id = (SELECT q.id FROM jobs q
             WHERE ((q.state = $5 AND q.due_at <= $4 AND NOT EXISTS
                     (SELECT 1 FROM jobs r WHERE r.serial_key = q.serial_key AND r.state = $1))
                 OR (q.state = $1 AND q.leased_until < $4))
             AND q.kind IN ({}) ORDER BY q.due_at, q.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
         RETURNING {COLUMNS}",
        wanted.join(", ")
    );
    tx.executor().one(&sql, values).await
}

/// Says that a worker is still at it, and how far.
///
/// # Errors
/// When the database does not answer.
pub async fn beat(store: &Store, claimed: &Claimed, progress: &Progress) -> Result<Beat> {
    let sql = "UPDATE jobs SET leased_until = $3, progress = $4 WHERE id = $1 AND lease = $2 AND state = $5
               RETURNING is_cancelling";
    struct Wanted(bool);
    impl FromRow for Wanted {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("is_cancelling")?))
        }
    }
    let until = store.now().after(LEASE);
    let values = arguments![claimed.job.id, claimed.lease, until, progress, JobState::Running];
    let found = store.pools().write_executor().one::<Wanted>(sql, values).await?;
    store.bus().publish(Notice::Job { id: claimed.job.id }).await;
    Ok(match found {
        None => Beat::Lost,
        Some(Wanted(true)) => Beat::Cancel,
        Some(Wanted(false)) => Beat::GoOn,
    })
}

/// Mends what a clock left behind that was set back: no job is held longer than a lease lasts, or waits longer than the longest wait.
/// Workers that are at it say so again before their lease ends.
///
/// # Errors
/// When the database does not answer.
pub async fn mend(store: &Store) -> Result<()> {
    let now = store.now();
    let sql = "UPDATE jobs SET leased_until = $2 WHERE state = $1 AND leased_until > $3";
    let values = arguments![JobState::Running, now.after(LEASE), now.after(LEASE + SKEW)];
    store.pools().write_executor().run(sql, values).await?;
    let sql = "UPDATE jobs SET due_at = $2 WHERE state = $1 AND due_at > $3";
    let values = arguments![JobState::Queued, now, now.after(LONGEST_WAIT + SKEW)];
    store.pools().write_executor().run(sql, values).await.map(drop)
}

/// Ends a job well, in the transaction that holds its effects.
///
/// # Errors
/// [`Error::Stale`] when it is another worker's now: then nothing may be committed.
pub async fn succeed(tx: &Transaction<'_>, claimed: &Claimed, result: Value) -> Result<()> {
    end(tx, claimed, JobState::Succeeded, Some(result), None).await
}

/// Ends a job that was called off.
///
/// # Errors
/// [`Error::Stale`] when it is another worker's now.
pub async fn cancelled(tx: &Transaction<'_>, claimed: &Claimed) -> Result<()> {
    end(tx, claimed, JobState::Cancelled, None, None).await
}

/// Ends an attempt that failed. Where another one may help and is allowed, the job waits for it, longer each time.
///
/// # Errors
/// [`Error::Stale`] when it is another worker's now.
pub async fn fail(tx: &Transaction<'_>, claimed: &Claimed, error: &str, may_retry: bool) -> Result<()> {
    struct Cancelling(bool);
    impl FromRow for Cancelling {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("is_cancelling")?))
        }
    }
    let Claimed { job, lease } = claimed;
    // Held, so that nobody asks for its end in between.
    let sql = "SELECT is_cancelling FROM jobs WHERE id = $1 AND lease = $2 AND state = $3 FOR NO KEY UPDATE";
    let held = tx.executor().one(sql, arguments![job.id, lease, JobState::Running]).await?;
    let Cancelling(is_cancelling) = held.ok_or(Error::Stale)?;
    if is_cancelling {
        return end(tx, claimed, JobState::Cancelled, None, Some(error)).await;
    }
    if !may_retry || job.attempts >= job.attempts_allowed {
        return end(tx, claimed, JobState::Failed, None, Some(error)).await;
    }
    let sql = "UPDATE jobs SET state = $2, due_at = $3, error = $4, lease = NULL, leased_until = NULL, waiting_key = serial_key
               WHERE id = $1";
    let due_at = tx.at().after(wait(job.attempts));
    match tx.attempt(sql, arguments![job.id, JobState::Queued, due_at, error]).await {
        Ok(_) => {
            tx.notify(Notice::Job { id: job.id });
            Ok(())
        }
        Err(Error::Taken(_)) => {
            end(tx, claimed, JobState::Cancelled, None, Some("it was asked for anew meanwhile")).await
        }
        Err(failure) => Err(failure),
    }
}

/// The wait after so many attempts.
fn wait(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or(0);
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT)
}

/// Hands a job back that a worker has no time for any more; it is due at once and the attempt does not count.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_back(store: &Store, claimed: &Claimed) -> Result<()> {
    let sql = "UPDATE jobs SET leased_until = $3, attempts = attempts - 1 WHERE id = $1 AND lease = $2 AND state = $4";
    let values = arguments![claimed.job.id, claimed.lease, Timestamp(0), JobState::Running];
    store.pools().write_executor().run(sql, values).await?;
    store.bus().publish(Notice::JobDue).await;
    Ok(())
}

async fn end(
    tx: &Transaction<'_>,
    claimed: &Claimed,
    state: JobState,
    result: Option<Value>,
    error: Option<&str>,
) -> Result<()> {
    let Claimed { job, lease } = claimed;
    let result = result.map(|result| result.to_string());
    let sql = "UPDATE jobs SET state = $3, result = $4, error = $5, finished_at = $6, lease = NULL, leased_until = NULL
               WHERE id = $1 AND lease = $2 AND state = $7";
    let values = arguments![job.id, lease, state, result, error, tx.at(), JobState::Running];
    if tx.executor().run(sql, values).await? == 0 {
        return Err(Error::Stale);
    }
    let kind = match state {
        JobState::Succeeded => "job.succeeded",
        JobState::Cancelled => "job.cancelled",
        _ => "job.failed",
    };
    tx.event(job.organisation, kind, job.id, json!({ "kind": job.task.kind(), "error": error }));
    tx.notify(Notice::Job { id: job.id });
    Ok(())
}
