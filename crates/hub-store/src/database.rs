//! The database, SQLite or PostgreSQL: the one place that knows that there are two.

mod arguments;
mod connect;
mod row;
mod transaction;

pub(crate) use arguments::{Argument, Json, arguments};
pub(crate) use connect::Pools;
pub use connect::{Connections, Kind, Lagging};
pub(crate) use row::{FromRow, Row};
pub use transaction::{Origin, Scope, Transaction};

use std::borrow::Cow;

use hub_model::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement, Value};

use crate::error::{Error, Result};

/// Something that can be read from: the database as it is now, a replica of it that may lag, or an open transaction.
pub trait Read: Sync {
    /// The connection behind it.
    #[doc(hidden)]
    fn executor(&self) -> Executor<'_>;

    /// The present: of a transaction, the moment at which it began.
    fn present(&self) -> Timestamp;
}

/// A connection that statements are run on.
#[derive(Clone, Copy)]
pub struct Executor<'c>(Inner<'c>);

#[derive(Clone, Copy)]
enum Inner<'c> {
    Pool(&'c DatabaseConnection),
    Open(&'c DatabaseTransaction),
}

impl<'c> Executor<'c> {
    pub(crate) fn pool(pool: &'c DatabaseConnection) -> Self {
        Self(Inner::Pool(pool))
    }

    pub(crate) fn open(transaction: &'c DatabaseTransaction) -> Self {
        Self(Inner::Open(transaction))
    }

    /// All rows that a query gives.
    pub(crate) async fn all<T: FromRow>(self, sql: &str, arguments: Vec<Value>) -> Result<Vec<T>> {
        self.read(sql, arguments, T::from_row).await
    }

    /// All rows that a query gives, each as `read` reads it.
    pub(crate) async fn read<T>(
        self,
        sql: &str,
        arguments: Vec<Value>,
        read: impl Fn(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let statement = self.statement(sql, arguments)?;
        let rows = match self.0 {
            Inner::Pool(pool) => pool.query_all_raw(statement).await?,
            Inner::Open(transaction) => transaction.query_all_raw(statement).await?,
        };
        rows.iter().map(|row| read(&Row::new(row))).collect()
    }

    /// The first row that a query gives.
    pub(crate) async fn one<T: FromRow>(self, sql: &str, arguments: Vec<Value>) -> Result<Option<T>> {
        let statement = self.statement(sql, arguments)?;
        let row = match self.0 {
            Inner::Pool(pool) => pool.query_one_raw(statement).await?,
            Inner::Open(transaction) => transaction.query_one_raw(statement).await?,
        };
        row.as_ref().map(|row| T::from_row(&Row::new(row))).transpose()
    }

    /// How many rows a statement changed.
    pub(crate) async fn run(self, sql: &str, arguments: Vec<Value>) -> Result<u64> {
        let statement = self.statement(sql, arguments)?;
        let done = match self.0 {
            Inner::Pool(pool) => pool.execute_raw(statement).await?,
            Inner::Open(transaction) => transaction.execute_raw(statement).await?,
        };
        Ok(done.rows_affected())
    }

    /// The places of the arguments of so many rows of so many columns, in their order: `($1, $2), ($3, $4)`. SQLite looks for each named
    /// place among all of them, so that it gets places without names.
    pub(crate) fn places(self, rows: usize, columns: usize) -> String {
        let place = |number: usize| match self.backend() {
            DbBackend::Sqlite => "?".to_owned(),
            _ => format!("${number}"),
        };
        let row = |row: usize| {
            let row: Vec<String> = (1..=columns).map(|column| place(row * columns + column)).collect();
            format!("({})", row.join(", "))
        };
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    }

    fn backend(self) -> DbBackend {
        match self.0 {
            Inner::Pool(pool) => pool.get_database_backend(),
            Inner::Open(transaction) => transaction.get_database_backend(),
        }
    }

    fn statement(self, sql: &str, arguments: Vec<Value>) -> Result<Statement> {
        // PostgreSQL cannot keep it; a failure there would end the transaction.
        let has_nul = |value: &Value| matches!(value, Value::String(Some(text)) if text.contains('\0'));
        if arguments.iter().any(has_nul) {
            return Err(Error::Refused("the text holds a character that cannot be kept, U+0000"));
        }
        let backend = self.backend();
        Ok(Statement::from_sql_and_values(backend, dialect(backend, sql).as_ref(), arguments))
    }
}

/// Statements are written in the SQL that both databases understand, and with PostgreSQL's row locks: SQLite has one writer at a
/// time and needs none. `FOR NO KEY UPDATE` lets others refer to the row meanwhile; whoever refers to a row and then locks it would
/// otherwise wait for others that do the same.
fn dialect(backend: DbBackend, sql: &str) -> Cow<'_, str> {
    const LOCKS: [&str; 3] = [" SKIP LOCKED", " FOR NO KEY UPDATE", " FOR UPDATE"];
    if backend == DbBackend::Sqlite && LOCKS.iter().any(|lock| sql.contains(lock)) {
        return Cow::Owned(LOCKS.iter().fold(sql.to_owned(), |sql, lock| sql.replace(lock, "")));
    }
    Cow::Borrowed(sql)
}
