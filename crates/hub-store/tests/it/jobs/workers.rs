//! Many workers on one queue.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use hub_model::{
    account::Quotas,
    id::JobId,
    job::{JobState, Progress},
};
use hub_store::{
    Error, Origin, Store,
    apis::blobs::{self, Blob},
    jobs::{
        self, Filter,
        worker::{self, Beat, LEASE},
    },
    organisations::quotas,
};

use super::{KIND, claim, enqueue, fail, job, new, state, succeed};
use crate::hub::{Hub, Tenant, first};

suite![
    no_job_is_claimed_twice,
    effects_happen_once_though_workers_die,
    a_worker_that_says_nothing_is_replaced_and_comes_too_late,
    a_worker_that_beats_keeps_its_job,
    a_clock_that_was_set_back_keeps_no_job_waiting,
    what_is_handed_back_is_taken_at_once,
    only_what_is_due_and_wanted_is_taken,
    are_listed_and_forgotten,
];

async fn no_job_is_claimed_twice(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for number in 0..60 {
        enqueue(&hub, new(&tenant, number, 1)).await;
    }
    let claimed = Arc::new(Mutex::new(HashMap::<JobId, usize>::new()));
    let another = Arc::new(hub.another().await);
    let workers: Vec<_> = (0..8)
        .map(|number| {
            let (hub, another, claimed) = (Arc::clone(&hub), Arc::clone(&another), Arc::clone(&claimed));
            tokio::spawn(async move {
                let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
                while let Some(taken) = claim(store).await {
                    *claimed.lock().unwrap().entry(taken.job.id).or_default() += 1;
                    succeed(store, &taken).await.unwrap();
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let claimed = claimed.lock().unwrap().clone();
    assert_eq!(claimed.len(), 60);
    assert!(claimed.values().all(|times| *times == 1), "{claimed:?}");
    assert_eq!(jobs::counts(&hub.store).await.unwrap(), [(JobState::Succeeded, 60)]);
}

/// What a worker does, with a store that it may lose: every third attempt dies without a word, every fifth says so.
async fn work(store: &Store, tenant: &Tenant, clock: &crate::hub::Turned, round: usize) {
    for attempt in round.. {
        let Some(taken) = claim(store).await else {
            if jobs::counts(store).await.unwrap().iter().all(|(state, _)| state.is_final()) {
                return;
            }
            clock.by(LEASE / 4);
            tokio::time::sleep(Duration::from_millis(2)).await;
            continue;
        };
        if attempt % 3 == 0 {
            continue;
        }
        if attempt % 5 == 0 {
            let _ = fail(store, &taken, true).await;
            continue;
        }
        let tx = store.begin(Origin::system()).await.unwrap();
        let content = Blob::of(format!("effect of {}", taken.job.id).as_bytes()).unwrap();
        blobs::put(&tx, tenant.organisation, &content).await.unwrap();
        tx.audit(None, "effect", taken.job.id, "done", serde_json::json!({}));
        match worker::succeed(&tx, &taken, serde_json::json!({})).await {
            Ok(()) => tx.commit().await.unwrap(),
            Err(Error::Stale) => (),
            Err(error) => panic!("{error}"),
        }
    }
}

async fn effects_happen_once_though_workers_die(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for number in 0..24 {
        enqueue(&hub, new(&tenant, number, 1000)).await;
    }
    let another = Arc::new(hub.another().await);
    let workers: Vec<_> = (1..7)
        .map(|number| {
            let (hub, another, tenant) = (Arc::clone(&hub), Arc::clone(&another), tenant.clone());
            tokio::spawn(async move {
                let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
                work(store, &tenant, &hub.clock, number).await;
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    assert_eq!(jobs::counts(&hub.store).await.unwrap(), [(JobState::Succeeded, 24)]);
    let effects = hub.raw.rows("SELECT subject, COUNT(*) FROM audit WHERE action = 'effect' GROUP BY subject").await;
    assert_eq!(effects.len(), 24);
    assert!(effects.iter().all(|effect| effect[1] == "1"), "{effects:?}");
    assert_eq!(hub.raw.one("SELECT COUNT(*) FROM blobs").await, "24");
}

async fn a_worker_that_says_nothing_is_replaced_and_comes_too_late(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 3)).await;
    let slow = claim(&hub.store).await.unwrap();
    hub.clock.by(LEASE / 2);
    assert!(claim(&hub.store).await.is_none());
    hub.clock.by(LEASE);
    let quick = claim(&hub.store).await.unwrap();
    assert_eq!((quick.job.id, quick.job.attempts), (id, 2));
    assert_eq!(worker::beat(&hub.store, &slow, &Progress::default()).await.unwrap(), Beat::Lost);
    let tx = hub.begin().await;
    blobs::put(&tx, tenant.organisation, &Blob::of(b"effect").unwrap()).await.unwrap();
    let late = worker::succeed(&tx, &slow, serde_json::json!({})).await;
    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    drop(tx);
    assert!(matches!(fail(&hub.store, &slow, true).await, Err(Error::Stale)));
    worker::hand_back(&hub.store, &slow).await.unwrap();
    assert_eq!(quotas::usage(&hub.store, tenant.organisation, &Quotas::default()).await.unwrap()[1].used, 0);
    succeed(&hub.store, &quick).await.unwrap();
    assert!(matches!(succeed(&hub.store, &quick).await, Err(Error::Stale)), "it has ended");
    let done = job(&hub, &tenant, id).await;
    assert_eq!((done.state, done.result), (JobState::Succeeded, Some(serde_json::json!({ "made": 1 }))));
}

async fn a_worker_that_beats_keeps_its_job(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = enqueue(&hub, new(&tenant, 1, 1)).await;
    let taken = claim(&hub.store).await.unwrap();
    for done in 0..5 {
        hub.clock.by(LEASE / 2);
        let progress = Progress { message: "compiling".to_owned(), done, total: 5 };
        assert_eq!(worker::beat(&hub.store, &taken, &progress).await.unwrap(), Beat::GoOn);
        assert!(claim(&hub.store).await.is_none());
        assert_eq!(job(&hub, &tenant, id).await.progress, progress);
    }
    succeed(&hub.store, &taken).await.unwrap();
}

async fn a_clock_that_was_set_back_keeps_no_job_waiting(hub: Arc<Hub>) {
    const WRONG: Duration = Duration::from_secs(6 * 3_600);
    let tenant = hub.tenant("acme").await;
    hub.clock.by(WRONG);
    let at = |number| jobs::New { due_at: hub.store.now(), ..new(&tenant, number, 3) };
    let first = enqueue(&hub, at(1)).await;
    let second = enqueue(&hub, at(2)).await;
    // Whoever takes the first one then dies.
    assert_eq!(claim(&hub.store).await.unwrap().job.id, first);
    hub.clock.back(WRONG);
    assert!(claim(&hub.store).await.is_none(), "until it is as late again");
    worker::mend(&hub.store).await.unwrap();
    assert_eq!(claim(&hub.store).await.unwrap().job.id, second, "it is due");
    assert!(claim(&hub.store).await.is_none(), "whoever had the first one might still be there");
    hub.clock.by(LEASE * 2);
    worker::mend(&hub.store).await.unwrap();
    let next = [claim(&hub.store).await.unwrap().job.id, claim(&hub.store).await.unwrap().job.id];
    assert!(next.contains(&first) && next.contains(&second));
}

async fn what_is_handed_back_is_taken_at_once(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    enqueue(&hub, new(&tenant, 1, 1)).await;
    for _ in 0..3 {
        let taken = claim(&hub.store).await.unwrap();
        assert_eq!(taken.job.attempts, 1, "the attempt does not count");
        worker::hand_back(&hub.store, &taken).await.unwrap();
    }
    succeed(&hub.store, &claim(&hub.store).await.unwrap()).await.unwrap();
}

async fn only_what_is_due_and_wanted_is_taken(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let later = hub.store.now().after(Duration::from_secs(60));
    let id = enqueue(&hub, jobs::New { due_at: later, ..new(&tenant, 1, 1) }).await;
    assert!(claim(&hub.store).await.is_none());
    hub.clock.by(Duration::from_secs(61));
    for kinds in [&[][..], &["reseal"], &["it's", "$1"]] {
        assert!(worker::claim(&hub.store, "worker", kinds).await.unwrap().is_none(), "{kinds:?}");
    }
    let kinds = ["reseal", KIND[0]];
    assert_eq!(worker::claim(&hub.store, "worker", &kinds).await.unwrap().unwrap().job.id, id);
}

async fn are_listed_and_forgotten(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(enqueue(&hub, new(&tenant, number, 1)).await);
    }
    succeed(&hub.store, &claim(&hub.store).await.unwrap()).await.unwrap();
    // The job that made a revision is kept as long as that.
    let made = claim(&hub.store).await.unwrap();
    let tx = hub.begin().await;
    let revision = hub_store::apis::revisions::New { job: made.job.id, ..crate::apis::revision(tenant.api.id, "1") };
    hub_store::apis::revisions::create(&tx, tenant.organisation, revision).await.unwrap();
    worker::succeed(&tx, &made, serde_json::json!({})).await.unwrap();
    tx.commit().await.unwrap();
    let listed = async |filter: Filter| {
        let page = jobs::list(&hub.store, tenant.organisation, &filter, first(9)).await.unwrap();
        page.items.into_iter().map(|job| job.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(Filter::default()).await, [ids[3], ids[2], ids[1], ids[0]]);
    assert_eq!(listed(Filter { state: Some(JobState::Queued), ..Filter::default() }).await, [ids[3], ids[2]]);
    let subject = Some(hub_model::id::ApiId(2).to_string());
    assert_eq!(listed(Filter { subject, kind: Some(KIND[0].to_owned()), state: None }).await, [ids[2]]);
    assert_eq!(jobs::all(&hub.store, &Filter::default(), first(2)).await.unwrap().next, Some(ids[2]));
    hub.clock.by(Duration::from_secs(60));
    let tx = hub.begin().await;
    assert_eq!(jobs::forget(&tx, tx.at()).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(listed(Filter::default()).await, [ids[3], ids[2], ids[1]]);
    assert_eq!(state(&hub, &tenant, ids[1]).await, JobState::Succeeded);
}
