//! Role `api`: looks after what was registered. Upstreams are probed, documents fetched anew, credentials that are elsewhere read again,
//! receivers told, and what is old is removed, each when it is due. Several processes share this work: what one took, the others do not see.

mod credentials;
mod housekeeping;
mod probe;

pub(crate) use probe::probe;

use std::{sync::Arc, time::Duration};

use hub_model::api::Api;
use hub_store::{
    Origin,
    apis::{probes, schedule},
    bus::Notice,
    webhooks,
};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
};

use crate::app::App;

/// How often it is looked for what is due.
const STEP: Duration = Duration::from_secs(1);
/// What is taken at a time.
const SOME: i64 = 20;
/// Events that a receiver is told of at a time.
const EVENTS: i64 = 200;

/// Looks after APIs until `stop` says otherwise.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(app.settings().monitoring.at_once));
    let (mut probing, mut reading) = (JoinSet::new(), JoinSet::new());
    let mut housekeeping = housekeeping::Clock::default();
    let mut notices = app.store().bus().subscribe();
    while !*stop.borrow() {
        if let Err(error) = refresh(&app).await {
            tracing::warn!(%error, "documents that are due could not be looked for");
        }
        if let Err(error) = tell(&app).await {
            tracing::warn!(%error, "webhooks could not be told");
        }
        match due(&app, room.available_permits()).await {
            Ok(due) => {
                for schedule::Due { organisation, api } in due {
                    let (app, room) = (app.clone(), Arc::clone(&room));
                    probing.spawn(async move {
                        let Ok(_permit) = room.acquire_owned().await else { return };
                        look(&app, organisation, &api).await;
                    });
                }
            }
            Err(error) => tracing::warn!(%error, "upstreams that are due could not be looked for"),
        }
        while probing.try_join_next().is_some() {}
        credentials::read_again(&app, &mut reading).await;
        housekeeping.tick(&app).await;
        tokio::select! {
            () = tokio::time::sleep(STEP) => {}
            () = happened(&mut notices) => {}
            _ = stop.changed() => {}
        }
    }
    probing.shutdown().await;
    reading.shutdown().await;
}

/// Ends when something happened that somebody may want to hear of.
async fn happened(notices: &mut tokio::sync::broadcast::Receiver<Notice>) {
    loop {
        match notices.recv().await {
            Ok(Notice::Events { scope: Some(_), .. }) => return,
            Ok(_) => {}
            Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => return,
            Err(tokio::sync::broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn due(app: &App, room: usize) -> hub_store::Result<Vec<schedule::Due>> {
    if room == 0 {
        return Ok(Vec::new());
    }
    let tx = app.store().begin(Origin::system()).await?;
    let due = schedule::due_probes(&tx, SOME.min(i64::try_from(room).unwrap_or(SOME))).await?;
    tx.commit().await?;
    Ok(due)
}

async fn look(app: &App, organisation: hub_model::id::OrganisationId, api: &Api) {
    // An API without tools has nothing to look at.
    if api.current.is_none() {
        return;
    }
    let found = match probe(app, organisation, api).await {
        Ok(found) => found,
        Err(problem) => {
            tracing::debug!(api = %api.id, detail = problem.detail, "an upstream could not be probed");
            return;
        }
    };
    metrics::counter!("mcphub_probes_total", "outcome" => if found.ok { "ok" } else { "failed" }).increment(1);
    let kept = async {
        let tx = app.store().begin(Origin::system()).await?;
        probes::record(&tx, organisation, api.id, &found).await?;
        tx.commit().await
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, api = %api.id, "what a probe found could not be kept");
    }
}

async fn refresh(app: &App) -> hub_store::Result<()> {
    let tx = app.store().begin(Origin::system()).await?;
    for schedule::Due { organisation, api } in schedule::due_refreshes(&tx, SOME).await? {
        schedule::compile(&tx, organisation, api.id, None).await?;
    }
    tx.commit().await
}

async fn tell(app: &App) -> hub_store::Result<()> {
    for organisation in webhooks::behind(app.store()).await? {
        let tx = app.store().begin(Origin::system()).await?;
        webhooks::dispatch(&tx, organisation, EVENTS).await?;
        tx.commit().await?;
    }
    Ok(())
}
