//! A repeated request gets the first one's answer and does nothing.

use std::{sync::Arc, time::Duration};

use hub_store::{Error, apis, platform::idempotency};

use crate::hub::{Hub, api};

suite![
    the_first_of_many_at_once_is_the_one_that_counts,
    an_answer_is_given_again_until_it_is_forgotten,
    scopes_and_keys_do_not_run_into_each_other,
];

async fn the_first_of_many_at_once_is_the_one_that_counts(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tasks: Vec<_> = (0..6)
        .map(|number| {
            let (hub, tenant) = (Arc::clone(&hub), tenant.clone());
            tokio::spawn(async move {
                let tx = hub.by(tenant.owner).await;
                if idempotency::find(&tx, "usr_1 POST /apis", "k1").await?.is_some() {
                    return Ok(false);
                }
                let made = apis::create(&tx, tenant.organisation, api(tenant.owner, &format!("api{number}"))).await?;
                let (scope, body) = (Some(tenant.organisation), made.slug.as_bytes());
                idempotency::keep(&tx, scope, "usr_1 POST /apis", "k1", "hash", 201, body).await?;
                tx.commit().await.map(|()| true)
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(is_done) => done += u32::from(is_done),
            Err(error) => assert!(matches!(error, Error::Taken("idempotency key")), "{error}"),
        }
    }
    assert_eq!(done, 1);
    let listed = apis::list(&hub.store, tenant.organisation, &apis::Filter::default(), crate::hub::first(9)).await;
    assert_eq!(listed.unwrap().items.len(), 2, "one beside the tenant's first");
}

async fn an_answer_is_given_again_until_it_is_forgotten(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.by(tenant.owner).await;
    let secret = br#"{"key":"mcph_secret"}"#;
    idempotency::keep(&tx, None, "scope", "key", "hash", 201, secret).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!hub.raw.dump("idempotency").await.join("").contains("6d6370685f736563726574"));
    let tx = hub.by(tenant.owner).await;
    let answered = idempotency::find(&tx, "scope", "key").await.unwrap().unwrap();
    assert_eq!((answered.fingerprint.as_str(), answered.status, answered.body.as_slice()), ("hash", 201, &secret[..]));
    drop(tx);
    hub.clock.by(Duration::from_secs(3600));
    let tx = hub.begin().await;
    assert_eq!(idempotency::forget(&tx, tx.at().before(Duration::from_secs(60))).await.unwrap(), 1);
    assert!(idempotency::find(&tx, "scope", "key").await.unwrap().is_none());
}

async fn scopes_and_keys_do_not_run_into_each_other(hub: Arc<Hub>) {
    let tx = hub.begin().await;
    idempotency::keep(&tx, None, "a/b", "c", "1", 200, b"first").await.unwrap();
    idempotency::keep(&tx, None, "a", "b/c", "2", 200, b"second").await.unwrap();
    tx.commit().await.unwrap();
    hub.raw
        .run("UPDATE idempotency SET sealed = (SELECT i.sealed FROM idempotency i WHERE i.scope = 'a') WHERE scope = 'a/b'")
        .await;
    let tx = hub.begin().await;
    assert!(matches!(idempotency::find(&tx, "a/b", "c").await, Err(Error::Sealed(_))));
    assert_eq!(idempotency::find(&tx, "a", "b/c").await.unwrap().unwrap().body.as_slice(), b"second");
}
