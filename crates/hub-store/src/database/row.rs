//! Rows of answers, column by column.

use std::str::FromStr;

use hub_model::Timestamp;
use sea_orm::{QueryResult, TryGetable};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::{Error, Result};

/// Something that a row says.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// One row.
pub(crate) struct Row<'r>(&'r QueryResult);

impl<'r> Row<'r> {
    pub(crate) fn new(row: &'r QueryResult) -> Self {
        Self(row)
    }

    /// A column of a type that the databases have themselves; an `Option` of it may be null.
    pub(crate) fn get<T: TryGetable>(&self, column: &str) -> Result<T> {
        Ok(self.0.try_get("", column)?)
    }

    pub(crate) fn id<T: From<Identifier>>(&self, column: &str) -> Result<T> {
        Ok(T::from(Identifier(self.get::<Uuid>(column)?.as_u128())))
    }

    pub(crate) fn id_or_null<T: From<Identifier>>(&self, column: &str) -> Result<Option<T>> {
        Ok(self.get::<Option<Uuid>>(column)?.map(|uuid| T::from(Identifier(uuid.as_u128()))))
    }

    pub(crate) fn time(&self, column: &str) -> Result<Timestamp> {
        Ok(Timestamp(self.get(column)?))
    }

    pub(crate) fn time_or_null(&self, column: &str) -> Result<Option<Timestamp>> {
        Ok(self.get::<Option<i64>>(column)?.map(Timestamp))
    }

    /// A column that holds a word of a closed set.
    pub(crate) fn word<T: FromStr>(&self, column: &str) -> Result<T> {
        let text: String = self.get(column)?;
        text.parse().map_err(|_| Error::Corrupt(format!("the column {column} holds an unknown word")))
    }

    /// A column that holds JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text)
            .map_err(|error| Error::Corrupt(format!("the column {column} holds other JSON than expected: {error}")))
    }

    pub(crate) fn json_or_null<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        match self.get::<Option<String>>(column)? {
            Some(_) => self.json(column).map(Some),
            None => Ok(None),
        }
    }
}

/// The bits of an identifier, on the way from a column to its type.
pub(crate) struct Identifier(u128);

macro_rules! identifiers {
    ($($type:ident),* $(,)?) => {$(
        impl From<Identifier> for hub_model::id::$type {
            fn from(bits: Identifier) -> Self {
                Self(bits.0)
            }
        }
    )*};
}

identifiers![
    UserId,
    OrganisationId,
    InvitationId,
    RoleId,
    ServiceAccountId,
    KeyId,
    SessionId,
    ApiId,
    RevisionId,
    CredentialId,
    JobId,
    WebhookId,
    DataKeyId,
    UploadId,
    ServerId,
    VersionId,
    ReplicaId,
    CallId,
    RegistryId,
    ImageId,
];

/// The single column `n`: a count, or a number.
impl FromRow for i64 {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.get("n")
    }
}
