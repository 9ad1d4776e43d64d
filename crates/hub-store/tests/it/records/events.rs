//! Events are numbered without gaps, and none gets lost.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use hub_store::{
    EventFilter, Origin, PageRequest,
    apis::{self, Change},
    bus::Notice,
    event, events_after, list_events,
    organisations::roles,
};

use crate::hub::{Hub, first, origin};

suite![
    numbers_have_no_gaps_and_followers_miss_nothing,
    the_first_ones_of_an_organisation_do_not_collide,
    what_is_not_committed_did_not_happen,
    are_found_by_subject_and_kind,
];

async fn numbers_have_no_gaps_and_followers_miss_nothing(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let another = Arc::new(hub.another().await);
    let follower = tokio::spawn({
        let (hub, organisation) = (Arc::clone(&hub), tenant.organisation);
        async move {
            let mut seen: Vec<i64> = Vec::new();
            while seen.len() < 3 + 8 * 10 {
                let after = seen.last().copied().unwrap_or(0);
                let read = events_after(&hub.store, Some(organisation), after, 7).await.unwrap();
                seen.extend(read.iter().map(|event| event.number));
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            seen
        }
    });
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let (hub, another, tenant) = (Arc::clone(&hub), Arc::clone(&another), tenant.clone());
            tokio::spawn(async move {
                let store = if writer % 2 == 0 { &hub.store } else { another.as_ref() };
                for round in 0..5 {
                    let tx = store.begin(origin(tenant.owner)).await.unwrap();
                    for part in 0..2 {
                        let name = format!("{writer} {round} {part}");
                        roles::create(&tx, tenant.organisation, &name, "", Default::default()).await.unwrap();
                    }
                    // Whoever gives up leaves no gap.
                    let given_up = store.begin(origin(tenant.owner));
                    tx.commit().await.unwrap();
                    drop(given_up.await.unwrap());
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let seen = tokio::time::timeout(Duration::from_secs(20), follower).await.unwrap().unwrap();
    assert_eq!(seen, (1..=83).collect::<Vec<_>>());
    let named: BTreeSet<String> = events_after(&hub.store, Some(tenant.organisation), 0, 1000)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|event| event.data["name"].as_str().map(str::to_owned))
        .collect();
    assert!((0..8).all(|writer| named.contains(&format!("{writer} 4 1"))), "{named:?}");
    let checked = hub_store::verify_audit(&hub.store, Some(tenant.organisation)).await.unwrap();
    assert_eq!((checked.lines, checked.broken_at), (83, None));
}

async fn the_first_ones_of_an_organisation_do_not_collide(hub: Arc<Hub>) {
    // The hub's own, which nobody has written to yet.
    let tasks: Vec<_> = (0..8)
        .map(|number| {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move {
                let tx = hub.store.begin(Origin { actor: hub_model::event::Actor::Anonymous, ..Origin::system() });
                let tx = tx.await.unwrap();
                tx.audit(None, "session.began", number, "wrong-password", serde_json::json!({}));
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let checked = hub_store::verify_audit(&hub.store, None).await.unwrap();
    assert_eq!((checked.lines, checked.broken_at), (8, None));
}

async fn what_is_not_committed_did_not_happen(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut heard = hub.store.bus().subscribe();
    let before = list_events(&hub.store, Some(tenant.organisation), &EventFilter::default(), first(99)).await.unwrap();
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, tenant.organisation, tenant.api.id, None).await.unwrap();
    drop(tx);
    let after = list_events(&hub.store, Some(tenant.organisation), &EventFilter::default(), first(99)).await.unwrap();
    assert_eq!(before, after);
    assert!(heard.try_recv().is_err());
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, tenant.organisation, tenant.api.id, None).await.unwrap();
    tx.commit().await.unwrap();
    let last = after.items[0].number + 1;
    assert_eq!(heard.recv().await.unwrap(), Notice::Events { scope: Some(tenant.organisation), last });
    let told = event(&hub.store, Some(tenant.organisation), last).await.unwrap().unwrap();
    assert_eq!((told.kind.as_str(), told.subject), ("api.deleted", tenant.api.id.to_string()));
    assert_eq!(told.actor, hub_model::event::Actor::User { id: tenant.owner });
}

async fn are_found_by_subject_and_kind(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for name in ["a", "b", "c"] {
        let tx = hub.by(tenant.owner).await;
        let change = Change { name: Some(name.to_owned()), ..Change::default() };
        apis::update(&tx, tenant.organisation, tenant.api.id, None, change).await.unwrap();
        tx.commit().await.unwrap();
    }
    let kinds = async |subject: Option<String>, kind: Option<&str>| {
        let filter = EventFilter { subject, kind: kind.map(str::to_owned) };
        let page = list_events(&hub.store, Some(tenant.organisation), &filter, first(99)).await.unwrap();
        page.items.into_iter().map(|event| event.kind).collect::<Vec<_>>()
    };
    let api = Some(tenant.api.id.to_string());
    assert_eq!(kinds(api.clone(), None).await, ["api.updated", "api.updated", "api.updated", "api.registered"]);
    assert_eq!(kinds(None, Some("api.registered")).await, ["api.registered"]);
    assert_eq!(kinds(None, Some("api.")).await.len(), 4);
    assert_eq!(kinds(None, Some("member.")).await, ["member.added"]);
    for nothing in ["api", "%", "_pi.", "api.%", "%."] {
        assert!(kinds(None, Some(nothing)).await.is_empty(), "{nothing}");
    }
    let page = list_events(&hub.store, Some(tenant.organisation), &EventFilter::default(), first(2)).await.unwrap();
    let next = PageRequest { after: page.next, limit: 2 };
    let next = list_events(&hub.store, Some(tenant.organisation), &EventFilter::default(), next).await.unwrap();
    let numbers: Vec<_> = page.items.iter().chain(&next.items).map(|event| event.number).collect();
    assert_eq!(numbers, [6, 5, 4, 3]);
}
