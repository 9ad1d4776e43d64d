//! Everything that is kept, in one file that either database can be made from.
//!
//! The file is one zstd frame of lines of JSON, read and written as a stream:
//!
//! 1. A header: `{"format":"mcphub-backup","version":1,"schema":"0006_open_servers","made_at":"2026-…","hub":"0.1.0","master_keys":["…"]}`.
//!    `version` is that of this format; `schema` is the last migration that was applied.
//! 2. For each table, those that others refer to first: `{"table":"users","columns":[{"name":"id","form":"id"},…]}`, and then a line
//!    for each row, an array with a value for each column: an `id` as 32 hexadecimal digits, `bytes` in base64, `text`, `integer` and
//!    `boolean` as JSON has them, or null.
//! 3. A footer: `{"rows":{"users":3,…},"sha256":"…"}`, the digest being over all bytes before this line. A file without it is refused.
//!
//! The file holds one state of the database, whatever is written meanwhile. **Secrets stay sealed, and the master key is not in the
//! file**: without it a restored hub cannot open its secrets, so it has to be kept apart. The header names the keys that are needed.
//! Password hashes and people's names are in the file; it is to be kept as the database is.

mod format;
mod lines;
mod restore;
mod writing;

use std::{collections::BTreeMap, fmt};

use hub_model::Timestamp;

use crate::error::Error;

/// What was written, or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// When the backup was made.
    pub made_at: Timestamp,
    /// The rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// The names of the master keys that its secrets need.
    pub master_keys: Vec<String>,
}

/// Why a backup was not made or not restored.
#[derive(Debug)]
pub enum Failure {
    /// The database does not answer, or holds something that makes no sense.
    Store(Error),
    /// The file cannot be read or written.
    File(std::io::Error),
    /// It cannot be restored: why, and what to do.
    Unfit(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::File(error) => write!(f, "the backup cannot be read or written: {error}"),
            Self::Unfit(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

fn unfit(why: impl Into<String>) -> Failure {
    Failure::Unfit(why.into())
}
