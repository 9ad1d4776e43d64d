//! Registering, finding, changing, deleting and bringing back APIs.

use std::{sync::Arc, time::Duration};

use hub_model::{
    api::{Api, ApiSettings, HealthState, Probe},
    id::{ApiId, UserId},
};
use hub_store::{
    Error, PageRequest,
    apis::{self, Change, Filter, New, credentials, probes, revisions, schedule},
};

use crate::{
    apis::{credential, revision},
    hub::{Hub, Tenant, api, first},
};

suite![
    are_found_by_what_they_say,
    filters_can_be_combined,
    pages_are_stable_while_apis_are_registered,
    changes_need_the_version_that_was_read,
    a_slug_is_free_once_its_api_is_deleted,
    what_was_deleted_long_ago_is_purged,
    each_is_due_once,
    a_change_of_words_puts_nothing_off,
];

async fn found(hub: &Hub, tenant: &Tenant, filter: &Filter) -> Vec<String> {
    let page = apis::list(&hub.store, tenant.organisation, filter, first(50)).await.unwrap();
    page.items.into_iter().map(|api| api.slug).collect()
}

async fn register(hub: &Hub, tenant: &Tenant, new: New) -> Api {
    let tx = hub.by(tenant.owner).await;
    let made = apis::create(&tx, tenant.organisation, new).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn are_found_by_what_they_say(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let new = |slug: &str, name: &str, description: &str, tags: &[&str]| New {
        name: name.to_owned(),
        description: description.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..api(tenant.owner, slug)
    };
    register(&hub, &tenant, new("percent", "100% off", "", &["50%", "a"])).await;
    register(&hub, &tenant, new("underline", "snake_case", "", &["a b", "Ärger"])).await;
    register(&hub, &tenant, new("letters", "ÜBER \"quoted\" \\ 日本", "Straße", &["\"a\"", "ab"])).await;
    let by = |search: &str| Filter { search: Some(search.to_owned()), ..Filter::default() };
    for (search, slugs) in [
        ("%", &["percent"][..]),
        ("_", &["underline"]),
        ("\\", &["letters"]),
        ("über", &["letters"]),
        ("ÜBER \"Q", &["letters"]),
        ("本", &["letters"]),
        ("STRAße", &["letters"]),
        ("DERL", &["underline"]),
        ("e_c", &["underline"]),
        ("", &["letters", "underline", "percent", "billing"]),
        ("ärger", &["underline"]),
        ("nothing of the sort", &[]),
    ] {
        assert_eq!(found(&hub, &tenant, &by(search)).await, slugs, "{search}");
    }
    let with = |tag: &str| Filter { tag: Some(tag.to_owned()), ..Filter::default() };
    for (tag, slugs) in [
        ("a", &["percent"][..]),
        ("A", &["percent"]),
        ("50%", &["percent"]),
        ("5_%", &[]),
        ("ÄRGER", &["underline"]),
        ("a b", &["underline"]),
        ("\"a\"", &["letters"]),
        ("b", &[]),
        ("", &[]),
    ] {
        assert_eq!(found(&hub, &tenant, &with(tag)).await, slugs, "{tag}");
    }
}

async fn filters_can_be_combined(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let organisation = tenant.organisation;
    let sick = register(&hub, &tenant, api(bob, "sick")).await;
    let tx = hub.begin().await;
    let probe = Probe { at: tx.at(), ok: false, latency_ms: 3, message: "refused".to_owned() };
    probes::record(&tx, organisation, sick.id, &probe).await.unwrap();
    revisions::create(&tx, organisation, revision(sick.id, "1")).await.unwrap();
    revisions::create(&tx, organisation, revision(sick.id, "2")).await.unwrap();
    tx.commit().await.unwrap();
    let of = |owner: UserId| Filter { owner: Some(owner), ..Filter::default() };
    assert_eq!(found(&hub, &tenant, &of(bob)).await, ["sick"]);
    let unhealthy = Filter { health: Some(HealthState::Degraded), is_pending: true, ..of(bob) };
    assert_eq!(found(&hub, &tenant, &unhealthy).await, ["sick"]);
    assert!(found(&hub, &tenant, &Filter { is_pending: true, ..of(tenant.owner) }).await.is_empty());
    assert!(found(&hub, &tenant, &Filter { is_deleted: true, ..Filter::default() }).await.is_empty());
}

async fn pages_are_stable_while_apis_are_registered(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for number in 0..6 {
        hub.api(tenant.organisation, tenant.owner, &format!("early{number}")).await;
    }
    let (mut seen, mut after): (Vec<String>, Option<ApiId>) = (Vec::new(), None);
    loop {
        let request = PageRequest { after, limit: 2 };
        let page = apis::list(&hub.store, tenant.organisation, &Filter::default(), request).await.unwrap();
        seen.extend(page.items.into_iter().map(|api| api.slug));
        hub.api(tenant.organisation, tenant.owner, &format!("late{}", seen.len())).await;
        let Some(next) = page.next else { break };
        after = Some(next);
    }
    assert_eq!(seen, ["early5", "early4", "early3", "early2", "early1", "early0", "billing"]);
}

async fn changes_need_the_version_that_was_read(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let rename = |name: &str| Change { name: Some(name.to_owned()), ..Change::default() };
    let tasks: Vec<_> = (0..5)
        .map(|number| {
            let (hub, tenant, change) = (Arc::clone(&hub), tenant.clone(), rename(&format!("name{number}")));
            tokio::spawn(async move {
                let tx = hub.by(tenant.owner).await;
                apis::update(&tx, tenant.organisation, tenant.api.id, Some(1), change).await?;
                tx.commit().await
            })
        })
        .collect();
    let mut changed = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => changed += 1,
            Err(error) => assert!(matches!(error, Error::Stale), "{error}"),
        }
    }
    assert_eq!(changed, 1);
    let tx = hub.by(tenant.owner).await;
    let stale = apis::delete(&tx, tenant.organisation, tenant.api.id, Some(1)).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let mark = |mark: &str| Change { managed_by: Some(mark.to_owned()), ..Change::default() };
    let marked = apis::update(&tx, tenant.organisation, tenant.api.id, Some(2), mark("apply")).await.unwrap();
    let freed = apis::update(&tx, tenant.organisation, tenant.api.id, Some(3), mark("")).await.unwrap();
    assert_eq!((marked.managed_by.as_deref(), freed.managed_by), (Some("apply"), None));
    let api = apis::update(&tx, tenant.organisation, tenant.api.id, Some(4), rename("Найти")).await.unwrap();
    assert_eq!(api.version, 5);
    tx.commit().await.unwrap();
    let by = Filter { search: Some("НАЙ".to_owned()), ..Filter::default() };
    assert_eq!(found(&hub, &tenant, &by).await, ["billing"], "the new name is what it is found by");
    let events = hub_store::list_events(&hub.store, Some(tenant.organisation), &Default::default(), first(1)).await;
    assert_eq!(events.unwrap().items[0].data["name"]["to"], "Найти");
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, tenant.organisation, tenant.api.id, Some(5)).await.unwrap();
    let gone = apis::update(&tx, tenant.organisation, tenant.api.id, None, rename("x")).await;
    assert!(matches!(gone, Err(Error::Missing(_))), "{gone:?}");
}

async fn a_slug_is_free_once_its_api_is_deleted(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, old) = (tenant.organisation, tenant.api.id);
    let tx = hub.by(tenant.owner).await;
    let taken = apis::create(&tx, organisation, api(tenant.owner, "billing")).await;
    assert!(matches!(taken, Err(Error::Taken("slug"))), "{taken:?}");
    drop(tx);
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, organisation, old, None).await.unwrap();
    assert!(matches!(apis::delete(&tx, organisation, old, None).await, Err(Error::Missing(_))));
    let new = apis::create(&tx, organisation, api(tenant.owner, "billing")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(apis::by_slug(&hub.store, organisation, "billing").await.unwrap().unwrap().id, new.id);
    let deleted = Filter { is_deleted: true, ..Filter::default() };
    assert_eq!(apis::list(&hub.store, organisation, &deleted, first(9)).await.unwrap().items[0].id, old);
    let tx = hub.by(tenant.owner).await;
    let taken = apis::restore(&tx, organisation, old).await;
    assert!(matches!(taken, Err(Error::Taken("slug"))), "{taken:?}");
    drop(tx);
    let tx = hub.by(tenant.owner).await;
    let slug = Change { slug: Some("billing-2".to_owned()), ..Change::default() };
    apis::update(&tx, organisation, new.id, None, slug).await.unwrap();
    let restored = apis::restore(&tx, organisation, old).await.unwrap();
    assert_eq!((restored.deleted_at, restored.slug.as_str()), (None, "billing"));
    assert!(matches!(apis::restore(&tx, organisation, old).await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
}

async fn what_was_deleted_long_ago_is_purged(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, id) = (tenant.organisation, tenant.api.id);
    let young = hub.api(organisation, tenant.owner, "young").await.id;
    let tx = hub.by(tenant.owner).await;
    revisions::create(&tx, organisation, revision(id, "1")).await.unwrap();
    credentials::set(&tx, organisation, credential(id, None, tenant.owner, &"v".into())).await.unwrap();
    apis::delete(&tx, organisation, id, None).await.unwrap();
    let moment = tx.at().after(Duration::from_secs(1));
    tx.commit().await.unwrap();
    hub.clock.by(Duration::from_secs(60));
    let tx = hub.by(tenant.owner).await;
    apis::delete(&tx, organisation, young, None).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    assert_eq!(apis::purge(&tx, moment).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(apis::find(&hub.store, organisation, id).await.unwrap().is_none());
    assert!(apis::find(&hub.store, organisation, young).await.unwrap().is_some());
    for table in ["revisions", "revision_parts", "credentials"] {
        assert_eq!(hub.raw.one(&format!("SELECT COUNT(*) FROM {table}")).await, "0", "{table}");
    }
}

async fn each_is_due_once(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let settings = ApiSettings { refresh_every: Some(600), probe_every: Some(60), ..ApiSettings::default() };
    for number in 0..20 {
        let new = New { settings: settings.clone(), ..api(tenant.owner, &format!("api{number}")) };
        register(&hub, &tenant, new).await;
    }
    let due = |probes: bool| {
        let hub = Arc::clone(&hub);
        tokio::spawn(async move {
            let tx = hub.begin().await;
            let due = if probes { schedule::due_probes(&tx, 100).await } else { schedule::due_refreshes(&tx, 7).await };
            let due: Vec<_> = due.unwrap().into_iter().map(|due| due.api.slug).collect();
            tokio::time::sleep(Duration::from_millis(20)).await;
            tx.commit().await.unwrap();
            due
        })
    };
    assert!(due(true).await.unwrap().is_empty(), "nothing is probed before it could be compiled");
    hub.clock.by(Duration::from_secs(20));
    let (mut all, tasks) = (Vec::new(), [due(true), due(true), due(true)]);
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    all.sort();
    let before = all.len();
    all.dedup();
    assert_eq!((all.len(), before), (21, 21), "all, and none twice");
    hub.clock.by(Duration::from_secs(600));
    let mut refreshed = 0;
    for _ in 0..4 {
        refreshed += due(false).await.unwrap().len();
    }
    assert_eq!(refreshed, 20, "what has no refresh is not refreshed");
    assert!(due(false).await.unwrap().is_empty());
}

async fn a_change_of_words_puts_nothing_off(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let settings = ApiSettings { refresh_every: Some(600), ..ApiSettings::default() };
    let change = Change { settings: Some(settings.clone()), ..Change::default() };
    let tx = hub.by(tenant.owner).await;
    apis::update(&tx, tenant.organisation, tenant.api.id, None, change).await.unwrap();
    tx.commit().await.unwrap();
    let when = "SELECT refresh_at, probe_at FROM apis";
    let before = hub.raw.rows(when).await;
    hub.clock.by(Duration::from_secs(300));
    let tx = hub.by(tenant.owner).await;
    let words = Change { name: Some("x".to_owned()), settings: Some(settings), ..Change::default() };
    apis::update(&tx, tenant.organisation, tenant.api.id, None, words).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(hub.raw.rows(when).await, before);
}
