//! The databases themselves, past the store.

use sqlx::{
    AssertSqlSafe, Executor as _, PgPool, Row as _, SqlitePool, ValueRef as _, postgres::PgPoolOptions,
    sqlite::SqlitePoolOptions,
};

/// A connection that knows nothing of the store.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    pub async fn open(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            return Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect(url).await.unwrap());
        }
        Self::Postgres(PgPoolOptions::new().max_connections(1).connect(url).await.unwrap())
    }

    /// How many rows a statement changed.
    pub async fn run(&self, sql: &str) -> u64 {
        match self {
            Self::Sqlite(pool) => pool.execute(AssertSqlSafe(sql)).await.unwrap().rows_affected(),
            Self::Postgres(pool) => pool.execute(AssertSqlSafe(sql)).await.unwrap().rows_affected(),
        }
    }

    /// Rows as text; null is the empty text.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        match self {
            Self::Sqlite(pool) => {
                let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
                let text = |row: &sqlx::sqlite::SqliteRow, column: usize| {
                    row.try_get_unchecked::<Option<String>, _>(column).unwrap().unwrap_or_default()
                };
                rows.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
                let text = |row: &sqlx::postgres::PgRow, column: usize| {
                    let value = row.try_get_raw(column).unwrap();
                    if value.is_null() { String::new() } else { value.as_str().unwrap().to_owned() }
                };
                rows.iter().map(|row| (0..row.len()).map(|column| text(row, column)).collect()).collect()
            }
        }
    }

    /// The first column of the first row.
    pub async fn one(&self, sql: &str) -> String {
        self.rows(sql).await.first().and_then(|row| row.first()).cloned().unwrap_or_default()
    }

    /// A literal of an identifier.
    pub fn id(&self, id: u128) -> String {
        match self {
            Self::Sqlite(_) => format!("X'{id:032x}'"),
            Self::Postgres(_) => format!("'{id:032x}'::uuid"),
        }
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
