//! Receivers of events are told of each once.

use std::{collections::BTreeMap, sync::Arc};

use hub_model::job::Task;
use hub_store::{
    Error,
    jobs::{self, Filter},
    organisations::roles,
    webhooks::{self, Webhook, Words},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::hub::{Hub, Tenant, first};

suite![
    each_event_is_dispatched_once_to_each_receiver,
    a_receiver_gets_what_it_wants_from_its_beginning_on,
    what_deliveries_come_to_is_kept,
    there_are_not_too_many,
];

fn words(kinds: &[&str]) -> Words {
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    Words { name: "chat".to_owned(), url: "https://chat.example.com/hook".to_owned(), kinds, is_enabled: true }
}

async fn create(hub: &Hub, tenant: &Tenant, kinds: &[&str]) -> Webhook {
    let tx = hub.by(tenant.owner).await;
    let made = webhooks::create(&tx, tenant.organisation, &words(kinds), &SecretString::from("whsec")).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn dispatch(hub: &Hub, tenant: &Tenant) -> usize {
    let tx = hub.begin().await;
    let asked = webhooks::dispatch(&tx, tenant.organisation, 5).await.unwrap();
    tx.commit().await.unwrap();
    asked
}

/// The deliveries that were asked for, of each receiver.
async fn deliveries(hub: &Hub, tenant: &Tenant) -> BTreeMap<String, Vec<i64>> {
    let page = jobs::list(&hub.store, tenant.organisation, &Filter::default(), first(999)).await.unwrap();
    let mut of: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for job in page.items.into_iter().rev() {
        if let Task::DeliverWebhook { webhook, event } = job.task {
            assert_eq!(job.attempts_allowed, 18);
            of.entry(webhook.to_string()).or_default().push(event);
        }
    }
    of.values_mut().for_each(|events| events.sort_unstable());
    of
}

async fn each_event_is_dispatched_once_to_each_receiver(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (one, two) = (create(&hub, &tenant, &[]).await, create(&hub, &tenant, &["role."]).await);
    let mut tasks = Vec::new();
    for number in 0..6 {
        let (hub, tenant) = (Arc::clone(&hub), tenant.clone());
        tasks.push(tokio::spawn(async move {
            for round in 0..4 {
                let tx = hub.by(tenant.owner).await;
                let name = format!("{number}/{round}");
                roles::create(&tx, tenant.organisation, &name, "", Default::default()).await.unwrap();
                tx.commit().await.unwrap();
                dispatch(&hub, &tenant).await;
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    while webhooks::behind(&hub.store).await.unwrap().contains(&tenant.organisation) {
        dispatch(&hub, &tenant).await;
    }
    assert_eq!(dispatch(&hub, &tenant).await, 0);
    let of = deliveries(&hub, &tenant).await;
    // Three came before the first, which hears of itself and of the second.
    assert_eq!(of[&one.id.to_string()], (4..=29).collect::<Vec<_>>());
    assert_eq!(of[&two.id.to_string()], (6..=29).collect::<Vec<_>>());
}

async fn a_receiver_gets_what_it_wants_from_its_beginning_on(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let wanting = |kinds: &[&str], is_enabled| Webhook {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        is_enabled,
        id: hub_model::id::WebhookId(1),
        name: String::new(),
        url: String::new(),
        failures: 0,
        last_at: None,
        last_error: None,
        created_at: hub_model::Timestamp(0),
        version: 1,
    };
    for (kinds, kind, wants) in [
        (&[][..], "api.healthy", true),
        (&[], "job.failed", false),
        (&["job."], "job.failed", false),
        (&["api."], "api.healthy", true),
        (&["api."], "apis.healthy", false),
        (&["api"], "api.healthy", false),
        (&["api.healthy"], "api.healthy", true),
        (&["api.healthy"], "api.healthy2", false),
        (&["role.", "api.unhealthy"], "api.unhealthy", true),
    ] {
        assert_eq!(wanting(kinds, true).wants(kind), wants, "{kinds:?} {kind}");
        assert!(!wanting(kinds, false).wants(kind));
    }
    let off = create(&hub, &tenant, &[]).await;
    let tx = hub.by(tenant.owner).await;
    let disabled = Words { is_enabled: false, ..words(&[]) };
    let off = webhooks::update(&tx, tenant.organisation, off.id, Some(off.version), &disabled).await.unwrap();
    let stale = webhooks::update(&tx, tenant.organisation, off.id, Some(1), &disabled).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    tx.commit().await.unwrap();
    assert_eq!(dispatch(&hub, &tenant).await, 0);
    let tx = hub.by(tenant.owner).await;
    webhooks::update(&tx, tenant.organisation, off.id, None, &words(&[])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(dispatch(&hub, &tenant).await, 1, "what happened while it was off is not made up for");
}

async fn what_deliveries_come_to_is_kept(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let made = create(&hub, &tenant, &[]).await;
    let secret = webhooks::secret(&hub.store, tenant.organisation, made.id).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), "whsec");
    for (error, failures) in [(Some("timed out"), 1), (Some("503"), 2), (None, 0), (Some("503"), 1)] {
        let tx = hub.begin().await;
        webhooks::delivered(&tx, tenant.organisation, made.id, error).await.unwrap();
        let at = tx.at();
        tx.commit().await.unwrap();
        let kept = webhooks::find(&hub.store, tenant.organisation, made.id).await.unwrap().unwrap();
        assert_eq!((kept.failures, kept.last_error.as_deref(), kept.last_at), (failures, error, Some(at)));
    }
    let tx = hub.by(tenant.owner).await;
    webhooks::delete(&tx, tenant.organisation, made.id).await.unwrap();
    assert!(matches!(webhooks::delete(&tx, tenant.organisation, made.id).await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
    assert!(webhooks::secret(&hub.store, tenant.organisation, made.id).await.unwrap().is_none());
}

async fn there_are_not_too_many(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for _ in 0..50 {
        create(&hub, &tenant, &[]).await;
    }
    let tx = hub.by(tenant.owner).await;
    let more = webhooks::create(&tx, tenant.organisation, &words(&[]), &SecretString::from("s")).await;
    assert!(matches!(more, Err(Error::Quota { what: "webhooks", most: 50 })), "{more:?}");
    assert_eq!(webhooks::list(&tx, tenant.organisation).await.unwrap().len(), 50);
}
