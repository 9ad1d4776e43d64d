//! The states of an API.

use std::sync::Arc;

use hub_model::{
    api::{Api, ApiSettings, Revision, RevisionState},
    id::RevisionId,
};
use hub_store::{
    Error, PageRequest,
    apis::{
        self, Change,
        revisions::{self, New, Part},
    },
};

use crate::{
    apis::revision,
    hub::{Hub, Tenant},
};

suite![
    the_first_is_current_and_later_ones_wait,
    an_older_one_can_be_gone_back_to,
    who_waits_is_superseded_also_by_what_needs_no_approval,
    an_unusable_one_changes_nothing,
    numbers_have_no_gaps_whoever_counts,
    parts_are_kept_once_and_read_in_order,
];

async fn create(hub: &Hub, tenant: &Tenant, new: New) -> Revision {
    let tx = hub.begin().await;
    let made = revisions::create(&tx, tenant.organisation, new).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn read(hub: &Hub, tenant: &Tenant) -> Api {
    apis::find(&hub.store, tenant.organisation, tenant.api.id).await.unwrap().unwrap()
}

async fn state(hub: &Hub, tenant: &Tenant, id: RevisionId) -> RevisionState {
    revisions::find(&hub.store, tenant.organisation, tenant.api.id, id).await.unwrap().unwrap().state
}

async fn the_first_is_current_and_later_ones_wait(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, id) = (tenant.organisation, tenant.api.id);
    let first = create(&hub, &tenant, revision(id, "1")).await;
    assert_eq!((first.number, first.state, first.decided_by), (1, RevisionState::Approved, None));
    let second = create(&hub, &tenant, revision(id, "2")).await;
    let third = create(&hub, &tenant, revision(id, "3")).await;
    assert_eq!(state(&hub, &tenant, second.id).await, RevisionState::Superseded);
    let api = read(&hub, &tenant).await;
    assert_eq!((api.current, api.pending), (Some(first.id), Some(third.id)));
    let tx = hub.by(tenant.owner).await;
    let by = Some(tenant.owner);
    let not_waiting = revisions::reject(&tx, organisation, id, second.id, by).await;
    assert!(matches!(not_waiting, Err(Error::Refused(_))), "{not_waiting:?}");
    let approved = revisions::approve(&tx, organisation, id, third.id, by).await.unwrap();
    assert_eq!((approved.state, approved.decided_by), (RevisionState::Approved, by));
    let again = revisions::approve(&tx, organisation, id, third.id, by).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    tx.commit().await.unwrap();
    let api = read(&hub, &tenant).await;
    assert_eq!((api.current, api.pending), (Some(third.id), None));
    let fourth = create(&hub, &tenant, revision(id, "4")).await;
    let tx = hub.by(tenant.owner).await;
    revisions::reject(&tx, organisation, id, fourth.id, by).await.unwrap();
    tx.commit().await.unwrap();
    let api = read(&hub, &tenant).await;
    assert_eq!((api.current, api.pending), (Some(third.id), None));
    assert_eq!(state(&hub, &tenant, fourth.id).await, RevisionState::Rejected);
}

async fn an_older_one_can_be_gone_back_to(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, id) = (tenant.organisation, tenant.api.id);
    let first = create(&hub, &tenant, revision(id, "1")).await;
    let rejected = create(&hub, &tenant, revision(id, "2")).await;
    let tx = hub.by(tenant.owner).await;
    revisions::reject(&tx, organisation, id, rejected.id, None).await.unwrap();
    tx.commit().await.unwrap();
    let waiting = create(&hub, &tenant, revision(id, "3")).await;
    for back in [rejected.id, first.id] {
        let tx = hub.by(tenant.owner).await;
        revisions::approve(&tx, organisation, id, back, Some(tenant.owner)).await.unwrap();
        tx.commit().await.unwrap();
        let api = read(&hub, &tenant).await;
        assert_eq!((api.current, api.pending), (Some(back), Some(waiting.id)), "the newer one still waits");
        assert_eq!(state(&hub, &tenant, waiting.id).await, RevisionState::Pending);
    }
}

async fn who_waits_is_superseded_also_by_what_needs_no_approval(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = tenant.api.id;
    create(&hub, &tenant, revision(id, "1")).await;
    let waiting = create(&hub, &tenant, revision(id, "2")).await;
    let tx = hub.by(tenant.owner).await;
    let settings = ApiSettings { auto_approve: true, ..ApiSettings::default() };
    let change = Change { settings: Some(settings), ..Change::default() };
    apis::update(&tx, tenant.organisation, id, None, change).await.unwrap();
    tx.commit().await.unwrap();
    let third = create(&hub, &tenant, revision(id, "3")).await;
    assert_eq!(third.state, RevisionState::Approved);
    let api = read(&hub, &tenant).await;
    assert_eq!((api.current, api.pending), (Some(third.id), None));
    assert_eq!(state(&hub, &tenant, waiting.id).await, RevisionState::Superseded, "nobody can decide on it any more");
}

async fn an_unusable_one_changes_nothing(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let id = tenant.api.id;
    let unusable = |content| New { is_usable: false, ..revision(id, content) };
    let none = create(&hub, &tenant, unusable("0")).await;
    assert_eq!((none.number, none.state), (1, RevisionState::Unusable));
    assert_eq!(read(&hub, &tenant).await.current, None);
    let first = create(&hub, &tenant, revision(id, "1")).await;
    let waiting = create(&hub, &tenant, revision(id, "2")).await;
    create(&hub, &tenant, unusable("3")).await;
    let api = read(&hub, &tenant).await;
    assert_eq!((api.current, api.pending), (Some(first.id), Some(waiting.id)));
    let tx = hub.by(tenant.owner).await;
    let refused = revisions::approve(&tx, tenant.organisation, id, none.id, None).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    let last = revisions::last(&tx, tenant.organisation, id).await.unwrap().unwrap();
    assert_eq!((last.number, last.state), (4, RevisionState::Unusable));
}

async fn numbers_have_no_gaps_whoever_counts(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let other = hub.api(tenant.organisation, tenant.owner, "other").await;
    let another = Arc::new(hub.another().await);
    let tasks: Vec<_> = (0..12)
        .map(|number| {
            let (hub, another, tenant) = (Arc::clone(&hub), Arc::clone(&another), tenant.clone());
            let api = if number % 3 == 0 { other.id } else { tenant.api.id };
            tokio::spawn(async move {
                let store = if number % 2 == 0 { &hub.store } else { another.as_ref() };
                let tx = store.begin(hub_store::Origin::system()).await.unwrap();
                revisions::create(&tx, tenant.organisation, revision(api, &number.to_string())).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for (api, most) in [(tenant.api.id, 8), (other.id, 4)] {
        let (mut numbers, mut after) = (Vec::new(), None);
        loop {
            let request = PageRequest { after, limit: 3 };
            let page = revisions::list(&hub.store, tenant.organisation, api, request).await.unwrap();
            numbers.extend(page.items.iter().map(|revision| revision.number));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(numbers, (1..=most).rev().collect::<Vec<_>>());
        let by_number = revisions::by_number(&hub.store, tenant.organisation, api, 2).await.unwrap().unwrap();
        assert_eq!((by_number.api, by_number.number), (api, 2));
    }
    let current = hub.raw.one("SELECT COUNT(*) FROM revisions WHERE state = 'approved'").await;
    let waiting = hub.raw.one("SELECT COUNT(*) FROM revisions WHERE state = 'pending'").await;
    assert_eq!((current.as_str(), waiting.as_str()), ("2", "2"));
}

async fn parts_are_kept_once_and_read_in_order(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let made = create(&hub, &tenant, revision(tenant.api.id, "1")).await;
    let mut again = revision(tenant.api.id, "2");
    again.parts[0] = revision(tenant.api.id, "1").parts[0].clone();
    create(&hub, &tenant, again).await;
    assert_eq!(hub.raw.one("SELECT COUNT(*) FROM blobs").await, "5");
    let documents = revisions::documents(&hub.store, tenant.organisation, made.id).await.unwrap();
    let names: Vec<_> = documents.iter().map(|document| document.name.as_str()).collect();
    assert_eq!(names, ["openapi.json", "types.json"]);
    let main = apis::blobs::get(&hub.store, tenant.organisation, &documents[0].digest).await.unwrap();
    assert_eq!(main, b"document 1");
    let part = |part| {
        let (hub, organisation, id) = (Arc::clone(&hub), tenant.organisation, made.id);
        async move { revisions::content(&hub.store, organisation, id, part).await.unwrap() }
    };
    assert_eq!(part(Part::Blueprint).await.as_deref(), Some(&b"blueprint 1"[..]));
    assert_eq!(part(Part::Changes).await, None);
}
