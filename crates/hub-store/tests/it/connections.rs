//! Connections that break, replicas, and what is said when nothing answers.

use std::sync::Arc;

use hub_store::{Error, Kind, accounts::users};

use crate::hub::{Hub, settings};

suite![
    a_broken_connection_is_replaced,
    a_replica_is_read_from,
    nobody_else_reads_the_file,
    text_that_one_database_cannot_keep_neither_keeps,
    findings_are_told,
];

async fn a_broken_connection_is_replaced(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    assert_eq!(hub.store.kind(), if hub.is_postgres() { Kind::Postgres } else { Kind::Sqlite });
    let tx = hub.begin().await;
    if hub.is_postgres() {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
                   AND datname = current_database()";
        hub.raw.run(sql).await;
        let lost = users::set_password(&tx, ada, "$hash", "changed").await;
        assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
    }
    drop(tx);
    for _ in 0..3 {
        hub.store.ping().await.unwrap();
        assert!(users::find(&hub.store, ada).await.unwrap().is_some());
        let tx = hub.begin().await;
        users::set_password(&tx, ada, "$hash", "changed").await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn a_replica_is_read_from(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let replica = hub.url.clone();
    let store = hub.with(|settings| settings.database.replica_url = Some(replica)).await;
    assert!(users::find(&store.lagging(), ada).await.unwrap().is_some());
    store.close().await;
    for url in ["mysql://localhost/x", "postgres://mcphub@127.0.0.1:1/x", "sqlite:///proc/none/hub.db"] {
        let mut wrong = settings(url);
        wrong.database.wait = std::time::Duration::from_millis(300);
        let failed = hub_store::Store::open(wrong, Arc::clone(hub.store.clock()), Arc::new(crate::hub::Chance)).await;
        assert!(matches!(failed.map(drop), Err(Error::Unavailable(_))), "{url}");
    }
}

async fn nobody_else_reads_the_file(hub: Arc<Hub>) {
    hub.user("ada").await;
    let Some(path) = hub.url.strip_prefix("sqlite://") else { return };
    #[cfg(unix)]
    for beside in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(format!("{path}{beside}")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}{beside}");
    }
}

async fn text_that_one_database_cannot_keep_neither_keeps(hub: Arc<Hub>) {
    let new =
        |name: &str| users::New { email: name.to_owned(), name: name.to_owned(), password: None, is_admin: false };
    let tx = hub.begin().await;
    let refused = users::create(&tx, new("a\0b")).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    let strange = "\u{1}\u{7f}\u{202e}\u{10ffff}\u{feff}👩‍👩‍👧";
    let made = users::create(&tx, new(strange)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(users::find(&hub.store, made.id).await.unwrap().unwrap().name, strange);
}

async fn findings_are_told(hub: Arc<Hub>) {
    let tenant = crate::seals::seal(&hub).await;
    let tx = hub.by(tenant.owner).await;
    for number in ["1", "2"] {
        let new = crate::apis::revision(tenant.api.id, number);
        hub_store::apis::revisions::create(&tx, tenant.organisation, new).await.unwrap();
    }
    let job = hub_store::apis::schedule::compile(&tx, tenant.organisation, tenant.api.id, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(hub.store.check().await.unwrap(), Vec::<String>::new());
    let nobody = hub.raw.id(7);
    for (sql, finding) in [
        (format!("UPDATE apis SET current_id = {nobody}"), "1 APIs have a current revision"),
        ("UPDATE revisions SET state = 'superseded' WHERE number = 2".to_owned(), "does not wait"),
        ("UPDATE apis SET pending_id = NULL".to_owned(), "1 revisions wait"),
        ("UPDATE revisions SET number = 5 WHERE number = 2".to_owned(), "gaps in their numbers"),
        (format!("UPDATE jobs SET state = 'running' WHERE {}", hub.raw.is("id", job.0)), "no worker's"),
        ("UPDATE jobs SET waiting_key = NULL".to_owned(), "1 jobs wait"),
        ("UPDATE members SET role = 'viewer'".to_owned(), "1 organisations have no owner"),
        ("UPDATE members SET role = 'rol_0'".to_owned(), "role that is not there"),
        ("DELETE FROM events WHERE number = 3".to_owned(), "numbers of their events"),
        ("UPDATE data_keys SET sealed_as = sealed".to_owned(), "7 secrets are sealed"),
        ("UPDATE data_keys SET master_key = 'other'".to_owned(), "the master key other"),
        ("UPDATE audit SET outcome = 'x' WHERE number = 2".to_owned(), "from its line 2 on"),
    ] {
        let name = crate::hub::unique();
        let kept = tables(&hub, &sql);
        for table in &kept {
            hub.raw.run(&format!("CREATE TABLE {name}_{table} AS SELECT * FROM {table}")).await;
        }
        hub.raw.run(&sql).await;
        let findings = hub.store.check().await.unwrap();
        assert!(findings.iter().any(|found| found.contains(finding)), "{sql}: {findings:?}");
        put_back(&hub, &name, &kept).await;
        assert_eq!(hub.store.check().await.unwrap(), Vec::<String>::new(), "{sql}");
    }
}

/// The table that a statement changes.
fn tables(_hub: &Hub, sql: &str) -> Vec<&'static str> {
    let all = ["apis", "revisions", "jobs", "members", "events", "data_keys", "audit"];
    let word = sql.split_whitespace().find(|word| all.contains(word)).unwrap();
    all.into_iter().filter(|table| *table == word).collect()
}

/// The rows as they were, without removing any: others refer to them.
async fn put_back(hub: &Hub, name: &str, kept: &[&str]) {
    for table in kept {
        let columns = hub.raw.columns(table).await;
        let keys: &[&str] = match *table {
            "events" | "audit" => &["scope", "number"],
            "members" => &["organisation_id", "user_id"],
            _ => &["id"],
        };
        let set: Vec<_> = columns
            .iter()
            .filter(|column| !keys.contains(&column.as_str()))
            .map(|column| format!("{column} = k.{column}"))
            .collect();
        let same: Vec<_> = keys.iter().map(|key| format!("{table}.{key} = k.{key}")).collect();
        let (set, same) = (set.join(", "), same.join(" AND "));
        hub.raw.run(&format!("UPDATE {table} SET {set} FROM {name}_{table} k WHERE {same}")).await;
        hub.raw
            .run(&format!("INSERT INTO {table} SELECT * FROM {name}_{table} k WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {same})"))
            .await;
        hub.raw.run(&format!("DROP TABLE {name}_{table}")).await;
    }
}
