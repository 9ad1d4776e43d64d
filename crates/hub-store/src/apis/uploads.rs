//! Documents that were uploaded. What no API uses after a while goes away.

use hub_model::{
    Timestamp,
    id::{OrganisationId, UploadId},
};
use serde_json::json;

use super::blobs::{self, Blob};
use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations,
};

/// One file of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, as references name it: relative, with `/`, without `..`.
    pub name: String,
    /// SHA-256 of its content, in hex.
    pub digest: String,
}

impl FromRow for File {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { name: row.get("name")?, digest: row.get("digest")? })
    }
}

/// Keeps files until `expires_at`.
///
/// # Errors
/// [`Error::Quota`] when the organisation has too much.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    files: &[(String, Blob)],
    expires_at: Timestamp,
) -> Result<UploadId> {
    // Whoever holds the upload's row and waits for the organisation would be waited for by others that do the same.
    organisations::lock(tx, organisation, None).await?;
    let id: UploadId = tx.store().fresh();
    let sql = "INSERT INTO uploads (id, organisation_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.executor().run(sql, arguments![id, organisation, tx.at(), expires_at]).await?;
    let sql =
        "INSERT INTO upload_files (upload_id, position, organisation_id, name, digest) VALUES ($1, $2, $3, $4, $5)";
    for (position, (name, blob)) in files.iter().enumerate() {
        blobs::put(tx, organisation, blob).await?;
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        tx.executor().run(sql, arguments![id, position, organisation, name, blob.digest()]).await?;
    }
    tx.event(Some(organisation), "upload.created", id, json!({ "files": files.len() }));
    Ok(id)
}

/// The files of an upload, in order; none when it is not there.
///
/// # Errors
/// When the database does not answer.
pub async fn files(from: &impl Read, organisation: OrganisationId, id: UploadId) -> Result<Vec<File>> {
    let sql = "SELECT name, digest FROM upload_files WHERE organisation_id = $1 AND upload_id = $2 ORDER BY position";
    from.executor().all(sql, arguments![organisation, id]).await
}

/// From now on an upload stays.
pub(crate) async fn claim(tx: &Transaction<'_>, organisation: OrganisationId, id: UploadId) -> Result<()> {
    let sql = "UPDATE uploads SET expires_at = NULL WHERE organisation_id = $1 AND id = $2";
    match tx.executor().run(sql, arguments![organisation, id]).await? {
        0 => Err(Error::Missing("the upload")),
        _ => Ok(()),
    }
}

/// Removes uploads that nobody used in time, and those whose APIs are gone.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(tx: &Transaction<'_>) -> Result<u64> {
    let unused = tx.executor().run("DELETE FROM uploads WHERE expires_at < $1", arguments![tx.at()]).await?;
    let sql = "DELETE FROM uploads WHERE expires_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM apis WHERE apis.upload_id = uploads.id)";
    Ok(unused + tx.executor().run(sql, arguments![]).await?)
}
