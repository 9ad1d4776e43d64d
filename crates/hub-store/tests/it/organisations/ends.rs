//! How organisations begin and end.

use std::sync::Arc;

use hub_model::account::Role;
use hub_store::{
    Error,
    apis::{self, revisions, uploads},
    organisations::{self, New, members},
};

use crate::{
    apis::revision,
    hub::{Hub, api, first},
};

suite![
    a_slug_names_one_organisation,
    are_found_by_any_letter_of_their_name,
    of_a_user_are_those_that_they_are_in,
    nothing_is_left_after_a_purge,
];

fn new(slug: &str, name: &str) -> New {
    New { slug: slug.to_owned(), name: name.to_owned(), personal_of: None }
}

async fn a_slug_names_one_organisation(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let acme = hub.organisation("acme", ada).await;
    let tx = hub.by(ada).await;
    let taken = organisations::create(&tx, new("acme", "Other"), ada).await;
    assert!(matches!(taken, Err(Error::Taken("slug"))), "{taken:?}");
    drop(tx);
    let other = hub.organisation("other", ada).await;
    let tx = hub.by(ada).await;
    let taken = organisations::rename(&tx, other.id, None, None, Some("acme")).await;
    assert!(matches!(taken, Err(Error::Taken("slug"))), "{taken:?}");
    drop(tx);
    let tx = hub.by(ada).await;
    let stale = organisations::rename(&tx, acme.id, Some(7), Some("Acme Inc"), None).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let renamed = organisations::rename(&tx, acme.id, Some(acme.version), Some("Acme Inc"), None).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.slug.as_str(), renamed.version), ("Acme Inc", "acme", 2));
    organisations::delete(&tx, acme.id, Some(2)).await.unwrap();
    assert!(matches!(organisations::delete(&tx, acme.id, None).await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
    assert!(organisations::find(&hub.store, acme.id).await.unwrap().is_none());
    assert!(organisations::by_slug(&hub.store, "acme").await.unwrap().is_none());
    let next = hub.organisation("acme", ada).await;
    assert_eq!(organisations::by_slug(&hub.store, "acme").await.unwrap().unwrap().id, next.id);
}

async fn are_found_by_any_letter_of_their_name(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let tx = hub.by(ada).await;
    for (slug, name) in [("one", "Größe"), ("two", "50% off"), ("three", "Ärzte")] {
        organisations::create(&tx, new(slug, name), ada).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (search, found) in [("GRÖSSE", 0), ("gröẞe", 1), ("ÄRZTE", 1), ("0%", 1), ("%", 1), ("THR", 1), ("e", 2)] {
        let page = organisations::all(&hub.store, Some(search), first(9)).await.unwrap();
        assert_eq!(page.items.len(), found, "{search}");
    }
    let tx = hub.by(ada).await;
    let one = organisations::by_slug(&tx, "one").await.unwrap().unwrap().id;
    organisations::rename(&tx, one, None, Some("Länge"), None).await.unwrap();
    assert_eq!(organisations::all(&tx, Some("LÄN"), first(9)).await.unwrap().items.len(), 1);
    assert_eq!(organisations::all(&tx, None, first(2)).await.unwrap().items.len(), 2);
}

async fn of_a_user_are_those_that_they_are_in(hub: Arc<Hub>) {
    let (ada, bob) = (hub.user("ada").await.id, hub.user("bob").await.id);
    let (one, two) = (hub.organisation("one", ada).await, hub.organisation("two", bob).await);
    let tx = hub.begin().await;
    members::add(&tx, two.id, ada, Role::Viewer).await.unwrap();
    tx.commit().await.unwrap();
    let of = |user| {
        let hub = Arc::clone(&hub);
        async move { organisations::of_user(&hub.store, user, first(9)).await.unwrap().items }
    };
    assert_eq!(of(ada).await.iter().map(|found| found.id).collect::<Vec<_>>(), [two.id, one.id]);
    assert_eq!(of(bob).await.iter().map(|found| found.id).collect::<Vec<_>>(), [two.id]);
}

async fn nothing_is_left_after_a_purge(hub: Arc<Hub>) {
    let kept = hub.tenant("kept").await;
    let before = hub.raw.everything(&["users", "events", "audit", "chains"]).await;
    let gone = hub.tenant("gone").await;
    let tx = hub.by(gone.owner).await;
    let files = [("a.json".to_owned(), apis::blobs::Blob::of(b"a").unwrap())];
    let upload = uploads::create(&tx, gone.organisation, &files, tx.at()).await.unwrap();
    let source = hub_model::api::Source::Upload { upload, root: None };
    apis::create(&tx, gone.organisation, apis::New { source, ..api(gone.owner, "uploaded") }).await.unwrap();
    revisions::create(&tx, gone.organisation, revision(gone.api.id, "1")).await.unwrap();
    apis::schedule::compile(&tx, gone.organisation, gone.api.id, None).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    assert!(!organisations::purge(&tx, gone.organisation).await.unwrap(), "it was not ended");
    organisations::delete(&tx, gone.organisation, None).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    assert!(organisations::purge(&tx, gone.organisation).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(hub.raw.everything(&["users", "events", "audit", "chains"]).await, before);
    for table in ["events", "audit", "chains"] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {}", hub.raw.is("scope", gone.organisation.0));
        assert_eq!(hub.raw.one(&sql).await, "0", "{table}");
    }
    assert!(apis::find(&hub.store, kept.organisation, kept.api.id).await.unwrap().is_some());
}
