//! Documents and what was made of them: compressed, and once for each content in an organisation.

use hub_model::{Timestamp, id::OrganisationId};
use sha2::{Digest, Sha256};

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations::quotas,
};

/// How hard is compressed: documents are read far more often than written.
const LEVEL: i32 = 3;
/// What anything is unpacked to at most.
const MOST: usize = 512 << 20;

/// Something that is to be kept, packed.
#[derive(Debug, Clone)]
pub struct Blob {
    digest: String,
    content: Vec<u8>,
    size: usize,
}

impl Blob {
    /// Packs bytes. Takes a while for large ones: not a thing to do while others wait.
    ///
    /// # Errors
    /// [`Error::Refused`] when there are too many.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        if bytes.len() > MOST {
            return Err(Error::Refused("a document may have 512 MB and no more"));
        }
        let content = zstd::bulk::compress(bytes, LEVEL)
            .map_err(|error| Error::Unavailable(format!("a document could not be packed: {error}")))?;
        Ok(Self { digest: digest(bytes), content, size: bytes.len() })
    }

    /// SHA-256 of the bytes, in hex.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Something as it is kept: compressed.
#[derive(Debug, Clone)]
pub struct Packed {
    content: Vec<u8>,
    size: i64,
}

impl Packed {
    /// The bytes themselves. Takes a moment for large ones.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when it is damaged.
    pub fn unpack(&self) -> Result<Vec<u8>> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX).min(MOST);
        zstd::bulk::decompress(&self.content, size).map_err(|error| Error::Corrupt(format!("a document: {error}")))
    }
}

impl FromRow for Packed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { content: row.get("content")?, size: row.get("size")? })
    }
}

/// Keeps something, unless it is there already.
///
/// # Errors
/// [`Error::Quota`] when the organisation has too much.
pub async fn put(tx: &Transaction<'_>, organisation: OrganisationId, blob: &Blob) -> Result<()> {
    // What is there already takes no more room, but it has to stay: see [`sweep`].
    let sql = "UPDATE blobs SET created_at = $3 WHERE organisation_id = $1 AND digest = $2";
    if tx.executor().run(sql, arguments![organisation, blob.digest, tx.at()]).await? > 0 {
        return Ok(());
    }
    let stored = i64::try_from(blob.content.len()).unwrap_or(i64::MAX);
    quotas::reserve(tx, organisation, quotas::Resource::StoredBytes, stored).await?;
    let sql =
        "INSERT INTO blobs (organisation_id, digest, content, size, stored, created_at) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (organisation_id, digest) DO UPDATE SET created_at = $6";
    let size = i64::try_from(blob.size).unwrap_or(i64::MAX);
    let values = arguments![organisation, blob.digest, blob.content, size, stored, tx.at()];
    tx.executor().run(sql, values).await.map(drop)
}

/// What is kept under this digest, unpacked.
///
/// # Errors
/// [`Error::Missing`] when nothing is, [`Error::Corrupt`] when it is damaged.
pub async fn get(from: &impl Read, organisation: OrganisationId, digest: &str) -> Result<Vec<u8>> {
    let sql = "SELECT content, size FROM blobs WHERE organisation_id = $1 AND digest = $2";
    let kept: Packed =
        from.executor().one(sql, arguments![organisation, digest]).await?.ok_or(Error::Missing("the document"))?;
    let bytes = kept.unpack()?;
    if self::digest(&bytes) != digest {
        return Err(Error::Corrupt(format!("the document {digest}: it is not what was kept")));
    }
    Ok(bytes)
}

/// Removes what nothing refers to and what is older than `moment`: younger ones may be about to be referred to.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM blobs WHERE created_at < $1
               AND NOT EXISTS (SELECT 1 FROM revision_parts p WHERE p.organisation_id = blobs.organisation_id AND p.digest = blobs.digest)
               AND NOT EXISTS (SELECT 1 FROM version_parts v WHERE v.organisation_id = blobs.organisation_id AND v.digest = blobs.digest)
               AND NOT EXISTS (SELECT 1 FROM images i WHERE i.organisation_id = blobs.organisation_id AND i.archive = blobs.digest)
               AND NOT EXISTS (SELECT 1 FROM upload_files f WHERE f.organisation_id = blobs.organisation_id AND f.digest = blobs.digest)";
    tx.executor().run(sql, arguments![moment]).await
}
