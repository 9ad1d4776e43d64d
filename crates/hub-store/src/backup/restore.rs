//! Restoring a backup into an empty database.

use std::collections::BTreeMap;

use sea_orm::Value;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tokio::io::AsyncRead;

use super::{
    Failure, Summary,
    format::{Footer, Header, NAME, VERSION},
    lines::Lines,
    unfit,
};
use crate::{
    database::{Executor, FromRow, Kind, Row, arguments},
    error::Result,
    migration::LOCK,
    schema::{self, Table},
    store::Store,
};

/// Rows that are written with one statement, unless they are large.
const ROWS: usize = 100;
/// Bytes of lines that are written with one statement.
const BYTES: usize = 4 << 20;

/// Rows that are written together.
#[derive(Default)]
struct Batch {
    values: Vec<Value>,
    rows: usize,
    bytes: usize,
}

/// What is being read.
struct Reading<'e, P> {
    executor: Executor<'e>,
    /// The tables of the database that were not filled yet.
    left: Vec<Table>,
    current: Option<Table>,
    batch: Batch,
    rows: BTreeMap<String, u64>,
    progress: P,
}

impl Store {
    /// Fills an empty, migrated database with what a backup holds, all or nothing. `progress` hears of the rows of each table as
    /// they are read.
    ///
    /// # Errors
    /// When the database is not empty or has another schema, when the file is damaged, not complete or no backup, or when either
    /// cannot be read or written. Nothing was restored then.
    pub async fn restore<R: AsyncRead + Unpin + Send>(
        &self,
        from: R,
        progress: impl FnMut(&str, u64) + Send,
    ) -> Result<Summary, Failure> {
        let mut lines = Lines::new(from)?;
        let first = lines.next().await?.ok_or_else(|| unfit("this is no backup: it is empty"))?;
        let header: Header = parse(&first).map_err(|_| unfit("this is no backup of mcphub"))?;
        let open = self.pools().begin().await?;
        let executor = Executor::open(&open);
        if self.kind() == Kind::Postgres {
            executor.read(LOCK, arguments![], |_| Ok(())).await?;
        }
        check(&header, executor).await?;
        let left = schema::tables(executor, self.kind()).await?;
        empty(executor, &left).await?;
        let mut reading =
            Reading { executor, left, current: None, batch: Batch::default(), rows: BTreeMap::new(), progress };
        reading.all(&mut lines, Sha256::new().chain_update(&first)).await?;
        let rows = reading.rows;
        open.commit().await?;
        Ok(Summary { made_at: header.made_at, rows, master_keys: header.master_keys })
    }
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(line).map_err(|error| unfit(format!("the backup is damaged: {error}")))
}

/// The file is one that fits this database.
async fn check(header: &Header, executor: Executor<'_>) -> Result<(), Failure> {
    struct Version(String);
    impl FromRow for Version {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("version")?))
        }
    }
    if header.format != NAME {
        return Err(unfit("this is no backup of mcphub"));
    }
    if header.version != VERSION {
        return Err(unfit(format!(
            "the backup has the format {}, and this version reads {VERSION} only; restore it with mcphub {}",
            header.version, header.hub
        )));
    }
    let sql = "SELECT version FROM seaql_migrations ORDER BY version DESC LIMIT 1";
    let present = executor.one::<Version>(sql, arguments![]).await.unwrap_or_default();
    let Some(Version(present)) = present else {
        return Err(unfit("the database was not migrated yet; migrate it first, then restore"));
    };
    if header.schema != present {
        return Err(unfit(format!(
            "the backup was made at the schema {}, and the database has {present}; restore it with mcphub {} into a database that \
             this version migrated, and migrate that afterwards",
            header.schema, header.hub
        )));
    }
    Ok(())
}

/// Nothing that there is would be mixed with what is restored.
async fn empty(executor: Executor<'_>, tables: &[Table]) -> Result<(), Failure> {
    for Table { name, .. } in tables {
        let sql = format!("SELECT COUNT(*) AS n FROM (SELECT 1 FROM {name} LIMIT 1) any_row");
        if executor.one::<i64>(&sql, arguments![]).await? != Some(0) {
            return Err(unfit(format!(
                "the database is not empty, there are {name}; make a new one, migrate it, and restore into that before a hub is \
                 started with it"
            )));
        }
    }
    Ok(())
}

impl<P: FnMut(&str, u64) + Send> Reading<'_, P> {
    /// Reads everything to the footer, which has to be true.
    async fn all<R: AsyncRead + Unpin + Send>(
        &mut self,
        lines: &mut Lines<R>,
        mut digest: Sha256,
    ) -> Result<(), Failure> {
        loop {
            let line = lines.next().await?.ok_or_else(|| unfit("the backup is not complete: its end is missing"))?;
            if line.starts_with(b"[") {
                self.row(&line).await?;
            } else if line.starts_with(b"{\"table\"") {
                self.table(parse(&line)?).await?;
            } else {
                self.finish().await?;
                let Footer { rows, sha256 } = parse(&line)?;
                let found: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
                if found != sha256 || rows != self.rows {
                    return Err(unfit("the backup is damaged: it does not hold what it says at its end"));
                }
                if let Some(missing) = self.left.first() {
                    return Err(unfit(format!("the backup holds no {}", missing.name)));
                }
                return match lines.next().await? {
                    None => Ok(()),
                    Some(_) => Err(unfit("the backup is damaged: something follows after its end")),
                };
            }
            digest.update(&line);
        }
    }

    /// A table begins.
    async fn table(&mut self, table: Table) -> Result<(), Failure> {
        self.finish().await?;
        let position = self.left.iter().position(|known| known.name == table.name);
        let known = position.map(|position| self.left.remove(position));
        let by_name = |table: &Table| {
            let mut columns = table.columns.clone();
            columns.sort_by(|one, two| one.name.cmp(&two.name));
            columns
        };
        if known.is_none_or(|known| by_name(&known) != by_name(&table)) {
            return Err(unfit(format!("the backup holds {}, which the database has not or otherwise", table.name)));
        }
        self.rows.insert(table.name.clone(), 0);
        self.current = Some(table);
        Ok(())
    }

    async fn row(&mut self, line: &[u8]) -> Result<(), Failure> {
        let Some(table) = &self.current else { return Err(unfit("the backup is damaged: a row is in no table")) };
        let written: Vec<Json> = parse(line)?;
        if written.len() != table.columns.len() {
            return Err(unfit("the backup is damaged: a row has not as many values as its table has columns"));
        }
        for (column, value) in table.columns.iter().zip(written) {
            self.batch.values.push(column.form.read(value)?);
        }
        self.batch.rows += 1;
        self.batch.bytes += line.len();
        if self.batch.rows == ROWS || self.batch.bytes >= BYTES {
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes the rows that were read.
    async fn flush(&mut self) -> Result<(), Failure> {
        let Batch { values, rows, .. } = std::mem::take(&mut self.batch);
        let Some(table) = self.current.as_ref().filter(|_| rows > 0) else { return Ok(()) };
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let width = names.len();
        let places = |row: usize| (1..=width).map(|column| format!("${}", row * width + column)).collect::<Vec<_>>();
        let places: Vec<String> = (0..rows).map(|row| format!("({})", places(row).join(", "))).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES {}", table.name, names.join(", "), places.join(", "));
        self.executor.run(&sql, values).await?;
        let total = self.rows.entry(table.name.clone()).or_default();
        *total += rows as u64;
        (self.progress)(&table.name, *total);
        Ok(())
    }

    /// The table that was read is complete.
    async fn finish(&mut self) -> Result<(), Failure> {
        self.flush().await?;
        self.current = None;
        Ok(())
    }
}
