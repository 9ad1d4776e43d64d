//! Jobs of one key: one waits and one is done at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hub_model::job::JobState;
use hub_store::jobs::{self, New, worker::LEASE};

use super::{claim, enqueue, fail, job, new, state, succeed};
use crate::hub::{Hub, Tenant};

suite![
    of_those_that_ask_the_same_one_job_is_made,
    a_request_while_it_is_done_waits_and_is_done_after,
    never_two_at_a_time_whoever_asks_and_works,
    a_retry_gives_way_to_what_was_asked_for_anew,
    a_retry_and_a_request_at_once_leave_one_that_waits,
    what_was_called_off_does_not_stand_in_the_way,
];

fn keyed(tenant: &Tenant) -> New {
    New { key: Some("compile-api/1".to_owned()), ..new(tenant, 1, 5) }
}

async fn of_those_that_ask_the_same_one_job_is_made(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let later = hub.store.now().after(Duration::from_secs(600));
    let first = enqueue(&hub, New { due_at: later, ..keyed(&tenant) }).await;
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let (hub, tenant) = (Arc::clone(&hub), tenant.clone());
            tokio::spawn(async move { enqueue(&hub, keyed(&tenant)).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), first);
    }
    assert_eq!(job(&hub, &tenant, first).await.due_at, keyed(&tenant).due_at, "the earlier time counts");
    assert_eq!(enqueue(&hub, New { due_at: later, ..keyed(&tenant) }).await, first);
    assert_eq!(job(&hub, &tenant, first).await.due_at, keyed(&tenant).due_at);
    let other = New { key: Some("compile-api/2".to_owned()), ..keyed(&tenant) };
    assert_ne!(enqueue(&hub, other).await, first);
}

async fn a_request_while_it_is_done_waits_and_is_done_after(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let first = enqueue(&hub, keyed(&tenant)).await;
    let taken = claim(&hub.store).await.unwrap();
    let second = enqueue(&hub, keyed(&tenant)).await;
    assert_ne!(second, first);
    assert!(claim(&hub.store).await.is_none());
    hub.clock.by(LEASE * 2);
    let again = claim(&hub.store).await.unwrap();
    assert_eq!(again.job.id, first, "it is done by another worker before the next one");
    assert!(claim(&hub.store).await.is_none());
    assert!(succeed(&hub.store, &taken).await.is_err());
    succeed(&hub.store, &again).await.unwrap();
    assert_eq!(claim(&hub.store).await.unwrap().job.id, second);
}

async fn never_two_at_a_time_whoever_asks_and_works(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let another = Arc::new(hub.another().await);
    let (running, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut tasks = Vec::new();
    for number in 0..6 {
        let (hub, another) = (Arc::clone(&hub), Arc::clone(&another));
        let (running, done, tenant) = (Arc::clone(&running), Arc::clone(&done), tenant.clone());
        tasks.push(tokio::spawn(async move {
            let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
            for round in 0.. {
                if done.load(Ordering::SeqCst) >= 30 {
                    return;
                }
                if round % 2 == number % 2 {
                    enqueue(&hub, keyed(&tenant)).await;
                }
                let Some(taken) = claim(store).await else {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    continue;
                };
                assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "two at a time");
                tokio::time::sleep(Duration::from_millis(3)).await;
                running.fetch_sub(1, Ordering::SeqCst);
                if round % 5 == 0 {
                    fail(store, &taken, true).await.unwrap();
                    hub.clock.by(Duration::from_secs(1));
                } else {
                    succeed(store, &taken).await.unwrap();
                }
                done.fetch_add(1, Ordering::SeqCst);
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let waiting = hub.raw.one("SELECT COUNT(*) FROM jobs WHERE state = 'queued'").await;
    assert!(waiting == "0" || waiting == "1", "{waiting} wait");
}

async fn a_retry_gives_way_to_what_was_asked_for_anew(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let first = enqueue(&hub, keyed(&tenant)).await;
    let taken = claim(&hub.store).await.unwrap();
    let second = enqueue(&hub, keyed(&tenant)).await;
    fail(&hub.store, &taken, true).await.unwrap();
    assert_eq!(state(&hub, &tenant, first).await, JobState::Cancelled);
    assert_eq!(claim(&hub.store).await.unwrap().job.id, second);
}

async fn a_retry_and_a_request_at_once_leave_one_that_waits(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for _ in 0..10 {
        enqueue(&hub, keyed(&tenant)).await;
        let taken = claim(&hub.store).await.unwrap();
        let asks = tokio::spawn({
            let (hub, tenant) = (Arc::clone(&hub), tenant.clone());
            async move { enqueue(&hub, keyed(&tenant)).await }
        });
        fail(&hub.store, &taken, true).await.unwrap();
        asks.await.unwrap();
        assert_eq!(hub.raw.one("SELECT COUNT(*) FROM jobs WHERE state = 'queued'").await, "1");
        hub.clock.by(Duration::from_secs(10));
        let next = claim(&hub.store).await.unwrap();
        succeed(&hub.store, &next).await.unwrap();
    }
    // Somebody asks, has not committed yet, and is overtaken.
    let first = enqueue(&hub, keyed(&tenant)).await;
    let taken = claim(&hub.store).await.unwrap();
    let store = Arc::new(hub.another().await);
    let tx = hub.begin().await;
    let second = jobs::enqueue(&tx, keyed(&tenant)).await.unwrap();
    let fails = tokio::spawn(async move { fail(&store, &taken, true).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    tx.commit().await.unwrap();
    fails.await.unwrap().unwrap();
    assert_eq!(state(&hub, &tenant, first).await, JobState::Cancelled);
    assert_eq!(state(&hub, &tenant, second).await, JobState::Queued);
}

async fn what_was_called_off_does_not_stand_in_the_way(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let first = enqueue(&hub, keyed(&tenant)).await;
    let tx = hub.by(tenant.owner).await;
    jobs::cancel(&tx, tenant.organisation, first).await.unwrap();
    tx.commit().await.unwrap();
    let second = enqueue(&hub, keyed(&tenant)).await;
    assert_ne!(first, second);
    assert_eq!(claim(&hub.store).await.unwrap().job.id, second);
}
