//! Versions: numbered, never changed, and compared with the one before.

use std::sync::Arc;

use hub_store::{
    Error,
    servers::{
        self, serving,
        versions::{self, Part},
    },
};

use super::frozen;
use crate::hub::{Hub, first};

suite![
    versions_are_numbered_and_keep_their_parts,
    two_versions_at_once_are_one_after_the_other,
    equal_blueprints_are_read_once
];

async fn versions_are_numbered_and_keep_their_parts(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, server) = (tenant.organisation, hub.server(&tenant, "pets").await.id);
    let one = hub.version(&tenant, server, None, "one").await;
    let two = hub.version(&tenant, server, Some(one.id), "two").await;
    assert_eq!((one.number, two.number), (1, 2));
    let store = &hub.store;
    assert_eq!(versions::find(store, organisation, server, one.id).await.unwrap().unwrap(), one);
    assert_eq!(versions::by_number(store, organisation, server, 2).await.unwrap().unwrap(), two);
    let listed = versions::list(store, organisation, server, first(9)).await.unwrap().items;
    assert_eq!(listed, [two.clone(), one.clone()]);
    let content = versions::content(store, organisation, two.id, Part::Blueprint).await.unwrap();
    assert_eq!(content.unwrap(), b"two");
    assert_eq!(versions::content(store, organisation, two.id, Part::Changes).await.unwrap(), None);
    let latest = servers::find(store, organisation, server).await.unwrap().unwrap().latest;
    assert_eq!(latest, Some(two.id));
}

async fn two_versions_at_once_are_one_after_the_other(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let server = hub.server(&tenant, "pets").await.id;
    hub.version(&tenant, server, None, "one").await;
    let tx = hub.begin().await;
    let late = versions::create(&tx, tenant.organisation, None, frozen(server, tenant.api.id, "late")).await;
    assert!(matches!(late, Err(Error::Stale)), "it was not compared with the newest: {late:?}");
}

async fn equal_blueprints_are_read_once(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for slug in ["one", "two"] {
        let server = hub.server(&tenant, slug).await.id;
        let version = hub.version(&tenant, server, None, "the same").await;
        super::deployments::want(&hub, &tenant, server, version.id).await;
    }
    let currents = serving::currents(&hub.store, tenant.organisation).await.unwrap();
    let blueprints = serving::blueprints(&hub.store, tenant.organisation).await.unwrap();
    assert_eq!((currents.len(), blueprints.len()), (2, 1));
    assert!(currents.iter().all(|current| current.blob == blueprints[0].0));
    assert_eq!(blueprints[0].1.unpack().unwrap(), b"the same");
}
