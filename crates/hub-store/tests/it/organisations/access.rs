//! Invitations, service accounts and keys.

use std::{sync::Arc, time::Duration};

use hub_model::{
    Timestamp,
    account::{KeyOwner, Permission, Role, ServiceAccount},
};
use hub_store::{
    Error,
    organisations::{self, invitations, keys, members, service_accounts},
};

use crate::hub::{Hub, first};

suite![
    an_invitation_lets_one_person_in_once,
    of_two_at_once_one_accepts,
    a_key_works_until_it_ends,
    a_service_account_keeps_its_name_and_version,
    keys_are_listed_by_owner,
];

const DAY: Duration = Duration::from_secs(86_400);

fn invitation(by: hub_model::id::UserId, hash: &'static str, expires_at: Timestamp) -> invitations::New<'static> {
    invitations::New { email: "Bob@Example.com", role: Role::Developer, invited_by: by, hash, expires_at }
}

async fn an_invitation_lets_one_person_in_once(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, bob) = (tenant.organisation, hub.user("bob").await.id);
    let tx = hub.by(tenant.owner).await;
    let until = tx.at().after(DAY);
    invitations::create(&tx, organisation, invitation(tenant.owner, "first", until)).await.unwrap();
    let second = invitations::create(&tx, organisation, invitation(tenant.owner, "second", until)).await.unwrap();
    assert_eq!(second.email, "bob@example.com");
    tx.commit().await.unwrap();
    let at = hub.store.now();
    assert!(invitations::by_hash(&hub.store, "first", at).await.unwrap().is_none(), "the later one stands");
    let door = invitations::by_hash(&hub.store, "second", at).await.unwrap().unwrap();
    assert_eq!((door.organisation, door.invitation), (organisation, second));
    assert!(invitations::by_hash(&hub.store, "second", until).await.unwrap().is_none());
    let tx = hub.by(bob).await;
    assert!(matches!(invitations::accept(&tx, "first", bob).await, Err(Error::Missing(_))));
    assert_eq!(invitations::accept(&tx, "second", bob).await.unwrap(), organisation);
    assert!(matches!(invitations::accept(&tx, "second", bob).await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
    let role = members::standing(&hub.store, organisation, bob).await.unwrap().unwrap().role;
    assert_eq!(role, Role::Developer);
    let tx = hub.by(tenant.owner).await;
    let third = invitations::create(&tx, organisation, invitation(tenant.owner, "third", tx.at())).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.by(bob).await;
    assert!(matches!(invitations::accept(&tx, "third", bob).await, Err(Error::Missing(_))), "it has run out");
    assert_eq!(invitations::list(&tx, organisation, first(9)).await.unwrap().items, [third]);
    assert_eq!(invitations::forget(&tx, tx.at()).await.unwrap(), 1);
}

async fn of_two_at_once_one_accepts(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.by(tenant.owner).await;
    let until = tx.at().after(DAY);
    invitations::create(&tx, tenant.organisation, invitation(tenant.owner, "door", until)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tasks = Vec::new();
    for number in 0..4 {
        let user = hub.user(&format!("user{number}")).await.id;
        let hub = Arc::clone(&hub);
        tasks.push(tokio::spawn(async move {
            let tx = hub.by(user).await;
            invitations::accept(&tx, "door", user).await?;
            tx.commit().await
        }));
    }
    let mut accepted = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => accepted += 1,
            Err(error) => assert!(matches!(error, Error::Missing(_)), "{error}"),
        }
    }
    assert_eq!(accepted, 1);
}

fn new(hash: &str, owner: KeyOwner, expires_at: Option<Timestamp>) -> keys::New<'_> {
    let scopes = [Permission::ApisRead].into_iter().collect();
    keys::New { name: "ci", hint: "mcph_ab", hash, owner, scopes, expires_at, reach: None }
}

async fn a_key_works_until_it_ends(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let owner = KeyOwner::User(tenant.owner);
    let tx = hub.by(tenant.owner).await;
    let key = keys::create(&tx, tenant.organisation, new("one", owner, None)).await.unwrap();
    keys::create(&tx, tenant.organisation, new("short", owner, Some(tx.at().after(DAY)))).await.unwrap();
    tx.commit().await.unwrap();
    let known = keys::by_hash(&hub.store, "one").await.unwrap().unwrap();
    assert_eq!((known.organisation, &known.key), (tenant.organisation, &key));
    keys::used(&hub.store, &key).await.unwrap();
    let used = keys::find(&hub.store, tenant.organisation, key.id).await.unwrap().unwrap();
    assert!(used.last_used_at.is_some());
    keys::used(&hub.store, &used).await.unwrap();
    assert_eq!(keys::find(&hub.store, tenant.organisation, key.id).await.unwrap().unwrap(), used, "once a minute");
    hub.clock.by(DAY);
    assert!(keys::by_hash(&hub.store, "short").await.unwrap().is_none());
    let tx = hub.by(tenant.owner).await;
    keys::rotate(&tx, tenant.organisation, key.id, "mcph_cd", "two").await.unwrap();
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "one").await.unwrap().is_none());
    assert_eq!(keys::by_hash(&hub.store, "two").await.unwrap().unwrap().key.hint, "mcph_cd");
    let tx = hub.by(tenant.owner).await;
    keys::revoke(&tx, tenant.organisation, key.id).await.unwrap();
    assert!(matches!(keys::revoke(&tx, tenant.organisation, key.id).await, Err(Error::Missing(_))));
    assert!(matches!(keys::rotate(&tx, tenant.organisation, key.id, "", "x").await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "two").await.unwrap().is_none());
    // With its organisation a key ends too, though what is in it is removed later.
    let other = hub.organisation("other", tenant.owner).await;
    let tx = hub.by(tenant.owner).await;
    keys::create(&tx, other.id, new("other", owner, None)).await.unwrap();
    organisations::delete(&tx, other.id, None).await.unwrap();
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "other").await.unwrap().is_none());
}

async fn a_service_account_keeps_its_name_and_version(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.by(tenant.owner).await;
    let made = service_accounts::create(&tx, tenant.organisation, "ci", "Builds", Role::Developer).await.unwrap();
    let changed = ServiceAccount { name: "build".to_owned(), role: Role::Viewer, ..made.clone() };
    let changed = service_accounts::update(&tx, tenant.organisation, Some(1), &changed).await.unwrap();
    assert_eq!((changed.role, changed.version), (Role::Viewer, 2));
    let stale = service_accounts::update(&tx, tenant.organisation, Some(1), &made).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    keys::create(&tx, tenant.organisation, new("service", KeyOwner::Service(made.id), None)).await.unwrap();
    tx.commit().await.unwrap();
    let standing = service_accounts::standing(&hub.store, tenant.organisation, made.id).await.unwrap().unwrap();
    assert_eq!((standing.role, standing.custom), (Role::Viewer, None));
    let tx = hub.by(tenant.owner).await;
    let taken = service_accounts::create(&tx, tenant.organisation, "build", "", Role::Viewer).await;
    assert!(matches!(taken, Err(Error::Taken("name"))), "{taken:?}");
    drop(tx);
    let tx = hub.by(tenant.owner).await;
    service_accounts::delete(&tx, tenant.organisation, made.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "service").await.unwrap().is_none());
    assert!(service_accounts::list(&hub.store, tenant.organisation).await.unwrap().is_empty());
}

async fn keys_are_listed_by_owner(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.by(tenant.owner).await;
    let service = service_accounts::create(&tx, tenant.organisation, "ci", "", Role::Viewer).await.unwrap();
    let (mine, its) = (KeyOwner::User(tenant.owner), KeyOwner::Service(service.id));
    let one = keys::create(&tx, tenant.organisation, new("one", mine, None)).await.unwrap();
    let two = keys::create(&tx, tenant.organisation, new("two", its, None)).await.unwrap();
    let listed = |owner| {
        let (organisation, tx) = (tenant.organisation, &tx);
        async move { keys::list(tx, organisation, keys::Filter { owner }, first(9)).await.unwrap().items }
    };
    assert_eq!(listed(None).await, [two.clone(), one.clone()]);
    assert_eq!(listed(Some(mine)).await, [one]);
    assert_eq!(listed(Some(its)).await, [two]);
    let duplicate = keys::create(&tx, tenant.organisation, new("one", mine, None)).await;
    assert!(matches!(duplicate, Err(Error::Taken(_))), "{duplicate:?}");
}
