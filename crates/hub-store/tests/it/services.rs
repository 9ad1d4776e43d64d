//! Where PostgreSQL and Redis are, and a migrated database that others are copied from.

use std::{
    net::{SocketAddr, TcpStream},
    sync::OnceLock,
    time::Duration,
};

use sqlx::{Connection as _, Executor as _, PgConnection};
use tokio::sync::OnceCell;

/// The one lock under which templates are made and left-overs are removed.
const LOCK: &str = "SELECT pg_advisory_lock(81624)";

/// The PostgreSQL server, without a database's name.
pub fn postgres() -> Option<&'static str> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    URL.get_or_init(|| address("MCPHUB_TEST_POSTGRES", "PostgreSQL")).as_deref()
}

/// The Redis server.
pub fn redis() -> Option<&'static str> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    URL.get_or_init(|| address("MCPHUB_TEST_REDIS", "Redis")).as_deref()
}

/// What the environment says, or else `judge/services.sh`.
fn address(name: &str, service: &str) -> Option<String> {
    if let Ok(url) = std::env::var(name) {
        return Some(url);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/services/env");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let prefix = format!("export {name}=");
    let url = text.lines().find_map(|line| line.strip_prefix(&prefix)).filter(|url| answers(url));
    if url.is_none() {
        eprintln!("{service} is not there, its tests are left out; judge/services.sh starts it");
    }
    url.map(str::to_owned)
}

fn answers(url: &str) -> bool {
    let place = url.rsplit(['/', '@']).next().and_then(|place| place.parse::<SocketAddr>().ok());
    place.is_some_and(|place| TcpStream::connect_timeout(&place, Duration::from_millis(500)).is_ok())
}

/// A connection to the server itself.
pub async fn administrate(server: &str) -> PgConnection {
    PgConnection::connect(&format!("{server}/postgres")).await.unwrap()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
}

/// Makes a database: empty, or like the template.
pub async fn create(server: &str, name: &str, is_migrated: bool) -> String {
    let from = if is_migrated { format!("TEMPLATE {}", template(server).await) } else { String::new() };
    run(&mut administrate(server).await, &format!("CREATE DATABASE {name} {from}")).await;
    format!("{server}/{name}")
}

/// Removes a database, whoever is connected to it.
pub async fn remove(server: &str, name: &str) {
    run(&mut administrate(server).await, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}

/// The migrated database of this process.
async fn template(server: &str) -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    NAME.get_or_init(|| async {
        let name = format!("mcphub_template_{}", std::process::id());
        let mut connection = administrate(server).await;
        run(&mut connection, LOCK).await;
        forget_dead(&mut connection).await;
        run(&mut connection, &format!("CREATE DATABASE {name}")).await;
        let store = crate::hub::open(crate::hub::settings(&format!("{server}/{name}"))).await;
        store.migrate().await.unwrap();
        store.close().await;
        name
    })
    .await
}

/// Removes databases of processes that have ended; tests cannot do it for themselves when they are killed.
async fn forget_dead(connection: &mut PgConnection) {
    let names: Vec<String> = sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname LIKE 'mcphub\\_t%\\_%'")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    for name in names {
        let process = name.split('_').nth(2).and_then(|id| id.parse::<u32>().ok());
        if process.is_some_and(|id| !std::path::Path::new(&format!("/proc/{id}")).exists()) {
            run(connection, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}
