//! Changing the keys that secrets are sealed with, while they are in use.

use std::{sync::Arc, time::Duration};

use hub_model::id::OrganisationId;
use hub_store::{
    Error, MasterKeys, Store,
    accounts::second_factor,
    apis::credentials::{self, New},
    platform::{
        idempotency,
        reseal::{self, GRACE},
        signing_keys,
    },
    registries, webhooks,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    apis::credential,
    hub::{Hub, Tenant, master},
};

suite![
    nothing_of_a_secret_is_to_be_read_in_the_database,
    the_master_key_can_be_changed,
    an_unknown_master_key_is_named,
    a_data_key_can_be_changed,
    the_hubs_own_data_key_can_be_changed,
    what_is_sealed_while_the_key_changes_is_not_lost,
    signing_keys_are_accepted_until_they_are_retired,
    a_master_key_is_read_in_both_forms,
    keys_that_nobody_keeps_are_the_same_in_every_process,
];

async fn keys_that_nobody_keeps_are_the_same_in_every_process(hub: Arc<Hub>) {
    let derived = |store: &Store, purpose: &str| store.derived_key(purpose).unwrap().to_vec();
    let own = derived(&hub.store, "one");
    assert_eq!(own, derived(&hub.another().await, "one"));
    assert_ne!(own, derived(&hub.store, "other"));
    let rotated = with_keys(&hub, 9, &[7]).await;
    assert_ne!(own, derived(&rotated, "one"));
}

pub async fn set(store: &Store, tenant: &Tenant, scheme: &str, value: &str) -> hub_store::Result<()> {
    let tx = store.begin(crate::hub::origin(tenant.owner)).await?;
    let value = SecretString::from(value);
    let new = New { scheme, ..credential(tenant.api.id, None, tenant.owner, &value) };
    credentials::set(&tx, tenant.organisation, new).await?;
    tx.commit().await
}

async fn opened(store: &Store, tenant: &Tenant) -> hub_store::Result<Vec<String>> {
    let secrets = credentials::open(store, tenant.organisation, tenant.api.id, None).await?;
    let mut secrets: Vec<_> = secrets.iter().map(|opened| opened.value.expose_secret().to_owned()).collect();
    secrets.sort();
    Ok(secrets)
}

/// One of everything that is sealed.
pub async fn seal(hub: &Hub) -> Tenant {
    let tenant = hub.tenant("acme").await;
    set(&hub.store, &tenant, "bearer", "credential").await.unwrap();
    let tx = hub.by(tenant.owner).await;
    let words = webhooks::Words { name: "w".to_owned(), url: String::new(), kinds: Vec::new(), is_enabled: true };
    webhooks::create(&tx, tenant.organisation, &words, &SecretString::from("whsec")).await.unwrap();
    let (words, login) = (crate::records::registries::words("r"), crate::records::registries::login("pushing"));
    registries::create(&tx, tenant.organisation, &words, Some(&login)).await.unwrap();
    idempotency::keep(&tx, Some(tenant.organisation), "org", "k/1", "f", 201, b"answer").await.unwrap();
    idempotency::keep(&tx, None, "hub", "k", "f", 200, b"hub's answer").await.unwrap();
    second_factor::begin(&tx, tenant.owner, b"totp").await.unwrap();
    signing_keys::add(&tx, "kid1", b"private", hub_model::Timestamp(0)).await.unwrap();
    tx.commit().await.unwrap();
    tenant
}

/// Everything that [`seal`] sealed still opens.
pub async fn all_open(store: &Store, tenant: &Tenant) -> hub_store::Result<()> {
    assert!(opened(store, tenant).await?.contains(&"credential".to_owned()));
    let webhook = webhooks::list(store, tenant.organisation).await?.remove(0).id;
    let secret = webhooks::secret(store, tenant.organisation, webhook).await?.unwrap();
    assert_eq!(secret.expose_secret(), "whsec");
    let registry = registries::list(store, tenant.organisation).await?.remove(0).id;
    let (_, login) = registries::open(store, tenant.organisation, registry).await?.unwrap();
    assert_eq!(login.unwrap().password.expose_secret(), "pushing");
    let tx = store.begin(hub_store::Origin::system()).await?;
    assert_eq!(idempotency::find(&tx, "org", "k/1").await?.unwrap().body.as_slice(), b"answer");
    assert_eq!(idempotency::find(&tx, "hub", "k").await?.unwrap().body.as_slice(), b"hub's answer");
    drop(tx);
    assert_eq!(second_factor::find(store, store, tenant.owner).await?.unwrap().secret.as_slice(), b"totp");
    assert_eq!(signing_keys::list(store, store).await?[0].key.as_slice(), b"private");
    Ok(())
}

async fn with_keys(hub: &Hub, current: u8, older: &[u8]) -> Store {
    let keys = MasterKeys { current: master(current), older: older.iter().map(|byte| master(*byte)).collect() };
    hub.with(|settings| settings.master_keys = keys).await
}

async fn nothing_of_a_secret_is_to_be_read_in_the_database(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    let secret = "correct-horse-battery-staple";
    set(&hub.store, &tenant, "passphrase", secret).await.unwrap();
    let mut held: Vec<u8> =
        hub.raw.everything(&[]).await.into_iter().flat_map(|(_, rows)| rows).collect::<String>().into();
    if let Some(path) = hub.url.strip_prefix("sqlite://") {
        for beside in ["", "-wal"] {
            held.extend(std::fs::read(format!("{path}{beside}")).unwrap());
        }
    }
    let mut backup = Vec::new();
    hub.store.backup(&mut backup, |_, _| ()).await.unwrap();
    held.extend(zstd::stream::decode_all(backup.as_slice()).unwrap());
    let contains = |part: &[u8]| held.windows(part.len()).any(|window| window == part);
    assert!(contains(b"passphrase"), "the name is there to be found");
    let master_key = [1; 32];
    for part in [&secret.as_bytes()[..16], b"whsec", b"pushing", b"hub's answer", b"private", &master_key] {
        let hex: String = part.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!contains(part) && !contains(hex.as_bytes()), "{} is to be read", String::from_utf8_lossy(part));
    }
}

async fn the_master_key_can_be_changed(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    all_open(&hub.store, &tenant).await.unwrap();
    let store = with_keys(&hub, 2, &[1]).await;
    all_open(&store, &tenant).await.unwrap();
    assert_eq!(store.master_keys_in_use().await.unwrap(), [(master(1).name().to_owned(), 2)]);
    let tx = store.begin(hub_store::Origin::system()).await.unwrap();
    assert_eq!(tx.rotate_master_key().await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(store.master_keys_in_use().await.unwrap(), [(master(2).name().to_owned(), 2)]);
    let tx = store.begin(hub_store::Origin::system()).await.unwrap();
    assert_eq!(tx.rotate_master_key().await.unwrap(), 0);
    drop(tx);
    let only_new = with_keys(&hub, 2, &[]).await;
    all_open(&only_new, &tenant).await.unwrap();
}

async fn an_unknown_master_key_is_named(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    let store = with_keys(&hub, 3, &[2]).await;
    let name = master(1).name().to_owned();
    for error in [
        opened(&store, &tenant).await.unwrap_err(),
        set(&store, &tenant, "bearer", "x").await.unwrap_err(),
        store.begin(hub_store::Origin::system()).await.unwrap().rotate_master_key().await.unwrap_err(),
    ] {
        assert!(matches!(&error, Error::Sealed(why) if why.contains(&name)), "{error}");
    }
    // Another organisation begins with the key that there is.
    let other = hub.tenant("other").await;
    set(&store, &other, "bearer", "x").await.unwrap();
    assert!(!format!("{:?}", master(1)).contains("0101"), "keys do not stand in what is logged");
}

/// Seals anew until nothing is left, as the job does.
async fn reseal_all(hub: &Hub, scope: Option<OrganisationId>) {
    loop {
        let tx = hub.begin().await;
        let done = reseal::some(&tx, scope).await.unwrap();
        tx.commit().await.unwrap();
        if done == 0 {
            return;
        }
    }
}

async fn forget_old(hub: &Hub, scope: Option<OrganisationId>) -> bool {
    let tx = hub.begin().await;
    let remain = reseal::forget_old(&tx, scope).await.unwrap();
    tx.commit().await.unwrap();
    remain
}

async fn a_data_key_can_be_changed(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    for number in 0..120 {
        set(&hub.store, &tenant, &format!("scheme{number}"), "many").await.unwrap();
    }
    let other = hub.tenant("other").await;
    set(&hub.store, &other, "bearer", "other's").await.unwrap();
    let scope = Some(tenant.organisation);
    let tx = hub.by(tenant.owner).await;
    reseal::rotate(&tx, Some(tenant.organisation), Some(tenant.owner)).await.unwrap();
    tx.commit().await.unwrap();
    all_open(&hub.store, &tenant).await.unwrap();
    let first = hub.raw.dump("credentials").await;
    reseal_all(&hub, scope).await;
    let second = hub.raw.dump("credentials").await;
    assert_eq!(first.iter().filter(|row| second.contains(row)).count(), 1, "all but the other organisation's");
    assert!(forget_old(&hub, scope).await, "the old key is kept for a while");
    hub.clock.by(GRACE * 2);
    assert!(!forget_old(&hub, scope).await);
    assert_eq!(hub.raw.one("SELECT COUNT(*) FROM data_keys").await, "3");
    let fresh = hub.another().await;
    all_open(&fresh, &tenant).await.unwrap();
    assert_eq!(opened(&fresh, &tenant).await.unwrap().len(), 121);
    assert_eq!(opened(&fresh, &other).await.unwrap(), ["other's"]);
    let asked = hub_store::jobs::all(&hub.store, &Default::default(), crate::hub::first(9)).await.unwrap().items;
    assert_eq!(asked[0].task.kind(), "reseal");
}

async fn the_hubs_own_data_key_can_be_changed(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    let tx = hub.begin().await;
    reseal::rotate(&tx, None, None).await.unwrap();
    tx.commit().await.unwrap();
    let before = hub.raw.everything(&["users", "signing_keys", "idempotency"]).await;
    reseal_all(&hub, None).await;
    assert_eq!(hub.raw.everything(&["users", "signing_keys", "idempotency"]).await, before);
    hub.clock.by(GRACE * 2);
    assert!(!forget_old(&hub, None).await);
    all_open(&hub.another().await, &tenant).await.unwrap();
}

async fn what_is_sealed_while_the_key_changes_is_not_lost(hub: Arc<Hub>) {
    let tenant = seal(&hub).await;
    let another = Arc::new(hub.another().await);
    // Somebody began before the new key and seals with the old one, long after.
    let late = hub.by(tenant.owner);
    let late = if hub.is_postgres() { Some(late.await) } else { None };
    if let Some(tx) = &late {
        let value = SecretString::from("late");
        let new = New { scheme: "late", ..credential(tenant.api.id, None, tenant.owner, &value) };
        credentials::set(tx, tenant.organisation, new).await.unwrap();
    }
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (another, tenant) = (Arc::clone(&another), tenant.clone());
            let is_held = late.is_some();
            tokio::spawn(async move {
                for round in 0..if is_held { 0 } else { 10 } {
                    set(&another, &tenant, &format!("{writer}/{round}"), "value").await.unwrap();
                }
            })
        })
        .collect();
    for _ in 0..3 {
        let tx = hub.begin().await;
        reseal::rotate(&tx, Some(tenant.organisation), None).await.unwrap();
        tx.commit().await.unwrap();
        let tx = hub.begin().await;
        reseal::some(&tx, Some(tenant.organisation)).await.unwrap();
        tx.commit().await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    reseal_all(&hub, Some(tenant.organisation)).await;
    hub.clock.by(GRACE * 2);
    let expected = if let Some(tx) = late {
        tx.commit().await.unwrap();
        assert!(forget_old(&hub, Some(tenant.organisation)).await, "something is still sealed with the old key");
        reseal_all(&hub, Some(tenant.organisation)).await;
        2
    } else {
        41
    };
    assert!(!forget_old(&hub, Some(tenant.organisation)).await);
    assert_eq!(opened(&hub.another().await, &tenant).await.unwrap().len(), expected);
}

async fn signing_keys_are_accepted_until_they_are_retired(hub: Arc<Hub>) {
    let add = async |kid: &str, moment| {
        let tx = hub.begin().await;
        signing_keys::add(&tx, kid, kid.as_bytes(), moment).await.unwrap();
        tx.commit().await.unwrap();
    };
    let kids = async || {
        let keys = signing_keys::list(&hub.store, &hub.store).await.unwrap();
        keys.into_iter().map(|key| key.kid).collect::<Vec<_>>()
    };
    add("one", hub_model::Timestamp(0)).await;
    hub.clock.by(Duration::from_secs(3600));
    add("two", hub.store.now().before(Duration::from_secs(7200))).await;
    assert_eq!(kids().await, ["two", "one"], "the newest signs");
    hub.clock.by(Duration::from_secs(3600));
    add("three", hub.store.now().before(Duration::from_secs(5400))).await;
    assert_eq!(kids().await, ["three", "two"]);
}

async fn a_master_key_is_read_in_both_forms(_hub: Arc<Hub>) {
    use hub_store::MasterKey;
    let hex = MasterKey::parse(&"07".repeat(32)).unwrap();
    let base64 = MasterKey::parse(" BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n").unwrap();
    assert_eq!(hex.name(), base64.name());
    let (made, text) = MasterKey::generate(&crate::hub::Chance);
    assert_eq!(MasterKey::parse(&text).unwrap().name(), made.name());
    for wrong in ["", "short", &"07".repeat(31), &"zz".repeat(32), &"é".repeat(32)] {
        assert!(MasterKey::parse(wrong).is_err());
    }
}
