//! Role `generator`: does jobs, one after another or several at a time, until it is told to stop.

mod build_image;
mod compile_api;
pub(crate) mod deliver_webhook;
mod purge_organisation;
mod reseal;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use hub_model::job::{Progress, Task};
use hub_store::{
    Origin, Transaction,
    bus::Notice,
    jobs::worker::{self, Beat, Claimed, LEASE},
};
use serde_json::Value;
use tokio::{
    sync::{Semaphore, broadcast, watch},
    task::JoinSet,
};
use tracing::Instrument as _;

use crate::{app::App, http::problem::Problem};

/// Kinds of jobs that this role does.
const KINDS: [&str; 5] = ["compile-api", "deliver-webhook", "build-image", "reseal", "purge-organisation"];

/// How often it is looked for what a clock left behind that was set back.
const MEND: Duration = Duration::from_secs(60);

/// How a job is done: its effects, to be committed together with its end.
type Effects = Box<dyn for<'t> FnOnce(&'t Transaction<'t>) -> BoxFuture<'t> + Send>;
type BoxFuture<'t> = std::pin::Pin<Box<dyn Future<Output = Result<Value, hub_store::Error>> + Send + 't>>;

/// What an attempt came to before anything of it is kept.
pub(crate) enum Attempt {
    /// It is done once this is committed.
    Done(Effects),
    /// It failed; another attempt may help, or not.
    Failed { error: String, may_retry: bool, effects: Option<Effects> },
}

/// Where a job tells how far it is.
#[derive(Clone)]
pub(crate) struct Reporter(watch::Sender<Progress>);

impl Reporter {
    pub(crate) fn say(&self, message: impl Into<String>, done: i64, total: i64) {
        self.0.send_replace(Progress { message: message.into(), done, total });
    }
}

impl From<Problem> for Attempt {
    /// A part of the hub that does not answer is worth another attempt.
    fn from(problem: Problem) -> Self {
        let may_retry = problem.code.status() >= 500;
        Self::Failed { error: problem.detail, may_retry, effects: None }
    }
}

impl From<hub_store::Error> for Attempt {
    fn from(error: hub_store::Error) -> Self {
        use hub_store::Error;
        let may_retry = matches!(error, Error::Unavailable(_) | Error::Full | Error::Stale);
        Self::Failed { error: error.to_string(), may_retry, effects: None }
    }
}

/// Does jobs until `stop` says otherwise; then those that are being done get the time to end.
pub async fn run(app: App, name: String, mut stop: watch::Receiver<bool>) {
    let settings = app.settings().jobs;
    let room = Arc::new(Semaphore::new(settings.at_once));
    let mut notices = app.store().bus().subscribe();
    let mut running = JoinSet::new();
    let mut mended = None;
    while !*stop.borrow() {
        mend(&app, &mut mended).await;
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { break };
        match worker::claim(app.store(), &name, &KINDS).await {
            Ok(Some(claimed)) => {
                let (app, stop) = (app.clone(), stop.clone());
                running.spawn(async move {
                    let span = tracing::info_span!("job", id = %claimed.job.id, kind = claimed.job.task.kind());
                    one(&app, claimed, stop).instrument(span).await;
                    drop(permit);
                });
                while running.try_join_next().is_some() {}
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no job can be claimed"),
        }
        drop(permit);
        tokio::select! {
            () = due(&mut notices) => {}
            () = tokio::time::sleep(Duration::from_secs(settings.poll_seconds)) => {}
            _ = stop.changed() => {}
        }
    }
    while running.join_next().await.is_some() {}
}

/// From time to time: a clock that was set back must not keep jobs waiting until it is as late again.
async fn mend(app: &App, last: &mut Option<Instant>) {
    let now = app.clock().now();
    if last.is_some_and(|last| now.saturating_duration_since(last) < MEND) {
        return;
    }
    *last = Some(now);
    if let Err(error) = worker::mend(app.store()).await {
        tracing::warn!(%error, "leases of jobs cannot be looked through");
    }
}

/// Ends when a job may be due.
async fn due(notices: &mut broadcast::Receiver<Notice>) {
    loop {
        match notices.recv().await {
            Ok(Notice::JobDue) | Err(broadcast::error::RecvError::Lagged(_)) => return,
            // The end of one may be the beginning of the next.
            Ok(Notice::Job { .. }) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Does one job, and says meanwhile that it is being done.
async fn one(app: &App, claimed: Claimed, mut stop: watch::Receiver<bool>) {
    let (sender, progress) = watch::channel(Progress::default());
    let began = app.clock().now();
    let kind = claimed.job.task.kind();
    let ended = tokio::select! {
        attempt = attempt(app, &claimed, Reporter(sender)) => end(app, &claimed, attempt).await,
        beat = beating(app, &claimed, progress) => match beat {
            Beat::Cancel => cancel(app, &claimed).await,
            // Another worker does it.
            Beat::Lost | Beat::GoOn => Ok("lost"),
        },
        () = stopped(&mut stop, app.settings().listen.drain_seconds) => {
            worker::hand_back(app.store(), &claimed).await.map(|()| "handed back")
        }
    };
    let took = app.clock().now().saturating_duration_since(began);
    let outcome = match ended {
        Ok(outcome) => outcome,
        Err(error) => {
            // Its lease ends, and it is done again.
            tracing::warn!(%error, "a job's end could not be kept");
            "lost"
        }
    };
    metrics::counter!("mcphub_jobs_total", "kind" => kind, "outcome" => outcome).increment(1);
    metrics::histogram!("mcphub_job_duration_seconds", "kind" => kind).record(took.as_secs_f64());
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(outcome, millis, "job ended");
}

async fn attempt(app: &App, claimed: &Claimed, reporter: Reporter) -> Attempt {
    let organisation = claimed.job.organisation;
    match (&claimed.job.task, organisation) {
        (Task::CompileApi { api }, Some(organisation)) => {
            compile_api::attempt(app, organisation, *api, claimed.job.id, reporter).await
        }
        (Task::DeliverWebhook { webhook, event }, Some(organisation)) => {
            deliver_webhook::attempt(app, organisation, *webhook, *event).await
        }
        (Task::BuildImage(order), Some(organisation)) => {
            build_image::attempt(app, organisation, order.clone(), claimed.job.created_by, reporter).await
        }
        (Task::Reseal { organisation }, _) => reseal::attempt(app, *organisation, &reporter).await,
        (Task::PurgeOrganisation { organisation }, _) => purge_organisation::attempt(*organisation),
        (_, None) => {
            Attempt::Failed { error: "the job names no organisation".to_owned(), may_retry: false, effects: None }
        }
    }
}

/// Says again and again that the job is being done, and how far it is; ends when it should not be done any more.
async fn beating(app: &App, claimed: &Claimed, mut progress: watch::Receiver<Progress>) -> Beat {
    let mut notices = app.store().bus().subscribe();
    loop {
        let now = progress.borrow_and_update().clone();
        match worker::beat(app.store(), claimed, &now).await {
            Ok(Beat::GoOn) => {}
            Ok(ended) => return ended,
            Err(error) => tracing::warn!(%error, "a sign of life could not be given"),
        }
        // Not more often than that, however fast it goes.
        tokio::time::sleep(Duration::from_millis(200)).await;
        tokio::select! {
            changed = progress.changed() => if changed.is_err() {
                tokio::time::sleep(LEASE / 3).await;
            },
            () = cancelling(&mut notices, claimed) => {}
            () = tokio::time::sleep(LEASE / 3) => {}
        }
    }
}

async fn cancelling(notices: &mut broadcast::Receiver<Notice>, claimed: &Claimed) {
    loop {
        match notices.recv().await {
            Ok(Notice::JobCancelling { id }) if id == claimed.job.id => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Ends when the process has to end and this job did not end in the time that was left.
async fn stopped(stop: &mut watch::Receiver<bool>, seconds: u64) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(Duration::from_secs(seconds / 2)).await;
}

async fn end(app: &App, claimed: &Claimed, attempt: Attempt) -> hub_store::Result<&'static str> {
    let tx = app.store().begin(Origin::system()).await?;
    let outcome = match attempt {
        Attempt::Done(effects) => match effects(&tx).await {
            Ok(result) => {
                worker::succeed(&tx, claimed, result).await?;
                "succeeded"
            }
            // What came of it may not be kept, and would not be the next time either.
            Err(error) if is_for_good(&error) => {
                drop(tx);
                return fail(app, claimed, &error.to_string()).await;
            }
            Err(error) => return Err(error),
        },
        Attempt::Failed { error, may_retry, effects } => {
            if let Some(effects) = effects {
                effects(&tx).await?;
            }
            tracing::warn!(%error, may_retry, "a job failed");
            worker::fail(&tx, claimed, &error, may_retry).await?;
            "failed"
        }
    };
    tx.commit().await?;
    Ok(outcome)
}

fn is_for_good(error: &hub_store::Error) -> bool {
    use hub_store::Error;
    matches!(error, Error::Quota { .. } | Error::Missing(_) | Error::Refused(_))
}

async fn fail(app: &App, claimed: &Claimed, error: &str) -> hub_store::Result<&'static str> {
    tracing::warn!(error, "what a job came to may not be kept");
    let tx = app.store().begin(Origin::system()).await?;
    worker::fail(&tx, claimed, error, false).await?;
    tx.commit().await?;
    Ok("failed")
}

async fn cancel(app: &App, claimed: &Claimed) -> hub_store::Result<&'static str> {
    let tx = app.store().begin(Origin::system()).await?;
    worker::cancelled(&tx, claimed).await?;
    tx.commit().await?;
    Ok("cancelled")
}
