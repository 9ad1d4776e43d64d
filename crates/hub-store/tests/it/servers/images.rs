//! Images of versions: what tags name, what is found in them, whose archives are kept.

use std::{collections::BTreeMap, sync::Arc};

use hub_model::{
    id::{RegistryId, ServerId, VersionId},
    server::{Image, ImageState, Platform},
};
use hub_store::{
    Error,
    apis::blobs::{self, Blob},
    registries,
    servers::{
        self,
        images::{self, New},
    },
};
use serde_json::json;

use crate::{
    hub::{Hub, Tenant, first},
    records::registries::words,
};

suite![
    a_tag_names_the_last_image_that_was_pushed_under_it,
    tags_that_are_gone_are_known_to_be,
    what_was_found_is_kept,
    the_last_archives_are_kept_and_no_others,
    images_go_with_their_server,
];

pub fn pushed(server: ServerId, version: VersionId, registry: RegistryId, tag: &str) -> New {
    New {
        server,
        version,
        number: 1,
        registry: Some(registry),
        repository: "pets".to_owned(),
        tag: tag.to_owned(),
        name: format!("registry.example/team/pets:{tag}"),
        state: ImageState::Pushed,
        digest: format!("sha256:{tag}"),
        size: 7,
        platforms: vec![Platform::Amd64],
        is_signed: true,
        scanner: None,
        counts: BTreeMap::new(),
        findings: json!([]),
        archive: None,
        by: None,
    }
}

pub fn kept(server: ServerId, version: VersionId, content: &str) -> New {
    let archive = Some(Blob::of(content.as_bytes()).unwrap());
    New { registry: None, state: ImageState::Kept, archive, ..pushed(server, version, RegistryId(0), content) }
}

pub async fn versioned(hub: &Hub) -> (Tenant, ServerId, VersionId) {
    let tenant = hub.tenant("acme").await;
    let server = hub.server(&tenant, "pets").await.id;
    let version = hub.version(&tenant, server, None, "one").await.id;
    (tenant, server, version)
}

async fn create(hub: &Hub, tenant: &Tenant, new: New) -> Image {
    let tx = hub.by(tenant.owner).await;
    let made = images::create(&tx, tenant.organisation, new).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn registry(hub: &Hub, tenant: &Tenant) -> RegistryId {
    let tx = hub.by(tenant.owner).await;
    let made = registries::create(&tx, tenant.organisation, &words("one"), None).await.unwrap().id;
    tx.commit().await.unwrap();
    made
}

async fn states(hub: &Hub, tenant: &Tenant, server: ServerId) -> Vec<(String, ImageState)> {
    let listed = images::list(&hub.store, tenant.organisation, server, None, first(99)).await.unwrap().items;
    listed.into_iter().map(|image| (image.tag, image.state)).collect()
}

async fn a_tag_names_the_last_image_that_was_pushed_under_it(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let registry = registry(&hub, &tenant).await;
    let other = New { repository: "shop".to_owned(), ..pushed(server, version, registry, "1") };
    for new in [pushed(server, version, registry, "1"), other, pushed(server, version, registry, "2")] {
        create(&hub, &tenant, new).await;
    }
    let last = create(&hub, &tenant, pushed(server, version, registry, "1")).await;
    let found = images::pushed(&hub.store, tenant.organisation, registry, Some("pets")).await.unwrap();
    let tags: Vec<&str> = found.iter().map(|image| image.tag.as_str()).collect();
    assert_eq!((tags, found[0].id), (vec!["1", "2"], last.id));
    assert_eq!(images::pushed(&hub.store, tenant.organisation, registry, None).await.unwrap().len(), 3);
    let of_version = images::list(&hub.store, tenant.organisation, server, Some(version), first(9)).await.unwrap();
    assert_eq!(of_version.items.len(), 4);
    let of_another = images::list(&hub.store, tenant.organisation, server, Some(VersionId(1)), first(9)).await;
    assert!(of_another.unwrap().items.is_empty());
    let tx = hub.begin().await;
    let nowhere = images::create(&tx, tenant.organisation, pushed(server, version, RegistryId(1), "1")).await;
    assert!(matches!(nowhere, Err(Error::Missing("the registry"))), "{nowhere:?}");
    let of_nothing = images::create(&tx, tenant.organisation, pushed(server, VersionId(1), registry, "1")).await;
    assert!(matches!(of_nothing, Err(Error::Missing("the version"))), "{of_nothing:?}");
}

async fn tags_that_are_gone_are_known_to_be(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let registry = registry(&hub, &tenant).await;
    for tag in ["1", "2", "3"] {
        create(&hub, &tenant, pushed(server, version, registry, tag)).await;
    }
    let tx = hub.begin().await;
    let gone = ["1".to_owned(), "3".to_owned(), "of others".to_owned()];
    images::untag(&tx, tenant.organisation, registry, "pets", &gone).await.unwrap();
    tx.commit().await.unwrap();
    let expected = [("3", ImageState::Removed), ("2", ImageState::Pushed), ("1", ImageState::Removed)];
    assert_eq!(states(&hub, &tenant, server).await, expected.map(|(tag, state)| (tag.to_owned(), state)));
}

async fn what_was_found_is_kept(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let registry = registry(&hub, &tenant).await;
    let findings = json!([{ "id": "CVE-1", "severity": "high" }]);
    let counts = BTreeMap::from([("high".to_owned(), 1)]);
    let blocked = New {
        state: ImageState::Blocked,
        scanner: Some("trivy".to_owned()),
        counts: counts.clone(),
        findings: findings.clone(),
        ..pushed(server, version, registry, "1")
    };
    create(&hub, &tenant, pushed(server, version, registry, "1")).await;
    let image = create(&hub, &tenant, blocked).await;
    assert_eq!((image.counts, image.scanner.as_deref()), (counts, Some("trivy")));
    let found = images::findings(&hub.store, tenant.organisation, server, image.id).await.unwrap();
    assert_eq!(found, Some(findings));
    // What was not pushed replaces nothing.
    assert_eq!(states(&hub, &tenant, server).await[1].1, ImageState::Pushed);
}

async fn the_last_archives_are_kept_and_no_others(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let mut made = Vec::new();
    for number in 0..7 {
        made.push(create(&hub, &tenant, kept(server, version, &format!("archive {number}"))).await.id);
    }
    let archive = async |at: usize| {
        images::archive(&hub.store, tenant.organisation, server, made[at]).await.unwrap().map(|bytes| bytes.len())
    };
    assert_eq!((archive(1).await, archive(2).await, archive(6).await), (None, Some(9), Some(9)));
    assert_eq!(states(&hub, &tenant, server).await[6].1, ImageState::Removed);
    let tx = hub.begin().await;
    let later = hub_model::Timestamp(i64::MAX);
    assert_eq!(blobs::sweep(&tx, later).await.unwrap(), 2, "those of the two that went");
    images::delete(&tx, tenant.organisation, server, made[6]).await.unwrap();
    assert!(matches!(images::delete(&tx, tenant.organisation, server, made[6]).await, Err(Error::Missing(_))));
    assert_eq!(blobs::sweep(&tx, later).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(archive(5).await, Some(9));
}

async fn images_go_with_their_server(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let image = create(&hub, &tenant, kept(server, version, "archive")).await.id;
    let tx = hub.begin().await;
    servers::delete(&tx, tenant.organisation, server, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(images::find(&hub.store, tenant.organisation, server, image).await.unwrap(), None);
}
