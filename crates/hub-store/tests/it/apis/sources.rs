//! Credentials whose values are read elsewhere.

use std::{sync::Arc, time::Duration};

use hub_model::api::{Credential, SecretSource, VaultKey};
use hub_store::{
    EventFilter,
    apis::credentials::{self, Due, New},
    list_events,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    apis::credential,
    hub::{Hub, Tenant, first},
};

suite![
    what_is_due_is_answered_once,
    another_value_comes_into_use,
    what_cannot_be_read_stays_in_use,
    a_value_that_was_given_meanwhile_stays,
];

const EVERY: Duration = Duration::from_secs(60);

fn vault(path: &str) -> SecretSource {
    SecretSource::Vault(VaultKey { path: path.to_owned(), key: "token".to_owned() })
}

/// Keeps a credential that was read as `value`.
async fn read(hub: &Hub, tenant: &Tenant, source: Option<&SecretSource>, value: &str) -> Credential {
    let tx = hub.by(tenant.owner).await;
    let value = SecretString::from(value);
    let source = source.map(|source| (source, tx.at().after(EVERY)));
    let new = New { source, ..credential(tenant.api.id, None, tenant.owner, &value) };
    let kept = credentials::set(&tx, tenant.organisation, new).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

async fn due(hub: &Hub) -> Vec<Due> {
    let tx = hub.begin().await;
    let due = credentials::due(&tx, EVERY, 10).await.unwrap();
    tx.commit().await.unwrap();
    due
}

async fn kept(hub: &Hub, tenant: &Tenant) -> (Credential, String) {
    let listed = credentials::list(&hub.store, tenant.organisation, tenant.api.id, None).await.unwrap();
    let opened = credentials::open(&hub.store, tenant.organisation, tenant.api.id, None).await.unwrap();
    (listed[0].clone(), opened[0].value.expose_secret().to_owned())
}

async fn events(hub: &Hub, tenant: &Tenant) -> Vec<String> {
    let credential = kept(hub, tenant).await.0;
    let filter = EventFilter { subject: Some(credential.id.to_string()), kind: None };
    let events = list_events(&hub.store, Some(tenant.organisation), &filter, first(9)).await.unwrap();
    events.items.into_iter().map(|event| event.kind).collect()
}

async fn what_is_due_is_answered_once(hub: Arc<Hub>) {
    let (acme, other) = (hub.tenant("acme").await, hub.tenant("other").await);
    read(&hub, &acme, Some(&vault("a")), "one").await;
    read(&hub, &other, None, "given").await;
    assert_eq!(due(&hub).await, [], "it was read just now");
    hub.clock.by(EVERY);
    let found = due(&hub).await;
    let seen: Vec<_> = found.iter().map(|due| (due.organisation, due.api, due.source.clone())).collect();
    assert_eq!(seen, [(acme.organisation, acme.api.id, vault("a"))]);
    assert_eq!(due(&hub).await, []);
    hub.clock.by(EVERY);
    assert_eq!(due(&hub).await, found);
}

async fn another_value_comes_into_use(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let before = read(&hub, &tenant, Some(&vault("a")), "one").await;
    hub.clock.by(EVERY);
    let due = due(&hub).await;
    for (value, is_new) in [("one", false), ("two", true), ("two", false)] {
        let tx = hub.begin().await;
        assert_eq!(credentials::refreshed(&tx, &due[0], &SecretString::from(value)).await.unwrap(), is_new);
        tx.commit().await.unwrap();
    }
    let (after, value) = kept(&hub, &tenant).await;
    assert_eq!((value.as_str(), after.version, after.source), ("two", before.version + 1, Some(vault("a"))));
    assert!(after.read_at > before.read_at && after.updated_at > before.updated_at);
    assert_eq!(events(&hub, &tenant).await, ["credential.refreshed", "credential.set"], "the same value is no news");
}

async fn what_cannot_be_read_stays_in_use(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    read(&hub, &tenant, Some(&vault("a")), "one").await;
    hub.clock.by(EVERY);
    let due = due(&hub).await;
    for why in ["Vault is sealed", "Vault does not answer"] {
        let tx = hub.begin().await;
        credentials::unreadable(&tx, &due[0], why).await.unwrap();
        tx.commit().await.unwrap();
    }
    let (credential, value) = kept(&hub, &tenant).await;
    assert_eq!((value.as_str(), credential.source_problem.as_deref()), ("one", Some("Vault does not answer")));
    let tx = hub.begin().await;
    assert!(!credentials::refreshed(&tx, &due[0], &SecretString::from("one")).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(kept(&hub, &tenant).await.0.source_problem, None);
    let told = events(&hub, &tenant).await;
    assert_eq!(
        told,
        ["credential.refreshed", "credential.unreadable", "credential.set"],
        "told once, and when it is over"
    );
}

async fn a_value_that_was_given_meanwhile_stays(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    read(&hub, &tenant, Some(&vault("a")), "one").await;
    hub.clock.by(EVERY);
    let was = due(&hub).await;
    for (source, value) in [(None, "given"), (Some(vault("b")), "from b")] {
        read(&hub, &tenant, source.as_ref(), value).await;
        let tx = hub.begin().await;
        assert!(!credentials::refreshed(&tx, &was[0], &SecretString::from("late")).await.unwrap());
        credentials::unreadable(&tx, &was[0], "late").await.unwrap();
        tx.commit().await.unwrap();
        let (credential, now) = kept(&hub, &tenant).await;
        assert_eq!((now.as_str(), credential.source, credential.source_problem), (value, source, None));
    }
    // Another organisation's is never touched, whatever is said of it.
    let other = hub.tenant("other").await;
    let foreign = Due { organisation: other.organisation, source: vault("b"), ..was[0].clone() };
    let tx = hub.begin().await;
    assert!(!credentials::refreshed(&tx, &foreign, &SecretString::from("stolen")).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(kept(&hub, &tenant).await.1, "from b");
}
