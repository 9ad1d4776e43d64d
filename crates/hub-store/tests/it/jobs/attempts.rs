//! Attempts that fail, and jobs that are called off.

use std::sync::Arc;

use hub_model::job::{JobState, Progress};
use hub_store::{
    Error, EventFilter,
    bus::Notice,
    jobs::{
        self, New,
        worker::{self, Beat, LEASE},
    },
    list_events,
};

use super::{claim, enqueue, fail, job, new, state, succeed};
use crate::hub::{Hub, first};

suite![
    waits_longer_after_each_attempt,
    fails_when_no_attempt_is_left,
    fails_at_once_when_another_attempt_would_not_help,
    fails_when_every_worker_died,
    is_called_off_while_it_waits,
    is_called_off_while_it_is_done,
    is_not_tried_again_when_it_was_called_off,
    is_done_once_more_when_somebody_asks,
];

async fn waits_longer_after_each_attempt(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 20)).await;
    let mut waits = Vec::new();
    for attempt in 1..=14 {
        let taken = claim(&hub.store).await.unwrap();
        assert_eq!(taken.job.attempts, attempt);
        fail(&hub.store, &taken, true).await.unwrap();
        assert!(claim(&hub.store).await.is_none(), "it waits");
        let queued = job(&hub, &tenant, id).await;
        assert_eq!((queued.state, queued.error.as_deref()), (JobState::Queued, Some("it rained")));
        let wait = queued.due_at.since(hub.store.now());
        waits.push(wait.as_secs() + 1);
        hub.clock.by(wait + std::time::Duration::from_millis(5));
    }
    assert_eq!(waits[..4], [2, 4, 8, 16]);
    assert!(waits.is_sorted() && waits.last() == Some(&3600), "{waits:?}");
    succeed(&hub.store, &claim(&hub.store).await.unwrap()).await.unwrap();
    assert_eq!(job(&hub, &tenant, id).await.error, None);
}

async fn fails_when_no_attempt_is_left(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 2)).await;
    fail(&hub.store, &claim(&hub.store).await.unwrap(), true).await.unwrap();
    hub.clock.by(LEASE);
    fail(&hub.store, &claim(&hub.store).await.unwrap(), true).await.unwrap();
    let failed = job(&hub, &tenant, id).await;
    assert_eq!((failed.state, failed.attempts, failed.error.as_deref()), (JobState::Failed, 2, Some("it rained")));
    assert!(failed.finished_at.is_some());
    let filter = EventFilter { subject: Some(id.to_string()), kind: Some("job.".to_owned()) };
    let events = list_events(&hub.store, Some(tenant.organisation), &filter, first(9)).await.unwrap().items;
    assert_eq!((events.len(), events[0].kind.as_str()), (1, "job.failed"));
    let tx = hub.by(tenant.owner).await;
    assert!(matches!(jobs::cancel(&tx, tenant.organisation, id).await, Err(Error::Refused(_))));
}

async fn fails_at_once_when_another_attempt_would_not_help(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 9)).await;
    fail(&hub.store, &claim(&hub.store).await.unwrap(), false).await.unwrap();
    assert_eq!(state(&hub, &tenant, id).await, JobState::Failed);
}

async fn fails_when_every_worker_died(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 2)).await;
    for _ in 0..2 {
        claim(&hub.store).await.unwrap();
        hub.clock.by(LEASE * 2);
    }
    assert!(claim(&hub.store).await.is_none());
    let failed = job(&hub, &tenant, id).await;
    assert_eq!((failed.state, failed.attempts), (JobState::Failed, 2));
    assert!(failed.error.unwrap().contains("died"));
}

async fn is_called_off_while_it_waits(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 2)).await;
    let tx = hub.by(tenant.owner).await;
    let cancelled = jobs::cancel(&tx, tenant.organisation, id).await.unwrap();
    assert_eq!(cancelled.state, JobState::Cancelled);
    tx.commit().await.unwrap();
    assert!(claim(&hub.store).await.is_none());
}

async fn is_called_off_while_it_is_done(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 2)).await;
    let taken = claim(&hub.store).await.unwrap();
    let mut heard = hub.store.bus().subscribe();
    let tx = hub.by(tenant.owner).await;
    let cancelling = jobs::cancel(&tx, tenant.organisation, id).await.unwrap();
    assert_eq!((cancelling.state, cancelling.is_cancelling), (JobState::Running, true));
    tx.commit().await.unwrap();
    assert_eq!(heard.recv().await.unwrap(), Notice::JobCancelling { id });
    assert_eq!(worker::beat(&hub.store, &taken, &Progress::default()).await.unwrap(), Beat::Cancel);
    let tx = hub.begin().await;
    worker::cancelled(&tx, &taken).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state(&hub, &tenant, id).await, JobState::Cancelled);
}

async fn is_not_tried_again_when_it_was_called_off(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for dies in [false, true] {
        let id = enqueue(&hub, new(&tenant, 1, 9)).await;
        let taken = claim(&hub.store).await.unwrap();
        let tx = hub.by(tenant.owner).await;
        jobs::cancel(&tx, tenant.organisation, id).await.unwrap();
        tx.commit().await.unwrap();
        if dies {
            hub.clock.by(LEASE * 2);
        } else {
            fail(&hub.store, &taken, true).await.unwrap();
        }
        assert!(claim(&hub.store).await.is_none());
        let ended = job(&hub, &tenant, id).await;
        assert_eq!((ended.state, ended.attempts), (JobState::Cancelled, 1), "dies: {dies}");
    }
}

async fn is_done_once_more_when_somebody_asks(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, New { key: Some("pets".to_owned()), ..new(&tenant, 1, 2) }).await;
    let again = async || {
        let tx = hub.by(tenant.owner).await;
        let asked = jobs::again(&tx, tenant.organisation, id, Some(tenant.owner)).await;
        tx.commit().await.unwrap();
        asked
    };
    assert!(matches!(again().await, Err(Error::Refused(_))), "it has not ended");
    fail(&hub.store, &claim(&hub.store).await.unwrap(), false).await.unwrap();
    let fresh = again().await.unwrap();
    assert_eq!(again().await.unwrap(), fresh, "of one key only one waits");
    let (ended, asked) = (job(&hub, &tenant, id).await, job(&hub, &tenant, fresh).await);
    assert_eq!((ended.state, ended.error.as_deref()), (JobState::Failed, Some("it rained")));
    assert_eq!((&asked.task, asked.state, asked.attempts), (&ended.task, JobState::Queued, 0));
    let taken = claim(&hub.store).await.unwrap();
    assert_eq!(taken.job.id, fresh);
    succeed(&hub.store, &taken).await.unwrap();
}
