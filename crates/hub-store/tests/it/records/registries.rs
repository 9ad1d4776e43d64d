//! Registries of images: made, changed, opened, deleted.

use std::sync::Arc;

use hub_model::{Timestamp, api::Tested};
use hub_store::{
    Error,
    registries::{self, Login, LoginChange, Words},
    servers::images,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    hub::Hub,
    servers::images::{pushed, versioned},
};

suite![
    registries_are_made_changed_and_deleted,
    a_login_is_kept_changed_and_forgotten,
    what_was_pushed_is_known_when_the_registry_is_gone,
];

pub fn words(name: &str) -> Words {
    Words {
        name: name.to_owned(),
        address: "registry.example/team".to_owned(),
        is_insecure: false,
        authorities: None,
        keep: Some(3),
    }
}

pub fn login(password: &str) -> Login {
    Login { user: "anna".to_owned(), password: SecretString::from(password) }
}

async fn registries_are_made_changed_and_deleted(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let organisation = tenant.organisation;
    let tx = hub.by(tenant.owner).await;
    let one = registries::create(&tx, organisation, &words("one"), None).await.unwrap();
    let two = registries::create(&tx, organisation, &words("another"), Some(&login("p"))).await.unwrap();
    tx.commit().await.unwrap();
    let tx = hub.by(tenant.owner).await;
    let taken = registries::create(&tx, organisation, &words("one"), None).await;
    assert!(matches!(taken, Err(Error::Taken("name"))), "{taken:?}");
    drop(tx);
    let names = async || -> Vec<String> {
        let all = registries::list(&hub.store, organisation).await.unwrap();
        all.into_iter().map(|registry| registry.name).collect()
    };
    assert_eq!(names().await, ["another", "one"]);
    assert_eq!((one.has_login, two.has_login, one.keep), (false, true, Some(3)));
    let tx = hub.by(tenant.owner).await;
    let tested = Tested { at: Timestamp(7), accepted: true, message: "fine".to_owned() };
    registries::set_tested(&tx, organisation, one.id, &tested).await.unwrap();
    assert_eq!(registries::find(&tx, organisation, one.id).await.unwrap().unwrap().tested, Some(tested));
    let stale = registries::update(&tx, organisation, one.id, Some(9), &words("x"), LoginChange::Keep).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let other = Words { address: "other.example".to_owned(), keep: None, is_insecure: true, ..words("renamed") };
    let changed = registries::update(&tx, organisation, one.id, Some(1), &other, LoginChange::Keep).await.unwrap();
    assert_eq!((changed.version, changed.tested, changed.keep, changed.is_insecure), (2, None, None, true));
    registries::delete(&tx, organisation, two.id).await.unwrap();
    assert!(matches!(registries::delete(&tx, organisation, two.id).await, Err(Error::Missing(_))));
    tx.commit().await.unwrap();
    assert_eq!(names().await, ["renamed"]);
}

async fn a_login_is_kept_changed_and_forgotten(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let organisation = tenant.organisation;
    let tx = hub.by(tenant.owner).await;
    let id = registries::create(&tx, organisation, &words("one"), Some(&login("first"))).await.unwrap().id;
    tx.commit().await.unwrap();
    let kept = async || -> Option<String> {
        let (_, login) = registries::open(&hub.store, organisation, id).await.unwrap().unwrap();
        login.map(|login| format!("{}={}", login.user, login.password.expose_secret()))
    };
    assert_eq!(kept().await.unwrap(), "anna=first");
    let second = login("second\tpart");
    for (change, found) in [
        (LoginChange::Keep, Some("anna=first")),
        (LoginChange::Set(&second), Some("anna=second\tpart")),
        (LoginChange::Remove, None),
        (LoginChange::Keep, None),
    ] {
        let tx = hub.by(tenant.owner).await;
        let changed = registries::update(&tx, organisation, id, None, &words("one"), change).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((kept().await.as_deref(), changed.has_login), (found, found.is_some()));
    }
}

async fn what_was_pushed_is_known_when_the_registry_is_gone(hub: Arc<Hub>) {
    let (tenant, server, version) = versioned(&hub).await;
    let tx = hub.by(tenant.owner).await;
    let registry = registries::create(&tx, tenant.organisation, &words("one"), None).await.unwrap().id;
    let image = images::create(&tx, tenant.organisation, pushed(server, version, registry, "1")).await.unwrap();
    assert_eq!(image.registry, Some(registry));
    registries::delete(&tx, tenant.organisation, registry).await.unwrap();
    let kept = images::find(&tx, tenant.organisation, server, image.id).await.unwrap().unwrap();
    assert_eq!((kept.registry, kept.name.as_str()), (None, "registry.example/team/pets:1"));
}
