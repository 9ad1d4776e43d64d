//! A backup holds one state, and either database can be made from it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use hub_store::{
    Store,
    apis::{self, revisions, uploads},
    backup::{Failure, Summary},
    jobs::worker,
    organisations::roles,
};

use crate::{
    apis::revision,
    hub::{Beside, Hub, Tenant, api},
    seals,
};

suite![
    goes_from_each_database_to_each_and_back,
    holds_one_state_while_others_write,
    a_file_that_is_not_whole_is_refused,
    what_is_no_backup_is_refused,
    only_an_empty_database_is_filled,
    many_rows_and_large_ones_come_through,
];

async fn written(store: &Store) -> (Vec<u8>, Summary) {
    let mut file = Vec::new();
    let summary = store.backup(&mut file, |_, _| ()).await.unwrap();
    (file, summary)
}

async fn refused(store: &Store, file: &[u8]) -> String {
    match store.restore(file, |_, _| ()).await {
        Err(Failure::Unfit(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// A hub with something in every table.
async fn filled(hub: &Hub) -> Tenant {
    let tenant = seals::seal(hub).await;
    let (organisation, owner) = (tenant.organisation, tenant.owner);
    let tx = hub.by(owner).await;
    for number in 1..=3 {
        revisions::create(&tx, organisation, revision(tenant.api.id, &number.to_string())).await.unwrap();
    }
    roles::create(&tx, organisation, "Größe ' \" \\ \n 日本", "", Default::default()).await.unwrap();
    let files = [("a.json".to_owned(), apis::blobs::Blob::of(&[0, 255, 10, 13]).unwrap())];
    let upload = uploads::create(&tx, organisation, &files, tx.at()).await.unwrap();
    let source = hub_model::api::Source::Upload { upload, root: None };
    apis::create(&tx, organisation, apis::New { source, ..api(owner, "uploaded") }).await.unwrap();
    apis::schedule::compile(&tx, organisation, tenant.api.id, Some(owner)).await.unwrap();
    let probe = hub_model::api::Probe { at: tx.at(), ok: true, latency_ms: i64::MAX, message: String::new() };
    apis::probes::record(&tx, organisation, tenant.api.id, &probe).await.unwrap();
    use hub_store::{accounts::*, organisations::*};
    let session = sessions::New { user: owner, token: "token", expires_at: tx.at().after(Duration::from_secs(9)) };
    sessions::begin(&tx, session).await.unwrap();
    links::create(&tx, links::Purpose::Reset, Some(owner), "link", tx.at()).await.unwrap();
    throttles::count(&tx, "somebody", tx.at()).await.unwrap();
    second_factor::confirm(&tx, owner, 1, &["code".to_owned()]).await.unwrap();
    let service =
        service_accounts::create(&tx, organisation, "ci", "", hub_model::account::Role::Viewer).await.unwrap();
    let owner_of_key = hub_model::account::KeyOwner::Service(service.id);
    let scopes = Default::default();
    let key =
        keys::New { name: "k", hint: "h", hash: "key", owner: owner_of_key, scopes, expires_at: None, reach: None };
    keys::create(&tx, organisation, key).await.unwrap();
    let (role, expires_at) = (hub_model::account::Role::Viewer, tx.at());
    let door = invitations::New { email: "e@example.com", role, invited_by: owner, hash: "door", expires_at };
    invitations::create(&tx, organisation, door).await.unwrap();
    let (server, version, ..) = crate::servers::hosted(&tx, organisation, tenant.api.id).await;
    let image = crate::servers::images::kept(server, version, "archive");
    hub_store::servers::images::create(&tx, organisation, image).await.unwrap();
    tx.commit().await.unwrap();
    worker::claim(&hub.store, "worker", &["compile-api"]).await.unwrap().unwrap();
    for (table, rows) in hub.raw.everything(&[]).await {
        assert!(!rows.is_empty(), "no test sees whether {table} is in a backup");
    }
    tenant
}

async fn goes_from_each_database_to_each_and_back(hub: Arc<Hub>) {
    let tenant = filled(&hub).await;
    let everything = hub.raw.everything(&[]).await;
    let (mut file, mut summary) = written(&hub.store).await;
    assert_eq!(summary.master_keys, [crate::hub::master(1).name()]);
    let counts: BTreeMap<String, u64> =
        everything.iter().map(|(table, rows)| (table.clone(), u64::try_from(rows.len()).unwrap())).collect();
    assert_eq!(summary.rows, counts);
    for is_postgres in [false, true, true, false] {
        let Some(beside) = Beside::open(is_postgres).await else { continue };
        let mut heard = BTreeMap::new();
        let progress = |table: &str, rows: u64| {
            heard.insert(table.to_owned(), rows);
        };
        let restored = beside.store.restore(file.as_slice(), progress).await.unwrap();
        assert_eq!(restored, summary);
        assert_eq!(heard, counts);
        assert_eq!(beside.raw.everything(&[]).await, everything);
        seals::all_open(&beside.store, &tenant).await.unwrap();
        assert_eq!(beside.store.check().await.unwrap(), Vec::<String>::new());
        // It goes on where it was: another event follows the last.
        (file, summary) = written(&beside.store).await;
        let tx = beside.store.begin(crate::hub::origin(tenant.owner)).await.unwrap();
        roles::create(&tx, tenant.organisation, "after", "", Default::default()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(beside.store.check().await.unwrap(), Vec::<String>::new());
        beside.end().await;
    }
}

async fn holds_one_state_while_others_write(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let is_over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (hub, tenant, is_over) = (Arc::clone(&hub), tenant.clone(), Arc::clone(&is_over));
            tokio::spawn(async move {
                let mut round = 0;
                while !is_over.load(Ordering::SeqCst) {
                    round += 1;
                    let tx = hub.by(tenant.owner).await;
                    let slug = format!("api-{writer}-{round}");
                    let made = apis::create(&tx, tenant.organisation, api(tenant.owner, &slug)).await.unwrap();
                    revisions::create(&tx, tenant.organisation, revision(made.id, &slug)).await.unwrap();
                    revisions::create(&tx, tenant.organisation, revision(tenant.api.id, &slug)).await.unwrap();
                    tx.commit().await.unwrap();
                    seals::set(&hub.store, &tenant, &slug, "secret").await.unwrap();
                }
            })
        })
        .collect();
    let mut last = 0;
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(150)).await;
        // Slowly, so that much is written meanwhile.
        let mut file = Vec::new();
        let slow = |_: &str, _| std::thread::sleep(Duration::from_millis(10));
        let summary = hub.store.backup(&mut file, slow).await.unwrap();
        let beside = Beside::open(false).await.unwrap();
        beside.store.restore(file.as_slice(), |_, _| ()).await.unwrap();
        assert_eq!(beside.store.check().await.unwrap(), Vec::<String>::new());
        assert!(summary.rows["events"] > last, "somebody wrote since the last time");
        assert_eq!(summary.rows["revisions"], (summary.rows["apis"] - 1) * 2);
        last = summary.rows["events"];
        beside.end().await;
    }
    is_over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
}

async fn a_file_that_is_not_whole_is_refused(hub: Arc<Hub>) {
    filled(&hub).await;
    let (file, _) = written(&hub.store).await;
    let beside = Beside::open(hub.is_postgres()).await.unwrap();
    let empty = beside.raw.everything(&[]).await;
    for length in [0, 1, 3, 20, file.len() / 3, file.len() / 2, file.len() - 5, file.len() - 1] {
        let why = refused(&beside.store, &file[..length]).await;
        assert!(why.contains("not complete"), "{length}: {why}");
    }
    for position in [0, 5, 30, file.len() / 3, file.len() / 2, file.len() - 60, file.len() - 1] {
        let mut changed = file.clone();
        changed[position] ^= 0x55;
        let why = refused(&beside.store, &changed).await;
        assert!(why.contains("damaged") || why.contains("no backup") || why.contains("not complete"), "{why}");
    }
    let twice = [file.as_slice(), file.as_slice()].concat();
    assert!(refused(&beside.store, &twice).await.contains("after its end"));
    assert_eq!(beside.raw.everything(&[]).await, empty, "nothing of it was kept");
    beside.store.restore(file.as_slice(), |_, _| ()).await.unwrap();
    beside.end().await;
}

/// The lines of a file, each changed.
fn changed(file: &[u8], change: impl Fn(&str) -> Option<String>) -> Vec<u8> {
    let text = String::from_utf8(zstd::stream::decode_all(file).unwrap()).unwrap();
    let lines: String = text.lines().filter_map(change).map(|line| format!("{line}\n")).collect();
    zstd::stream::encode_all(lines.as_bytes(), 1).unwrap()
}

async fn what_is_no_backup_is_refused(hub: Arc<Hub>) {
    filled(&hub).await;
    let (file, _) = written(&hub.store).await;
    let beside = Beside::open(hub.is_postgres()).await.unwrap();
    let replaced = |from: &'static str, to: &'static str| changed(&file, |line| Some(line.replace(from, to)));
    for (file, reason) in [
        (b"SQLite format 3\0 and so on".to_vec(), "no backup"),
        (zstd::stream::encode_all(&b"hello\n"[..], 1).unwrap(), "no backup"),
        (replaced("mcphub-backup", "other-backup"), "no backup"),
        (replaced("\"version\":1", "\"version\":2"), "with mcphub 0.1.0"),
        (replaced("\"schema\":\"0010_secret_sources\"", "\"schema\":\"0002_apis\""), "made at the schema 0002_apis"),
        (replaced("{\"table\":\"users\"", "{\"table\":\"people\""), "people"),
        (replaced("{\"name\":\"email\",\"form\":\"text\"}", "{\"name\":\"email\",\"form\":\"bytes\"}"), "users"),
        (changed(&file, |line| (!line.contains("owner-of-acme")).then(|| line.to_owned())), ""),
        (changed(&file, |line| (!line.contains("\"sha256\"")).then(|| line.to_owned())), "not complete"),
        (replaced("The billing API", "The Billing API"), "what it says at its end"),
        (
            changed(&file, |line| Some(line.strip_suffix(",1]").map_or(line.to_owned(), |row| format!("{row}]")))),
            "as many values",
        ),
        (replaced("owner-of-acme@example.com\"", "owner-of-acme@example.com\",7"), "as many values"),
    ] {
        match beside.store.restore(file.as_slice(), |_, _| ()).await {
            Err(Failure::Unfit(why)) => assert!(why.contains(reason), "{why} does not say {reason}"),
            // What refers to what is not there is noticed by the database.
            Err(Failure::Store(hub_store::Error::Missing(_))) if reason.is_empty() => (),
            other => panic!("{reason}: {other:?}"),
        }
    }
    assert!(beside.raw.everything(&[]).await.iter().all(|(_, rows)| rows.is_empty()));
    beside.end().await;
}

async fn only_an_empty_database_is_filled(hub: Arc<Hub>) {
    hub.tenant("acme").await;
    let (file, _) = written(&hub.store).await;
    let before = hub.raw.everything(&[]).await;
    let why = refused(&hub.store, &file).await;
    assert!(why.contains("not empty") && why.contains("make a new one"), "{why}");
    assert_eq!(hub.raw.everything(&[]).await, before);
    hub.store.migrate_back(1).await.unwrap();
    assert!(refused(&hub.store, &file).await.contains("made at the schema 0010_secret_sources"));
    let (older, _) = written(&hub.store).await;
    hub.store.migrate_back(9).await.unwrap();
    assert!(refused(&hub.store, &older).await.contains("migrate it first"));
    let never = hub.store.backup(Vec::new(), |_, _| ()).await;
    assert!(matches!(never, Err(Failure::Unfit(_))), "{never:?}");
    // Of two at once one fills it.
    hub.store.migrate().await.unwrap();
    let another = hub.another().await;
    let (one, two) =
        tokio::join!(hub.store.restore(file.as_slice(), |_, _| ()), another.restore(file.as_slice(), |_, _| ()));
    assert_eq!(u32::from(one.is_ok()) + u32::from(two.is_ok()), 1, "{one:?} {two:?}");
    assert_eq!(hub.raw.everything(&[]).await, before);
}

async fn many_rows_and_large_ones_come_through(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.begin().await;
    for number in 0..205 {
        tx.audit(None, "many", number, "done", serde_json::json!({}));
    }
    let mut noise = vec![0; 9 << 20];
    aws_lc_rs::rand::fill(&mut noise).unwrap();
    let blob = apis::blobs::Blob::of(&noise).unwrap();
    apis::blobs::put(&tx, tenant.organisation, &blob).await.unwrap();
    tx.commit().await.unwrap();
    let (file, _) = written(&hub.store).await;
    let beside = Beside::open(!hub.is_postgres()).await;
    let Some(beside) = beside else { return };
    beside.store.restore(file.as_slice(), |_, _| ()).await.unwrap();
    assert_eq!(apis::blobs::get(&beside.store, tenant.organisation, blob.digest()).await.unwrap(), noise);
    assert_eq!(hub_store::verify_audit(&beside.store, None).await.unwrap().lines, 205);
    beside.end().await;
}
