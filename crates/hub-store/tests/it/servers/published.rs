//! What registries are told: served versions and those before them, by organisation, and what is open by anybody.

use std::sync::Arc;

use hub_model::{
    Timestamp,
    id::ServerId,
    server::{Access, ServerSettings},
};
use hub_store::servers::{
    self, Change, deployments,
    published::{self, After, Filter, Published, Versions},
};

use super::deployments::want;
use crate::hub::{Hub, Tenant};

suite![versions_up_to_the_served_one_are_published, pages_go_on_after_the_last_entry, what_is_open_is_found_as_such];

/// `slug` and number of each.
fn told(found: &[Published]) -> Vec<(&str, i64)> {
    found.iter().map(|one| (one.slug.as_str(), one.number)).collect()
}

async fn of(hub: &Hub, tenant: &Tenant, filter: Filter) -> Vec<Published> {
    published::of(&hub.store, tenant.organisation, &[], &filter, &After::default(), 99).await.unwrap()
}

/// A server with so many versions, of which one is served.
async fn served(hub: &Hub, tenant: &Tenant, slug: &str, versions: usize, current: usize) -> ServerId {
    let server = hub.server(tenant, slug).await.id;
    let mut made = Vec::new();
    for number in 0..versions {
        let last = made.last().copied();
        made.push(hub.version(tenant, server, last, &format!("{slug} {number}")).await.id);
    }
    want(hub, tenant, server, made[current - 1]).await;
    server
}

async fn versions_up_to_the_served_one_are_published(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let server = served(&hub, &tenant, "pets", 3, 2).await;
    hub.server(&tenant, "draft").await;
    let found = of(&hub, &tenant, Filter::default()).await;
    assert_eq!(told(&found), [("pets", 1), ("pets", 2)], "neither what is newer than that nor what is not deployed");
    let Published { served, organisation_slug, name, is_open, .. } = &found[1];
    assert_eq!((*served, organisation_slug.as_str(), name.as_str(), *is_open), (2, "acme", "The pets", false));

    let only = |versions| Filter { versions, ..Filter::default() };
    assert_eq!(told(&of(&hub, &tenant, only(Versions::Served)).await), [("pets", 2)]);
    assert_eq!(told(&of(&hub, &tenant, only(Versions::Number(1))).await), [("pets", 1)]);
    assert!(of(&hub, &tenant, only(Versions::Number(3))).await.is_empty());

    let search = |text: &str| Filter {
        search: Some(text.to_owned()),
        namespace: "com.Example".to_owned(),
        versions: Versions::Served,
        ..Filter::default()
    };
    for text in ["PETS", "com.example/acme.pe", "E.PETS", "tests"] {
        assert_eq!(told(&of(&hub, &tenant, search(text)).await), [("pets", 2)], "{text}");
    }
    for text in ["com.example/acme_pets", "shop", "%"] {
        assert!(of(&hub, &tenant, search(text)).await.is_empty(), "{text}");
    }
    let named = |organisation: &str, slug: &str| Filter {
        named: Some((organisation.to_owned(), slug.to_owned())),
        ..Filter::default()
    };
    assert_eq!(of(&hub, &tenant, named("acme", "pets")).await.len(), 2);
    assert!(of(&hub, &tenant, named("other", "pets")).await.is_empty());

    let since = |since: Timestamp| Filter { since: Some(since), ..Filter::default() };
    let changed = found[0].updated_at;
    assert_eq!(of(&hub, &tenant, since(changed)).await.len(), 2);
    assert!(of(&hub, &tenant, since(Timestamp(changed.0 + 1))).await.is_empty());

    let elsewhere = hub.tenant("other").await;
    assert!(of(&hub, &elsewhere, Filter::default()).await.is_empty());
    let tx = hub.begin().await;
    deployments::unwant(&tx, tenant.organisation, server).await.unwrap();
    tx.commit().await.unwrap();
    assert!(of(&hub, &tenant, Filter::default()).await.is_empty(), "what is stopped is not published");
}

async fn pages_go_on_after_the_last_entry(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut ids = Vec::new();
    for slug in ["cats", "dogs", "birds"] {
        ids.push(served(&hub, &tenant, slug, 2, 2).await);
    }
    let all = [("birds", 1), ("birds", 2), ("cats", 1), ("cats", 2), ("dogs", 1), ("dogs", 2)];
    let (mut after, mut seen) = (After::default(), Vec::new());
    loop {
        let page = published::of(&hub.store, tenant.organisation, &[], &Filter::default(), &after, 1).await.unwrap();
        let Some(last) = page.last() else { break };
        after = After { organisation: None, slug: last.slug.clone(), number: last.number };
        seen.extend(page);
    }
    assert_eq!(told(&seen), all);
    let some = [ids[0], ids[2]];
    let found = published::of(&hub.store, tenant.organisation, &some, &Filter::default(), &After::default(), 99).await;
    assert_eq!(told(&found.unwrap()), all[..4], "only those that are asked for");
}

async fn what_is_open_is_found_as_such(hub: Arc<Hub>) {
    let tenants = [hub.tenant("acme").await, hub.tenant("other").await];
    for tenant in &tenants {
        for slug in ["closed", "open"] {
            let server = served(&hub, tenant, slug, 1, 1).await;
            let access = if slug == "open" { Access::Open } else { Access::Organisation };
            let settings = Some(ServerSettings { access, ..ServerSettings::default() });
            let tx = hub.begin().await;
            let change = Change { settings, ..Change::default() };
            servers::update(&tx, tenant.organisation, server, None, change).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    let open = |after: After| {
        let hub = Arc::clone(&hub);
        async move { published::open(&hub.store, &Filter::default(), &after, 99).await.unwrap() }
    };
    let found = open(After::default()).await;
    assert_eq!(told(&found), [("open", 1), ("open", 1)]);
    assert!(found.iter().all(|one| one.is_open));
    let after = After { organisation: Some(found[0].organisation), slug: "open".to_owned(), number: 1 };
    assert_eq!(open(after).await, found[1..]);
    // It is known of those that were made before it was kept, too.
    hub.store.migrate_back(1).await.unwrap();
    hub.store.migrate().await.unwrap();
    assert_eq!(open(After::default()).await, found);
}
