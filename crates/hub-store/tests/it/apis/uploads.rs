//! Uploaded documents.

use std::{sync::Arc, time::Duration};

use hub_model::{api::Source, id::UploadId};
use hub_store::{
    Error,
    apis::{self, Change, blobs::Blob, uploads},
};

use crate::hub::{Hub, api};

suite![stays_while_an_api_uses_it, what_nobody_used_goes_away];

async fn upload(hub: &Hub, organisation: hub_model::id::OrganisationId, names: &[&str]) -> UploadId {
    let files: Vec<_> = names.iter().map(|name| ((*name).to_owned(), Blob::of(name.as_bytes()).unwrap())).collect();
    let tx = hub.begin().await;
    let id = uploads::create(&tx, organisation, &files, tx.at().after(Duration::from_secs(60))).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn sweep(hub: &Hub) -> u64 {
    let tx = hub.begin().await;
    let swept = uploads::sweep(&tx).await.unwrap();
    tx.commit().await.unwrap();
    swept
}

async fn stays_while_an_api_uses_it(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let organisation = tenant.organisation;
    let id = upload(&hub, organisation, &["z.json", "a.json"]).await;
    let files = uploads::files(&hub.store, organisation, id).await.unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["z.json", "a.json"]);
    let tx = hub.by(tenant.owner).await;
    let source = Source::Upload { upload: id, root: Some("z.json".to_owned()) };
    let new = apis::New { source: source.clone(), ..api(tenant.owner, "uploaded") };
    let made = apis::create(&tx, organisation, new).await.unwrap();
    assert_eq!(made.source, source);
    tx.commit().await.unwrap();
    hub.clock.by(Duration::from_secs(3600));
    assert_eq!(sweep(&hub).await, 0);
    let tx = hub.by(tenant.owner).await;
    let missing = Source::Upload { upload: UploadId(7), root: None };
    let change = Change { source: Some(missing), ..Change::default() };
    let refused = apis::update(&tx, organisation, made.id, None, change).await;
    assert!(matches!(refused, Err(Error::Missing("the upload"))), "{refused:?}");
    let url = Source::Url { url: "https://example.com/a.json".to_owned() };
    apis::update(&tx, organisation, made.id, None, Change { source: Some(url), ..Change::default() }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(sweep(&hub).await, 1, "the API has another source now");
    assert!(uploads::files(&hub.store, organisation, id).await.unwrap().is_empty());
}

async fn what_nobody_used_goes_away(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let old = upload(&hub, tenant.organisation, &["old.json"]).await;
    hub.clock.by(Duration::from_secs(120));
    let young = upload(&hub, tenant.organisation, &["young.json"]).await;
    // Somebody is about to use it while it is swept.
    let tx = hub.by(tenant.owner).await;
    let source = Source::Upload { upload: old, root: None };
    apis::create(&tx, tenant.organisation, apis::New { source, ..api(tenant.owner, "late") }).await.unwrap();
    let sweeper = tokio::spawn({
        let hub = Arc::clone(&hub);
        async move { sweep(&hub).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    tx.commit().await.unwrap();
    assert_eq!(sweeper.await.unwrap(), 0);
    for id in [old, young] {
        assert_eq!(uploads::files(&hub.store, tenant.organisation, id).await.unwrap().len(), 1);
    }
    hub.clock.by(Duration::from_secs(120));
    assert_eq!(sweep(&hub).await, 1);
}
