//! Keeps the gateway's memory fresh: each event of an organisation says which part of it has to be read again. Notices say that there
//! are events; who missed one finds out by the numbers.

use std::time::Duration;

use hub_model::{event::Event, id::OrganisationId};
use hub_store::{Result, bus::Notice, events_after, servers::serving};
use tokio::{
    sync::{broadcast::error::RecvError, watch},
    time::MissedTickBehavior,
};

use super::{load, table::Tenant};
use crate::app::App;

/// How often the numbers are compared although nothing was heard.
const PAUSE: Duration = Duration::from_secs(3);
/// The least time between two looks for those who are refused.
const BREATH: Duration = Duration::from_millis(50);
/// Events of an organisation that are taken in one by one; after more of them it is read as a whole.
const STEP: i64 = 200;

/// Reads everything, says that it is ready, and keeps it fresh until told to stop.
pub(super) async fn run(app: &App, ready: impl FnOnce(), mut stop: watch::Receiver<bool>) {
    let mut notices = app.store().bus().subscribe();
    while let Err(error) = all(app).await {
        tracing::error!(%error, "the gateway cannot read what it serves; it tries again");
        if tokio::time::timeout(Duration::from_secs(1), stop.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
    app.gateway().table.set_ready();
    ready();
    let mut looks = tokio::time::interval(PAUSE);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stop.borrow() {
        // In this order: however much is heard, it is compared as often. What was missed may be that a key is revoked.
        let heard = tokio::select! {
            biased;
            _ = stop.changed() => continue,
            _ = looks.tick() => None,
            heard = notices.recv() => Some(heard),
        };
        let _changing = app.gateway().changing.lock().await;
        let outcome = match heard {
            Some(Ok(Notice::Events { scope: Some(organisation), last })) => heard_of(app, organisation, last).await,
            // Somebody's account changed: which organisations that touches, the numbers do not say.
            Some(Ok(Notice::RightsChanged { user: Some(user), .. })) => rights(app, user).await,
            Some(Ok(_)) => Ok(()),
            Some(Err(RecvError::Closed)) => return,
            Some(Err(RecvError::Lagged(_))) | None => compare(app).await,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "the gateway cannot read what changed; it goes on with what it knows");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// Makes sure that what is known of an organisation is as new as this request. However many ask, the database is asked a few times in
/// a second.
pub(super) async fn catch_up(app: &App, slug: &str) {
    let mut fresh = app.gateway().changing.lock().await;
    if let Some(last) = *fresh {
        let wait = BREATH.saturating_sub(app.clock().now().saturating_duration_since(last));
        tokio::time::sleep(wait).await;
    }
    *fresh = Some(app.clock().now());
    let caught_up = async {
        match serving::number(app.store(), slug).await? {
            Some((id, last)) => heard_of(app, id, last).await,
            None => Ok(()),
        }
    };
    if let Err(error) = caught_up.await {
        tracing::warn!(%error, "the gateway cannot see whether there is something new");
    }
}

/// Every organisation that has something deployed.
async fn all(app: &App) -> Result<()> {
    for tenant in serving::tenants(app.store()).await? {
        whole(app, tenant.id).await?;
    }
    Ok(())
}

async fn whole(app: &App, id: OrganisationId) -> Result<()> {
    let table = &app.gateway().table;
    let tenant = load::tenant(app.store(), table, id).await?;
    table.set(id, tenant);
    Ok(())
}

/// Looks for organisations that moved on without being heard of.
async fn compare(app: &App) -> Result<()> {
    let seen = app.gateway().table.seen();
    for (id, last) in serving::numbers(app.store()).await? {
        if seen.get(&id).is_some_and(|seen| *seen < last) {
            heard_of(app, id, last).await?;
        }
    }
    // Those that have deployed something for the first time.
    for tenant in serving::tenants(app.store()).await?.iter().filter(|tenant| !seen.contains_key(&tenant.id)) {
        whole(app, tenant.id).await?;
    }
    Ok(())
}

async fn heard_of(app: &App, id: OrganisationId, last: i64) -> Result<()> {
    let table = &app.gateway().table;
    let Some(known) = table.tenant(id) else {
        // Nothing of it is served yet; perhaps this is the beginning.
        return match serving::deployed(app.store(), id, None).await?.is_empty() {
            true => Ok(()),
            false => whole(app, id).await,
        };
    };
    if last <= known.seen {
        return Ok(());
    }
    let events = events_after(app.store(), Some(id), known.seen, STEP).await?;
    if events.last().is_none_or(|event| event.number < last) {
        return whole(app, id).await;
    }
    let mut tenant = Tenant::clone(&known);
    for event in &events {
        if !take_in(app, &mut tenant, event).await? {
            return whole(app, id).await;
        }
        tenant.seen = event.number;
    }
    table.set(id, Some(tenant));
    Ok(())
}

/// Takes in what an event is about; whether that could be done without reading everything.
async fn take_in(app: &App, tenant: &mut Tenant, event: &Event) -> Result<bool> {
    let (store, table) = (app.store(), &app.gateway().table);
    match event.kind.split('.').next().unwrap_or_default() {
        "server" | "deployment" | "replica" => match event.subject.parse() {
            Ok(id) => load::server(store, table, tenant, id).await?,
            Err(_) => return Ok(false),
        },
        "api-key" | "member" | "role" | "service-account" => load::people(store, tenant).await?,
        "api" => match event.subject.parse() {
            Ok(id) => load::api(store, table, tenant, id).await?,
            Err(_) => return Ok(false),
        },
        // What a credential is was not touched.
        "credential" if ["credential.tested", "credential.unreadable"].contains(&event.kind.as_str()) => {}
        "credential" => match event.data.get("api").and_then(|api| api.as_str()?.parse().ok()) {
            Some(id) => load::api(store, table, tenant, id).await?,
            None => return Ok(false),
        },
        "organisation" => return Ok(false),
        _ => {}
    }
    Ok(true)
}

async fn rights(app: &App, user: hub_model::id::UserId) -> Result<()> {
    let table = &app.gateway().table;
    for id in table.seen().into_keys() {
        let Some(known) = table.tenant(id).filter(|tenant| tenant.members.contains_key(&user)) else { continue };
        let mut tenant = Tenant::clone(&known);
        load::people(app.store(), &mut tenant).await?;
        table.set(id, Some(tenant));
    }
    Ok(())
}
