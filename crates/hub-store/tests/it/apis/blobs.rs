//! What is kept under its digest.

use std::{sync::Arc, time::Duration};

use hub_model::{Timestamp, api::Source};
use hub_store::{
    Error,
    apis::{
        self,
        blobs::{self, Blob},
        revisions, uploads,
    },
};

use crate::{
    apis::revision,
    hub::{Hub, api},
};

suite![
    what_is_kept_twice_is_there_once,
    damage_is_noticed,
    what_is_referred_to_is_not_swept,
    what_was_just_kept_is_not_swept,
];

async fn what_is_kept_twice_is_there_once(hub: Arc<Hub>) {
    let (one, two) = (hub.tenant("one").await.organisation, hub.tenant("two").await.organisation);
    let bytes: Vec<u8> = (0..200_000_u32).map(|number| u8::try_from(number % 251).unwrap()).collect();
    let blob = Blob::of(&bytes).unwrap();
    let tasks: Vec<_> = [one, one, two, one]
        .into_iter()
        .map(|organisation| {
            let (hub, blob) = (Arc::clone(&hub), blob.clone());
            tokio::spawn(async move {
                let tx = hub.begin().await;
                blobs::put(&tx, organisation, &blob).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(hub.raw.one("SELECT COUNT(*) FROM blobs").await, "2", "once in each organisation");
    assert_eq!(blobs::get(&hub.store, two, blob.digest()).await.unwrap(), bytes);
    let empty = Blob::of(b"").unwrap();
    let tx = hub.begin().await;
    blobs::put(&tx, one, &empty).await.unwrap();
    assert!(blobs::get(&tx, one, empty.digest()).await.unwrap().is_empty());
    assert!(matches!(blobs::get(&tx, two, empty.digest()).await, Err(Error::Missing(_))));
}

async fn damage_is_noticed(hub: Arc<Hub>) {
    let organisation = hub.tenant("acme").await.organisation;
    let (one, two) = (Blob::of(b"the one document").unwrap(), Blob::of(b"another document").unwrap());
    let tx = hub.begin().await;
    blobs::put(&tx, organisation, &one).await.unwrap();
    blobs::put(&tx, organisation, &two).await.unwrap();
    tx.commit().await.unwrap();
    let swap = format!(
        "UPDATE blobs SET content = (SELECT content FROM blobs WHERE digest = '{}') WHERE digest = '{}'",
        two.digest(),
        one.digest()
    );
    hub.raw.run(&swap).await;
    let swapped = blobs::get(&hub.store, organisation, one.digest()).await;
    assert!(matches!(&swapped, Err(Error::Corrupt(why)) if why.contains(one.digest())), "{swapped:?}");
    hub.raw.run(&format!("UPDATE blobs SET size = 3 WHERE digest = '{}'", two.digest())).await;
    assert!(matches!(blobs::get(&hub.store, organisation, two.digest()).await, Err(Error::Corrupt(_))));
}

async fn what_is_referred_to_is_not_swept(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let organisation = tenant.organisation;
    let tx = hub.by(tenant.owner).await;
    revisions::create(&tx, organisation, revision(tenant.api.id, "1")).await.unwrap();
    let files = [("a.json".to_owned(), Blob::of(b"uploaded").unwrap())];
    let upload = uploads::create(&tx, organisation, &files, tx.at().after(Duration::from_secs(60))).await.unwrap();
    blobs::put(&tx, organisation, &Blob::of(b"nobody's").unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    let sweep = async || {
        let tx = hub.begin().await;
        let swept = blobs::sweep(&tx, Timestamp(i64::MAX)).await.unwrap();
        tx.commit().await.unwrap();
        swept
    };
    assert_eq!(sweep().await, 1);
    let tx = hub.by(tenant.owner).await;
    let source = Source::Upload { upload, root: None };
    let made = apis::create(&tx, organisation, apis::New { source, ..api(tenant.owner, "uploaded") }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sweep().await, 0);
    // With the API its upload goes, and with that its documents.
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, organisation, made.id, None).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    assert_eq!(uploads::sweep(&tx).await.unwrap(), 0, "it could be restored");
    apis::purge(&tx, Timestamp(i64::MAX)).await.unwrap();
    assert_eq!(uploads::sweep(&tx).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(sweep().await, 1);
}

async fn what_was_just_kept_is_not_swept(hub: Arc<Hub>) {
    let organisation = hub.tenant("acme").await.organisation;
    let blob = Blob::of(b"kept again").unwrap();
    let tx = hub.begin().await;
    blobs::put(&tx, organisation, &blob).await.unwrap();
    let long_ago = tx.at();
    tx.commit().await.unwrap();
    hub.clock.by(Duration::from_secs(3600));
    let tx = hub.begin().await;
    blobs::put(&tx, organisation, &blob).await.unwrap();
    let sweeper = tokio::spawn({
        let (hub, moment) = (Arc::clone(&hub), long_ago.after(Duration::from_secs(60)));
        async move {
            let tx = hub.begin().await;
            let swept = blobs::sweep(&tx, moment).await.unwrap();
            tx.commit().await.unwrap();
            swept
        }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    tx.commit().await.unwrap();
    assert_eq!(sweeper.await.unwrap(), 0, "it was about to be referred to");
    blobs::get(&hub.store, organisation, blob.digest()).await.unwrap();
}
