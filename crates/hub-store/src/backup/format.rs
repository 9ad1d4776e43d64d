//! The lines of a backup.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hub_model::Timestamp;
use sea_orm::{QueryResult, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Failure, unfit};
use crate::{error::Result, schema::Form};

/// What a backup begins with.
pub(super) const NAME: &str = "mcphub-backup";
/// The version of the format that is written, and the only one that is read.
pub(super) const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) version: u32,
    /// The last migration.
    pub(super) schema: String,
    pub(super) made_at: Timestamp,
    pub(super) hub: String,
    pub(super) master_keys: Vec<String>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Footer {
    pub(super) rows: BTreeMap<String, u64>,
    pub(super) sha256: String,
}

impl Form {
    /// A column of a row, as it is written.
    pub(super) fn write(self, row: &QueryResult, column: &str) -> Result<Json> {
        Ok(match self {
            Self::Id => row.try_get::<Option<Uuid>>("", column)?.map(|id| Json::from(id.simple().to_string())),
            Self::Bytes => row.try_get::<Option<Vec<u8>>>("", column)?.map(|bytes| Json::from(STANDARD.encode(bytes))),
            Self::Text => row.try_get::<Option<String>>("", column)?.map(Json::from),
            Self::Integer => row.try_get::<Option<i64>>("", column)?.map(Json::from),
            Self::Boolean => row.try_get::<Option<bool>>("", column)?.map(Json::from),
        }
        .unwrap_or(Json::Null))
    }

    /// The argument for what was written.
    pub(super) fn read(self, written: Json) -> Result<Value, Failure> {
        let value = match (self, written) {
            (Self::Id, Json::Null) => Some(Value::Uuid(None)),
            (Self::Bytes, Json::Null) => Some(Value::Bytes(None)),
            (Self::Text, Json::Null) => Some(Value::String(None)),
            (Self::Integer, Json::Null) => Some(Value::BigInt(None)),
            (Self::Boolean, Json::Null) => Some(Value::Bool(None)),
            (Self::Id, Json::String(text)) => Uuid::try_parse(&text).ok().map(Value::from),
            (Self::Bytes, Json::String(text)) => STANDARD.decode(text).ok().map(Value::from),
            (Self::Text, Json::String(text)) => Some(Value::from(text)),
            (Self::Integer, Json::Number(number)) => number.as_i64().map(Value::from),
            (Self::Boolean, Json::Bool(is_so)) => Some(Value::from(is_so)),
            _ => None,
        };
        value.ok_or_else(|| unfit("the backup is damaged: a row holds something else than its column says"))
    }
}
