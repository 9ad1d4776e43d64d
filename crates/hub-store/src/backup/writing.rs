//! Making a backup.

use std::{collections::BTreeMap, io::Write as _};

use futures_util::StreamExt as _;
use sea_orm::{DatabaseTransaction, DbBackend, Statement, StreamTrait as _};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use zstd::stream::write::Encoder;

use super::{
    Failure, Summary,
    format::{Footer, Header, NAME, VERSION},
    unfit,
};
use crate::{
    database::{Executor, FromRow, Kind, Row, arguments},
    error::Result,
    schema::{self, Table},
    store::Store,
};

/// Packed bytes are handed on when there are so many.
const PORTION: usize = 1 << 16;
/// Rows between two words on how far it is.
const STEP: u64 = 1000;

/// Lines on their way into the file.
struct Lines<W> {
    to: W,
    packed: Encoder<'static, Vec<u8>>,
    digest: Sha256,
}

struct Text(String);

impl FromRow for Text {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("text")?))
    }
}

impl Store {
    /// Writes everything that is kept as it is now, while others go on writing. `progress` hears of the rows of each table as they
    /// are written.
    ///
    /// # Errors
    /// When the database does not answer or was never migrated, or the file cannot be written.
    pub async fn backup<W: AsyncWrite + Unpin + Send>(
        &self,
        to: W,
        mut progress: impl FnMut(&str, u64) + Send,
    ) -> Result<Summary, Failure> {
        let snapshot = self.pools().snapshot().await?;
        let executor = Executor::open(&snapshot);
        let header = self.header(executor).await?;
        let mut lines = Lines::new(to)?;
        lines.write(&header).await?;
        let mut rows = BTreeMap::new();
        for table in schema::tables(executor, self.kind()).await? {
            lines.write(&table).await?;
            let written = write_rows(&mut lines, &snapshot, self.kind(), &table, &mut progress).await?;
            progress(&table.name, written);
            rows.insert(table.name, written);
        }
        lines.end(rows.clone()).await?;
        Ok(Summary { made_at: header.made_at, rows, master_keys: header.master_keys })
    }

    async fn header(&self, executor: Executor<'_>) -> Result<Header, Failure> {
        let sql = "SELECT version AS text FROM seaql_migrations ORDER BY version DESC LIMIT 1";
        let schema = executor.one::<Text>(sql, arguments![]).await?;
        let Text(schema) = schema.ok_or_else(|| unfit("the database holds nothing: it was never migrated"))?;
        let sql = "SELECT DISTINCT master_key AS text FROM data_keys ORDER BY master_key";
        let keys = executor.all::<Text>(sql, arguments![]).await?;
        Ok(Header {
            format: NAME.to_owned(),
            version: VERSION,
            schema,
            made_at: self.now(),
            hub: env!("CARGO_PKG_VERSION").to_owned(),
            master_keys: keys.into_iter().map(|Text(name)| name).collect(),
        })
    }
}

async fn write_rows<W: AsyncWrite + Unpin + Send>(
    lines: &mut Lines<W>,
    snapshot: &DatabaseTransaction,
    kind: Kind,
    table: &Table,
    progress: &mut (impl FnMut(&str, u64) + Send),
) -> Result<u64, Failure> {
    let backend = match kind {
        Kind::Sqlite => DbBackend::Sqlite,
        Kind::Postgres => DbBackend::Postgres,
    };
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
    let mut rows = snapshot.stream_raw(Statement::from_string(backend, sql)).await?;
    let mut written = 0;
    while let Some(row) = rows.next().await {
        let row = row?;
        let values: Result<Vec<_>> = table.columns.iter().map(|column| column.form.write(&row, &column.name)).collect();
        lines.write(&values?).await?;
        written += 1;
        if written % STEP == 0 {
            progress(&table.name, written);
        }
    }
    Ok(written)
}

impl<W: AsyncWrite + Unpin + Send> Lines<W> {
    fn new(to: W) -> Result<Self, Failure> {
        let mut packed = Encoder::new(Vec::new(), 3)?;
        packed.include_checksum(true)?;
        Ok(Self { to, packed, digest: Sha256::new() })
    }

    async fn write(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.digest.update(&text);
        self.packed.write_all(&text)?;
        if self.packed.get_ref().len() >= PORTION {
            let portion = std::mem::take(self.packed.get_mut());
            self.to.write_all(&portion).await?;
        }
        Ok(())
    }

    async fn end(mut self, rows: BTreeMap<String, u64>) -> Result<(), Failure> {
        let sha256 = self.digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.write(&Footer { rows, sha256 }).await?;
        let rest = self.packed.finish()?;
        self.to.write_all(&rest).await?;
        // A file is not there before its last byte is.
        self.to.shutdown().await?;
        Ok(())
    }
}
