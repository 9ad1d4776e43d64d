//! The schema's steps, forward and back.

use std::sync::Arc;

use hub_store::{Error, Store};

use crate::{
    hub::{Hub, open, settings, unique},
    schema::facts,
    services,
};

suite![goes_back_and_forth, many_at_once_migrate_once, a_newer_schema_is_said_to_be_one];

async fn goes_back_and_forth(hub: Arc<Hub>) {
    let status = |is_applied| {
        [
            "0001_accounts",
            "0002_apis",
            "0003_work",
            "0004_servers",
            "0005_call_packs",
            "0006_open_servers",
            "0007_images",
            "0008_scaling",
            "0009_managed",
            "0010_secret_sources",
        ]
        .map(|name| hub_store::Status { name: name.to_owned(), is_applied })
        .to_vec()
    };
    assert_eq!(hub.store.migrations().await.unwrap(), status(true));
    let before = facts(&hub.raw).await;
    for steps in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] {
        hub.store.migrate_back(steps).await.unwrap();
        hub.store.migrate().await.unwrap();
        assert_eq!(facts(&hub.raw).await, before, "{steps} back");
    }
    hub.store.migrate_back(10).await.unwrap();
    assert_eq!(hub.store.migrations().await.unwrap(), status(false));
    assert!(hub.raw.tables().await.is_empty(), "every step takes back what it made");
    hub.store.migrate().await.unwrap();
    hub.store.migrate().await.unwrap();
    assert_eq!(facts(&hub.raw).await, before);
    hub.user("ada").await;
}

async fn many_at_once_migrate_once(hub: Arc<Hub>) {
    let (folder, name) = (tempfile::tempdir().unwrap(), unique());
    let url = match services::postgres().filter(|_| hub.is_postgres()) {
        Some(server) => services::create(server, &name, false).await,
        None => format!("sqlite://{}", folder.path().join("a folder/hub.db").display()),
    };
    let stores: Vec<Arc<Store>> = {
        let mut stores = Vec::new();
        for _ in 0..5 {
            stores.push(Arc::new(open(settings(&url)).await));
        }
        stores
    };
    let tasks: Vec<_> = stores
        .iter()
        .map(|store| {
            let store = Arc::clone(store);
            tokio::spawn(async move { store.migrate().await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let applied = stores[0].migrations().await.unwrap();
    assert!(applied.len() == 10 && applied.iter().all(|step| step.is_applied), "{applied:?}");
    for store in stores {
        store.close().await;
    }
    if let Some(server) = services::postgres().filter(|_| hub.is_postgres()) {
        services::remove(server, &name).await;
    }
}

async fn a_newer_schema_is_said_to_be_one(hub: Arc<Hub>) {
    hub.raw.run("INSERT INTO seaql_migrations (version, applied_at) VALUES ('0099_future', 0)").await;
    for outcome in [hub.store.migrations().await.map(drop), hub.store.migrate().await] {
        assert!(matches!(&outcome, Err(Error::Unavailable(why)) if why.contains("newer version")), "{outcome:?}");
    }
}
