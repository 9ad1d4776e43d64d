//! Links, failed attempts and second factors.

use std::{sync::Arc, time::Duration};

use hub_store::{
    Error,
    accounts::{
        links::{self, Purpose},
        second_factor, throttles, users,
    },
};

use crate::hub::Hub;

suite![
    a_link_works_once_and_for_its_purpose,
    of_two_at_once_one_takes_the_link,
    failures_are_counted_whoever_counts,
    a_second_factor_is_asked_for_once_it_is_confirmed,
    a_code_is_taken_once_in_its_time_step,
    a_clock_that_was_set_back_locks_nobody_out,
    old_attempts_and_links_are_forgotten,
];

const HOUR: Duration = Duration::from_secs(3600);

async fn a_link_works_once_and_for_its_purpose(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let tx = hub.begin().await;
    let until = tx.at().after(HOUR);
    links::create(&tx, Purpose::Setup, None, "setup", until).await.unwrap();
    links::create(&tx, Purpose::Reset, Some(ada), "reset", until).await.unwrap();
    links::create(&tx, Purpose::Reset, Some(ada), "reset again", until).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    assert!(links::take(&tx, Purpose::Setup, "reset again").await.unwrap().is_none());
    assert!(links::take(&tx, Purpose::Reset, "reset").await.unwrap().is_none(), "an earlier one works no more");
    assert!(links::is_open(&tx, Purpose::Reset, "reset again", tx.at()).await.unwrap());
    assert_eq!(links::take(&tx, Purpose::Reset, "reset again").await.unwrap().unwrap().user, Some(ada));
    assert!(!links::is_open(&tx, Purpose::Reset, "reset again", tx.at()).await.unwrap());
    assert!(links::take(&tx, Purpose::Reset, "reset again").await.unwrap().is_none());
    tx.commit().await.unwrap();
    hub.clock.by(HOUR);
    let tx = hub.begin().await;
    assert!(links::take(&tx, Purpose::Setup, "setup").await.unwrap().is_none(), "it has expired");
}

async fn of_two_at_once_one_takes_the_link(hub: Arc<Hub>) {
    let tx = hub.begin().await;
    links::create(&tx, Purpose::Setup, None, "setup", tx.at().after(HOUR)).await.unwrap();
    tx.commit().await.unwrap();
    let takers: Vec<_> = (0..4)
        .map(|_| {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move {
                let tx = hub.begin().await;
                let taken = links::take(&tx, Purpose::Setup, "setup").await.unwrap();
                tx.commit().await.unwrap();
                taken.is_some()
            })
        })
        .collect();
    let mut taken = 0;
    for taker in takers {
        taken += u32::from(taker.await.unwrap());
    }
    assert_eq!(taken, 1);
}

async fn failures_are_counted_whoever_counts(hub: Arc<Hub>) {
    let another = Arc::new(hub.another().await);
    let counters: Vec<_> = (0..8)
        .map(|number| {
            let (hub, another) = (Arc::clone(&hub), Arc::clone(&another));
            tokio::spawn(async move {
                let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
                let tx = store.begin(hub_store::Origin::system()).await.unwrap();
                throttles::count(&tx, "ada@example.com", tx.at().before(HOUR)).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for counter in counters {
        counter.await.unwrap();
    }
    let failures = throttles::failures(&hub.store, "ada@example.com").await.unwrap().unwrap();
    assert_eq!(failures.count, 8);
    assert!(throttles::failures(&hub.store, "ada@example.org").await.unwrap().is_none());
    hub.clock.by(HOUR * 2);
    let tx = hub.begin().await;
    let again = throttles::count(&tx, "ada@example.com", tx.at().before(HOUR)).await.unwrap().unwrap();
    assert_eq!((again.count, again.last_at), (1, tx.at()), "what is long ago does not count");
    throttles::clear(&tx, "ada@example.com").await.unwrap();
    assert!(throttles::failures(&tx, "ada@example.com").await.unwrap().is_none());
}

async fn a_second_factor_is_asked_for_once_it_is_confirmed(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let tx = hub.begin().await;
    let without = second_factor::confirm(&tx, ada, 1, &[]).await;
    assert!(matches!(without, Err(Error::Missing(_))), "whoever has no secret would be locked out: {without:?}");
    second_factor::begin(&tx, ada, b"first secret").await.unwrap();
    second_factor::begin(&tx, ada, b"second secret").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!users::find(&hub.store, ada).await.unwrap().unwrap().has_second_factor);
    let tx = hub.begin().await;
    second_factor::confirm(&tx, ada, 1000, &["code1".to_owned(), "code2".to_owned()]).await.unwrap();
    let refused = second_factor::begin(&tx, ada, b"third").await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    tx.commit().await.unwrap();
    let found = second_factor::find(&hub.store, &hub.store, ada).await.unwrap().unwrap();
    assert_eq!(
        (found.secret.as_slice(), found.is_confirmed, found.last_step),
        (&b"second secret"[..], true, Some(1000))
    );
    let tx = hub.begin().await;
    assert!(second_factor::take_recovery_code(&tx, ada, "code1").await.unwrap());
    assert!(!second_factor::take_recovery_code(&tx, ada, "code1").await.unwrap());
    second_factor::remove(&tx, ada).await.unwrap();
    assert!(!second_factor::take_recovery_code(&tx, ada, "code2").await.unwrap());
    tx.commit().await.unwrap();
    assert!(second_factor::find(&hub.store, &hub.store, ada).await.unwrap().is_none());
    assert!(!users::find(&hub.store, ada).await.unwrap().unwrap().has_second_factor);
}

async fn a_code_is_taken_once_in_its_time_step(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let tx = hub.begin().await;
    second_factor::begin(&tx, ada, b"secret").await.unwrap();
    second_factor::confirm(&tx, ada, 1000, &[]).await.unwrap();
    for (step, is_taken) in [(1000, false), (999, false), (1001, true), (1001, false), (1003, true), (1002, false)] {
        assert_eq!(second_factor::used(&tx, ada, step).await.unwrap(), is_taken, "{step}");
    }
}

async fn a_clock_that_was_set_back_locks_nobody_out(hub: Arc<Hub>) {
    hub.clock.by(HOUR * 6);
    let tx = hub.begin().await;
    throttles::count(&tx, "ada", tx.at()).await.unwrap();
    tx.commit().await.unwrap();
    hub.clock.back(HOUR * 6);
    let tx = hub.begin().await;
    throttles::mend(&tx).await.unwrap();
    let failures = throttles::failures(&tx, "ada").await.unwrap().unwrap();
    assert_eq!((failures.count, failures.last_at), (1, tx.at()), "what is waited for is waited for from now on");
}

async fn old_attempts_and_links_are_forgotten(hub: Arc<Hub>) {
    let tx = hub.begin().await;
    let begin = tx.at();
    throttles::count(&tx, "old", begin).await.unwrap();
    links::create(&tx, Purpose::Setup, None, "old", begin.after(HOUR)).await.unwrap();
    tx.commit().await.unwrap();
    hub.clock.by(HOUR * 2);
    let tx = hub.begin().await;
    throttles::count(&tx, "new", begin).await.unwrap();
    let ada = users::New { email: "a@b".to_owned(), name: String::new(), password: None, is_admin: false };
    let ada = users::create(&tx, ada).await.unwrap().id;
    links::create(&tx, Purpose::Reset, Some(ada), "new", tx.at().after(HOUR)).await.unwrap();
    assert_eq!(throttles::forget(&tx, begin.after(HOUR)).await.unwrap(), 1);
    assert_eq!(links::forget(&tx, tx.at()).await.unwrap(), 1);
    assert!(throttles::failures(&tx, "new").await.unwrap().is_some());
    assert!(links::is_open(&tx, Purpose::Reset, "new", tx.at()).await.unwrap());
}
