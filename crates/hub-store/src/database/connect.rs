//! Connections to one database: for writing, for reading, and for reads that may lag.

use std::{path::Path, str::FromStr, time::Duration};

use futures_util::future::BoxFuture;
use hub_model::Timestamp;
use sea_orm::{
    AccessMode, ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sqlx::{
    Connection as _,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};

use super::{Executor, Read};
use crate::{
    error::{Error, Result},
    store::Store,
};

/// Which database it is. Only for people to know: nothing outside of this crate behaves differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

/// How to reach the database.
#[derive(Debug, Clone)]
pub struct Connections {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// A replica of it for reads that may lag; PostgreSQL only.
    pub replica_url: Option<String>,
    /// The most connections at a time.
    pub most: u32,
    /// How long a free one is waited for.
    pub wait: Duration,
}

/// Open connections.
pub(crate) struct Pools {
    pub(crate) kind: Kind,
    write: DatabaseConnection,
    read: DatabaseConnection,
    lagging: DatabaseConnection,
}

/// Reads that may see what was true a moment ago.
pub struct Lagging<'s>(pub(crate) &'s Store);

impl Pools {
    pub(crate) async fn open(settings: &Connections) -> Result<Self> {
        if settings.url.starts_with("sqlite:") {
            return Self::sqlite(settings).await;
        }
        if !settings.url.starts_with("postgres://") && !settings.url.starts_with("postgresql://") {
            return Err(Error::Unavailable("its URL must begin with sqlite:// or postgres://".to_owned()));
        }
        let write = pool(&settings.url, settings.most, settings.wait).await?;
        let lagging = match &settings.replica_url {
            Some(url) => pool(url, settings.most, settings.wait).await?,
            None => write.clone(),
        };
        Ok(Self { kind: Kind::Postgres, read: write.clone(), write, lagging })
    }

    async fn sqlite(settings: &Connections) -> Result<Self> {
        let file =
            SqliteConnectOptions::from_str(&settings.url).map_err(|error| Error::Unavailable(error.to_string()))?;
        if let Some(folder) = file.get_filename().parent().filter(|folder| *folder != Path::new("")) {
            let made = std::fs::create_dir_all(folder);
            made.map_err(|error| {
                Error::Unavailable(format!("its folder {} cannot be made: {error}", folder.display()))
            })?;
        }
        private(file.get_filename())?;
        // One writer, as SQLite has it anyway: waiting in line here is fair, waiting for its lock is not.
        let mut options = ConnectOptions::new(&settings.url);
        options.max_connections(1).acquire_timeout(settings.wait).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(|options| tuned(options).create_if_missing(true));
        options.map_sqlx_sqlite_before_acquire(|connection, _| is_free(connection));
        let write = Database::connect(options).await?;
        let mut options = ConnectOptions::new(&settings.url);
        options.max_connections(settings.most).acquire_timeout(settings.wait).sqlx_logging(false);
        // Nothing can be optimised by whoever may not write.
        options
            .map_sqlx_sqlite_opts(|options| tuned(options).optimize_on_close(false, None).pragma("query_only", "ON"));
        options.map_sqlx_sqlite_before_acquire(|connection, _| is_free(connection));
        let read = Database::connect(options).await?;
        Ok(Self { kind: Kind::Sqlite, write, lagging: read.clone(), read })
    }

    /// Begins a transaction that may write.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        // Taking SQLite's lock at the first write instead would fail where another process wrote in between.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Begins a transaction that reads everything as it is at its first read, whatever is written meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let options = match self.kind {
            // A reader of SQLite's write-ahead log sees one state for as long as it reads.
            Kind::Sqlite => TransactionOptions::default(),
            Kind::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        Ok(self.read.begin_with_options(options).await?)
    }

    /// For reads of what is committed.
    pub(crate) fn executor(&self) -> Executor<'_> {
        Executor::pool(&self.read)
    }

    /// For single statements that are no part of a change that anybody has to hear of.
    pub(crate) fn write_executor(&self) -> Executor<'_> {
        Executor::pool(&self.write)
    }

    pub(crate) async fn close(&self) {
        for pool in [&self.write, &self.read, &self.lagging] {
            if let Err(error) = pool.clone().close().await {
                tracing::warn!(%error, "a connection to the database could not be closed");
            }
        }
    }
}

impl Read for Lagging<'_> {
    fn executor(&self) -> Executor<'_> {
        Executor::pool(&self.0.pools().lagging)
    }

    fn present(&self) -> Timestamp {
        self.0.now()
    }
}

/// Makes the file, where there is none, so that nobody else on the machine can read it. What SQLite puts beside it is as it is.
fn private(path: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::Unavailable(format!("its file {} cannot be made: {error}", path.display()))),
    }
}

async fn pool(url: &str, most: u32, wait: Duration) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(most).acquire_timeout(wait).connect_timeout(wait).sqlx_logging(false);
    options.set_application_name("mcphub");
    Ok(Database::connect(options).await?)
}

/// Whether a connection is in no transaction; one that is not is thrown away. When a disk is full, SQLite rolls back by itself, the driver's own
/// attempt then fails, and from there on it would begin transactions within one that nothing ever commits.
fn is_free(connection: &mut SqliteConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(std::future::ready(Ok(!connection.is_in_transaction())))
}

fn tuned(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        // What was acknowledged survives the loss of power too.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(30))
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "MEMORY")
        .optimize_on_close(true, None)
}
