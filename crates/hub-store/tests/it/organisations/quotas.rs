//! How much an organisation may have, also when many ask at once.

use std::sync::Arc;

use hub_model::account::{Quotas, Role};
use hub_store::{
    Error, Result,
    apis::{
        self,
        blobs::{self, Blob},
        uploads,
    },
    organisations::{
        self, members,
        quotas::{self, Resource, Usage},
    },
};

use crate::hub::{Hub, Tenant, api};

suite![
    of_many_at_once_as_many_succeed_as_there_is_room_for,
    members_are_counted_too,
    what_is_there_already_takes_no_room,
    uploads_do_not_wait_for_each_other_for_ever,
];

async fn limited(hub: &Hub, quotas: Quotas) -> Tenant {
    let tenant = hub.tenant("acme").await;
    let tx = hub.begin().await;
    let set = organisations::set_quotas(&tx, tenant.organisation, Some(1), quotas).await.unwrap();
    assert_eq!((set.quotas, set.version), (quotas, 2));
    tx.commit().await.unwrap();
    tenant
}

/// How many succeed; the others are told of the quota.
async fn succeeded(tasks: Vec<tokio::task::JoinHandle<Result<()>>>, what: &str, most: i64) -> usize {
    let mut succeeded = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => succeeded += 1,
            Err(Error::Quota { what: of, most: by }) => assert_eq!((of, by), (what, most)),
            Err(error) => panic!("{error}"),
        }
    }
    succeeded
}

async fn of_many_at_once_as_many_succeed_as_there_is_room_for(hub: Arc<Hub>) {
    let tenant = limited(&hub, Quotas { apis: Some(4), ..Quotas::default() }).await;
    let another = Arc::new(hub.another().await);
    let tasks = (0..10).map(|number| {
        let (hub, another, tenant) = (Arc::clone(&hub), Arc::clone(&another), tenant.clone());
        tokio::spawn(async move {
            let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
            let tx = store.begin(crate::hub::origin(tenant.owner)).await?;
            apis::create(&tx, tenant.organisation, api(tenant.owner, &format!("api{number}"))).await?;
            tx.commit().await
        })
    });
    assert_eq!(succeeded(tasks.collect(), "apis", 4).await, 3, "one was there before");
    let used = quotas::usage(&hub.store, tenant.organisation, &Quotas { apis: Some(4), ..Quotas::default() }).await;
    assert_eq!(used.unwrap()[0], Usage { resource: Resource::Apis, used: 4, most: Some(4) });
    // What was deleted can be restored, and counts until it is purged.
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, tenant.organisation, tenant.api.id, None).await.unwrap();
    let refused = apis::create(&tx, tenant.organisation, api(tenant.owner, "more")).await;
    assert!(matches!(refused, Err(Error::Quota { .. })), "{refused:?}");
}

async fn members_are_counted_too(hub: Arc<Hub>) {
    let tenant = limited(&hub, Quotas { members: Some(3), ..Quotas::default() }).await;
    let mut tasks = Vec::new();
    for number in 0..6 {
        let user = hub.user(&format!("user{number}")).await.id;
        let (hub, organisation) = (Arc::clone(&hub), tenant.organisation);
        tasks.push(tokio::spawn(async move {
            let tx = hub.begin().await;
            members::add(&tx, organisation, user, Role::Viewer).await?;
            tx.commit().await
        }));
    }
    assert_eq!(succeeded(tasks, "members", 3).await, 2);
}

async fn what_is_there_already_takes_no_room(hub: Arc<Hub>) {
    let blob = Blob::of(&[7; 10_000]).unwrap();
    let tenant = hub.tenant("acme").await;
    let tx = hub.begin().await;
    blobs::put(&tx, tenant.organisation, &blob).await.unwrap();
    tx.commit().await.unwrap();
    let used = quotas::usage(&hub.store, tenant.organisation, &Quotas::default()).await.unwrap()[1].used;
    assert!(used > 0 && used < 10_000, "{used} bytes are stored");
    let tx = hub.begin().await;
    let full = Quotas { stored_bytes: Some(used), ..Quotas::default() };
    organisations::set_quotas(&tx, tenant.organisation, None, full).await.unwrap();
    blobs::put(&tx, tenant.organisation, &blob).await.unwrap();
    let more = blobs::put(&tx, tenant.organisation, &Blob::of(b"something else").unwrap()).await;
    assert!(matches!(more, Err(Error::Quota { what: "stored_bytes", .. })), "{more:?}");
}

async fn uploads_do_not_wait_for_each_other_for_ever(hub: Arc<Hub>) {
    let tenant = limited(&hub, Quotas { stored_bytes: Some(1 << 30), ..Quotas::default() }).await;
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let (hub, organisation) = (Arc::clone(&hub), tenant.organisation);
            tokio::spawn(async move {
                for round in 0..5 {
                    let tx = hub.begin().await;
                    let files = [("a.json", b"shared".to_vec()), ("b.json", format!("{number} {round}").into_bytes())];
                    let files = files.map(|(name, bytes)| (name.to_owned(), Blob::of(&bytes).unwrap()));
                    let until = tx.at().after(std::time::Duration::from_secs(9));
                    uploads::create(&tx, organisation, &files, until).await?;
                    tx.commit().await?;
                }
                Ok(())
            })
        })
        .collect();
    assert_eq!(succeeded(tasks, "", 0).await, 8);
}
