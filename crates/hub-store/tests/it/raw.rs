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

    /// A condition on rows whose column holds an identifier.
    pub fn is(&self, column: &str, id: u128) -> String {
        format!("{column} = {}", self.id(id))
    }

    /// All tables of the store.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            }
            Self::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE \"C\""
            }
        };
        let names = self.rows(sql).await.into_iter().map(|row| row[0].clone());
        names.filter(|name| name != "seaql_migrations").collect()
    }

    /// The columns of a table.
    pub async fn columns(&self, table: &str) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"),
            Self::Postgres(_) => format!(
                "SELECT column_name::text FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        self.rows(&sql).await.into_iter().map(|row| row[0].clone()).collect()
    }

    /// Everything that a table holds, one text for each row, in order and the same on both databases.
    pub async fn dump(&self, table: &str) -> Vec<String> {
        let mut shown = Vec::new();
        for column in self.columns(table).await {
            shown.push(match self {
                Self::Sqlite(_) => format!(
                    "CASE typeof({column}) WHEN 'blob' THEN lower(hex({column})) WHEN 'null' THEN '~' ELSE CAST({column} AS TEXT) END"
                ),
                Self::Postgres(_) => format!(
                    "COALESCE(CASE pg_typeof({column})::text WHEN 'bytea' THEN substr({column}::text, 3)
                     WHEN 'uuid' THEN replace({column}::text, '-', '') WHEN 'boolean' THEN CASE {column}::text WHEN 'true' THEN '1' ELSE '0' END
                     ELSE {column}::text END, '~')"
                ),
            });
        }
        let sql = format!("SELECT {} FROM {table}", shown.join(", "));
        let mut rows: Vec<String> = self.rows(&sql).await.into_iter().map(|row| row.join(" | ")).collect();
        rows.sort();
        rows
    }

    /// Everything that the database holds but for some tables.
    pub async fn everything(&self, but: &[&str]) -> Vec<(String, Vec<String>)> {
        let mut all = Vec::new();
        for table in self.tables().await {
            if !but.contains(&table.as_str()) {
                let rows = self.dump(&table).await;
                all.push((table, rows));
            }
        }
        all
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
