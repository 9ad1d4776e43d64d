//! Sealed secrets for upstreams.

use std::sync::Arc;

use hub_model::{Timestamp, api::Tested, id::UserId};
use hub_store::{
    Error,
    apis::credentials::{self, New},
    organisations::members,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    apis::credential,
    hub::{Hub, Tenant},
};

suite![
    everybodys_own_comes_before_the_shared_one,
    a_new_secret_takes_the_place_of_the_old,
    of_many_at_once_one_place_is_taken,
    a_secret_opens_in_its_row_only,
];

async fn opened(hub: &Hub, tenant: &Tenant, user: Option<UserId>) -> Vec<(String, String)> {
    let secrets = credentials::open(&hub.store, tenant.organisation, tenant.api.id, user).await.unwrap();
    let mut secrets: Vec<_> =
        secrets.into_iter().map(|opened| (opened.scheme, opened.value.expose_secret().to_owned())).collect();
    secrets.sort();
    secrets
}

async fn set(hub: &Hub, tenant: &Tenant, scheme: &str, user: Option<UserId>, value: &str) {
    let tx = hub.by(tenant.owner).await;
    let value = SecretString::from(value);
    let destinations = [format!("https://{scheme}.example.com")];
    let new = New { scheme, destinations: &destinations, ..credential(tenant.api.id, user, tenant.owner, &value) };
    credentials::set(&tx, tenant.organisation, new).await.unwrap();
    tx.commit().await.unwrap();
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(scheme, value)| ((*scheme).to_owned(), (*value).to_owned())).collect()
}

async fn everybodys_own_comes_before_the_shared_one(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.begin().await;
    members::add(&tx, tenant.organisation, bob, hub_model::account::Role::Viewer).await.unwrap();
    tx.commit().await.unwrap();
    set(&hub, &tenant, "bearer", None, "shared").await;
    set(&hub, &tenant, "key", None, "shared key").await;
    set(&hub, &tenant, "bearer", Some(bob), "bob's").await;
    set(&hub, &tenant, "basic", Some(tenant.owner), "owner's").await;
    assert_eq!(opened(&hub, &tenant, None).await, pairs(&[("bearer", "shared"), ("key", "shared key")]));
    assert_eq!(opened(&hub, &tenant, Some(bob)).await, pairs(&[("bearer", "bob's"), ("key", "shared key")]));
    let owners = pairs(&[("basic", "owner's"), ("bearer", "shared"), ("key", "shared key")]);
    assert_eq!(opened(&hub, &tenant, Some(tenant.owner)).await, owners);
    let listed = credentials::list(&hub.store, tenant.organisation, tenant.api.id, Some(bob)).await.unwrap();
    assert_eq!(listed.len(), 3, "others' own are not to be seen");
    let own = credentials::of_scheme(&hub.store, tenant.organisation, tenant.api.id, "bearer", Some(bob)).await;
    let own = own.unwrap().unwrap();
    assert_eq!((own.user, own.destinations), (Some(bob), vec!["https://bearer.example.com".to_owned()]));
    let tx = hub.by(bob).await;
    credentials::delete(&tx, tenant.organisation, tenant.api.id, own.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(opened(&hub, &tenant, Some(bob)).await, pairs(&[("bearer", "shared"), ("key", "shared key")]));
}

async fn a_new_secret_takes_the_place_of_the_old(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    set(&hub, &tenant, "bearer", None, "old").await;
    let of_scheme = || credentials::of_scheme(&hub.store, tenant.organisation, tenant.api.id, "bearer", None);
    let old = of_scheme().await.unwrap().unwrap();
    let tested = Tested { at: Timestamp(5), accepted: false, message: "401".to_owned() };
    let tx = hub.by(tenant.owner).await;
    credentials::set_tested(&tx, tenant.organisation, old.id, &tested).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(of_scheme().await.unwrap().unwrap().tested, Some(tested));
    set(&hub, &tenant, "bearer", None, "new").await;
    let new = of_scheme().await.unwrap().unwrap();
    assert_eq!((new.id, new.version, new.created_at, new.tested), (old.id, 2, old.created_at, None));
    assert!(new.updated_at > old.updated_at);
    assert_eq!(opened(&hub, &tenant, None).await, pairs(&[("bearer", "new")]));
}

async fn of_many_at_once_one_place_is_taken(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tasks: Vec<_> = (0..6)
        .map(|number| {
            let (hub, tenant) = (Arc::clone(&hub), tenant.clone());
            tokio::spawn(async move { set(&hub, &tenant, "bearer", None, &format!("value {number}")).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(opened(&hub, &tenant, None).await.len(), 1);
    assert_eq!(hub.raw.one("SELECT version FROM credentials").await, "6");
}

async fn a_secret_opens_in_its_row_only(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    set(&hub, &tenant, "one", None, "first").await;
    set(&hub, &tenant, "two", None, "second").await;
    let sealed = hub.raw.dump("credentials").await.join("\n");
    for plain in ["first", "second"] {
        let hex: String = plain.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(!sealed.contains(plain) && !sealed.contains(&hex), "{plain} is to be read in the database");
    }
    // Whoever can write to the database moves the one secret to where the other one is used.
    hub.raw
        .run("UPDATE credentials SET sealed = (SELECT c.sealed FROM credentials c WHERE c.scheme = 'one') WHERE scheme = 'two'")
        .await;
    let moved = credentials::open(&hub.store, tenant.organisation, tenant.api.id, None).await;
    assert!(matches!(moved, Err(Error::Sealed(_))), "{moved:?}");
}
