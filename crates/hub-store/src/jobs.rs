//! Work to be done: asked for together with what it is for, claimed by one worker at a time, done to the end or handed back.

pub mod worker;

use hub_model::{
    Timestamp,
    id::{JobId, OrganisationId, UserId},
    job::{Job, JobState, Progress, Task},
};
use serde_json::json;

use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// A job that is asked for.
#[derive(Debug, Clone)]
pub struct New {
    /// For whom; the hub's own work has nobody.
    pub organisation: Option<OrganisationId>,
    /// What is to be done.
    pub task: Task,
    /// The identifier of what it is done to.
    pub subject: String,
    /// Of jobs with the same key only one waits, and only one is done at a time.
    pub key: Option<String>,
    /// Attempts that may be begun.
    pub attempts: i64,
    /// Not before.
    pub due_at: Timestamp,
    /// Who asks for it.
    pub created_by: Option<UserId>,
}

/// Which jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<JobState>,
    /// Only of this kind: `compile-api`.
    pub kind: Option<String>,
    /// Only for this.
    pub subject: Option<String>,
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            organisation: row.id_or_null("organisation_id")?,
            task: row.json("task")?,
            state: row.word("state")?,
            progress: row.json("progress")?,
            attempts: row.get("attempts")?,
            attempts_allowed: row.get("attempts_allowed")?,
            result: row.json_or_null("result")?,
            error: row.get("error")?,
            is_cancelling: row.get("is_cancelling")?,
            created_by: row.id_or_null("created_by")?,
            created_at: row.time("created_at")?,
            due_at: row.time("due_at")?,
            started_at: row.time_or_null("started_at")?,
            finished_at: row.time_or_null("finished_at")?,
        })
    }
}

pub(crate) const COLUMNS: &str = "id, organisation_id, task, state, progress, attempts, attempts_allowed, result, error, is_cancelling, created_by, created_at, due_at, started_at, finished_at";

/// Asks for a job. Where one of the same key waits already, that one is answered, and is due at the earlier of both times.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue(tx: &Transaction<'_>, new: New) -> Result<JobId> {
    let id: JobId = tx.store().fresh();
    let sql = "INSERT INTO jobs (id, organisation_id, kind, task, subject, waiting_key, serial_key, state, progress, attempts,
               attempts_allowed, is_cancelling, created_by, created_at, due_at)
               VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, 0, $9, FALSE, $10, $11, $12)
               ON CONFLICT (waiting_key) DO UPDATE SET due_at = CASE WHEN jobs.due_at < $12 THEN jobs.due_at ELSE $12 END RETURNING id";
    struct Id(JobId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?))
        }
    }
    let values = arguments![
        id,
        new.organisation,
        new.task.kind(),
        new.task,
        new.subject,
        new.key,
        JobState::Queued,
        Progress::default(),
        new.attempts,
        new.created_by,
        tx.at(),
        new.due_at,
    ];
    let Id(kept) = tx.executor().one(sql, values).await?.ok_or(Error::Missing("the job"))?;
    tx.notify(Notice::JobDue);
    Ok(kept)
}

/// A job of an organisation's, or of the hub's.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: Option<OrganisationId>, id: JobId) -> Result<Option<Job>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE id = $2 AND (organisation_id = $1 OR ($1 IS NULL AND organisation_id IS NULL))"
    );
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// Jobs of an organisation, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: &Filter,
    page: Request<JobId>,
) -> Result<Page<Job, JobId>> {
    select(from, Some(organisation), filter, page).await
}

/// Jobs of the whole hub, newest first. For its administrators.
///
/// # Errors
/// When the database does not answer.
pub async fn all(from: &impl Read, filter: &Filter, page: Request<JobId>) -> Result<Page<Job, JobId>> {
    select(from, None, filter, page).await
}

async fn select(
    from: &impl Read,
    organisation: Option<OrganisationId>,
    filter: &Filter,
    page: Request<JobId>,
) -> Result<Page<Job, JobId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM jobs WHERE ($1 IS NULL OR organisation_id = $1) AND id < $2 AND ($3 IS NULL OR state = $3) AND ($4 IS NULL OR kind = $4)
         AND ($5 IS NULL OR subject = $5) ORDER BY id DESC LIMIT $6"
    );
    let after = page.after.unwrap_or(JobId(u128::MAX));
    let values = arguments![organisation, after, filter.state, filter.kind, filter.subject, page.fetched()];
    let rows = from.executor().all(&sql, values).await?;
    Ok(page.page(rows, |job: &Job| job.id))
}

/// Calls a job off: at once when it waits, soon when a worker has it.
///
/// # Errors
/// [`Error::Missing`] when there is none, [`Error::Refused`] when it has ended.
pub async fn cancel(tx: &Transaction<'_>, organisation: OrganisationId, id: JobId) -> Result<Job> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE organisation_id = $1 AND id = $2 FOR NO KEY UPDATE");
    let job: Job = tx.executor().one(&sql, arguments![organisation, id]).await?.ok_or(Error::Missing("the job"))?;
    if job.state.is_final() {
        return Err(Error::Refused("the job has ended"));
    }
    let is_waiting = job.state == JobState::Queued;
    let (state, finished_at) = if is_waiting { (JobState::Cancelled, Some(tx.at())) } else { (job.state, None) };
    let sql = format!(
        "UPDATE jobs SET state = $2, finished_at = $3, waiting_key = NULL, is_cancelling = TRUE WHERE id = $1 RETURNING {COLUMNS}"
    );
    let changed = tx.executor().one(&sql, arguments![id, state, finished_at]).await?;
    if is_waiting {
        tx.event(Some(organisation), "job.cancelled", id, json!({ "kind": job.task.kind() }));
        tx.notify(Notice::Job { id });
    } else {
        tx.audit(Some(organisation), "job.cancel", id, "done", json!({ "kind": job.task.kind() }));
        tx.notify(Notice::JobCancelling { id });
    }
    changed.ok_or(Error::Missing("the job"))
}

/// Asks once more for what a job of an organisation's was to do; it stays as it ended. Answers the new one.
///
/// # Errors
/// [`Error::Missing`] when there is none, [`Error::Refused`] while it has not ended.
pub async fn again(tx: &Transaction<'_>, organisation: OrganisationId, id: JobId, by: Option<UserId>) -> Result<JobId> {
    struct Asked {
        job: Job,
        subject: String,
        key: Option<String>,
    }
    impl FromRow for Asked {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self { job: Job::from_row(row)?, subject: row.get("subject")?, key: row.get("serial_key")? })
        }
    }
    let sql = format!("SELECT {COLUMNS}, subject, serial_key FROM jobs WHERE organisation_id = $1 AND id = $2");
    let Asked { job, subject, key } =
        tx.executor().one(&sql, arguments![organisation, id]).await?.ok_or(Error::Missing("the job"))?;
    if !job.state.is_final() {
        return Err(Error::Refused("the job has not ended"));
    }
    let kind = job.task.kind();
    let (task, attempts) = (job.task, job.attempts_allowed);
    let new = New { organisation: Some(organisation), task, subject, key, attempts, due_at: tx.at(), created_by: by };
    let fresh = enqueue(tx, new).await?;
    tx.audit(Some(organisation), "job.retry", id, "done", json!({ "kind": kind, "job": fresh }));
    Ok(fresh)
}

/// How many jobs of each state there are, of the whole hub.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(from: &impl Read) -> Result<Vec<(JobState, i64)>> {
    struct Count(JobState, i64);
    impl FromRow for Count {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.word("state")?, row.get("n")?))
        }
    }
    let sql = "SELECT state, COUNT(*) AS n FROM jobs GROUP BY state";
    let counts = from.executor().all::<Count>(sql, arguments![]).await?;
    Ok(counts.into_iter().map(|Count(state, count)| (state, count)).collect())
}

/// Forgets jobs that ended before a moment, but not those whose revisions are kept.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM jobs WHERE finished_at < $1
               AND NOT EXISTS (SELECT 1 FROM revisions WHERE revisions.job_id = jobs.id)";
    tx.executor().run(sql, arguments![moment]).await
}
