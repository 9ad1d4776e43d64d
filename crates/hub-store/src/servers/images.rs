//! Images of servers' versions: what was made, where it is, and what a scanner found in it.

use std::collections::BTreeMap;

use hub_model::{
    id::{ImageId, OrganisationId, RegistryId, ServerId, UserId, VersionId},
    server::{Image, ImageState, Platform},
};
use serde_json::{Value, json};

use crate::{
    apis::blobs::{self, Blob},
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// Archives that are kept of each server; the oldest goes when there is another one.
const ARCHIVES: i64 = 5;
/// Images that are remembered of each server beside those that are in a registry.
const REMEMBERED: i64 = 200;

/// An image that was made.
#[derive(Debug, Clone)]
pub struct New {
    /// Of which server.
    pub server: ServerId,
    /// Of which version.
    pub version: VersionId,
    /// The version's number.
    pub number: i64,
    /// Where it was pushed, or would have been.
    pub registry: Option<RegistryId>,
    /// What it is called, below the registry's own path.
    pub repository: String,
    /// Its tag.
    pub tag: String,
    /// Its whole name.
    pub name: String,
    /// What became of it.
    pub state: ImageState,
    /// Digest of its manifest.
    pub digest: String,
    /// Bytes of its layers.
    pub size: i64,
    /// For which machines.
    pub platforms: Vec<Platform>,
    /// It is signed.
    pub is_signed: bool,
    /// Which program scanned it; none when absent.
    pub scanner: Option<String>,
    /// How many findings there are of each severity.
    pub counts: BTreeMap<String, i64>,
    /// The findings, the worst first.
    pub findings: Value,
    /// Its archive, where it is kept here.
    pub archive: Option<Blob>,
    /// Who asked for it.
    pub by: Option<UserId>,
}

impl FromRow for Image {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            server: row.id("server_id")?,
            version: row.id("version_id")?,
            number: row.get("number")?,
            registry: row.id_or_null("registry_id")?,
            repository: row.get("repository")?,
            tag: row.get("tag")?,
            name: row.get("name")?,
            state: row.word("state")?,
            digest: row.get("digest")?,
            size: row.get("size")?,
            platforms: row.json("platforms")?,
            is_signed: row.get("is_signed")?,
            scanner: row.get("scanner")?,
            counts: row.json("counts")?,
            created_by: row.id_or_null("created_by")?,
            created_at: row.time("created_at")?,
        })
    }
}

const COLUMNS: &str = "id, server_id, version_id, number, registry_id, repository, tag, name, state, digest, size, platforms, is_signed, scanner, counts, created_by, created_at";

/// Keeps an image that was made. What its tag named before is replaced by it.
///
/// # Errors
/// [`Error::Missing`] when the version or the registry is gone, [`Error::Quota`] when the organisation has too much.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New) -> Result<Image> {
    if let Some(archive) = &new.archive {
        blobs::put(tx, organisation, archive).await?;
    }
    super::versions::find(tx, organisation, new.server, new.version).await?.ok_or(Error::Missing("the version"))?;
    if let Some(registry) = new.registry {
        crate::registries::find(tx, organisation, registry).await?.ok_or(Error::Missing("the registry"))?;
        if new.state == ImageState::Pushed {
            let sql = "UPDATE images SET state = $5 WHERE organisation_id = $1 AND registry_id = $2 AND repository = $3 AND tag = $4 AND state = $6";
            let values =
                arguments![organisation, registry, new.repository, new.tag, ImageState::Replaced, ImageState::Pushed];
            tx.executor().run(sql, values).await?;
        }
    }
    let id: ImageId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO images (id, organisation_id, server_id, version_id, number, registry_id, repository, tag, name, state, digest, size,
         platforms, is_signed, scanner, counts, findings, archive, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) RETURNING {COLUMNS}"
    );
    let archive = new.archive.as_ref().map(Blob::digest);
    let values = arguments![
        id,
        organisation,
        new.server,
        new.version,
        new.number,
        new.registry,
        new.repository,
        new.tag,
        new.name,
        new.state,
        new.digest,
        new.size,
        Json(&new.platforms),
        new.is_signed,
        new.scanner,
        Json(&new.counts),
        Json(&new.findings),
        archive,
        new.by,
        tx.at()
    ];
    let made: Option<Image> = tx.executor().one(&sql, values).await?;
    tidy(tx, organisation, new.server).await?;
    let kind = if new.state == ImageState::Blocked { "image.blocked" } else { "image.built" };
    let what = json!({ "server": new.server, "number": new.number, "name": new.name, "digest": new.digest, "findings": new.counts });
    tx.event(Some(organisation), kind, id, what);
    made.ok_or(Error::Missing("the image"))
}

/// Lets go of old archives, and forgets what is nowhere any more.
async fn tidy(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId) -> Result<()> {
    let sql = "UPDATE images SET state = $3, archive = NULL WHERE organisation_id = $1 AND server_id = $2 AND state = $4 AND id NOT IN
               (SELECT id FROM images WHERE organisation_id = $1 AND server_id = $2 AND state = $4 ORDER BY id DESC LIMIT $5)";
    let values = arguments![organisation, server, ImageState::Removed, ImageState::Kept, ARCHIVES];
    tx.executor().run(sql, values).await?;
    let sql = "DELETE FROM images WHERE organisation_id = $1 AND server_id = $2 AND state NOT IN ($3, $4) AND id NOT IN
               (SELECT id FROM images WHERE organisation_id = $1 AND server_id = $2 AND state NOT IN ($3, $4) ORDER BY id DESC LIMIT $5)";
    let values = arguments![organisation, server, ImageState::Pushed, ImageState::Kept, REMEMBERED];
    tx.executor().run(sql, values).await.map(drop)
}

/// Images of a server, newest first; of one of its versions where that is said.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    version: Option<VersionId>,
    page: Request<ImageId>,
) -> Result<Page<Image, ImageId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM images WHERE organisation_id = $1 AND server_id = $2 AND id < $3 AND ($4 IS NULL OR version_id = $4)
         ORDER BY id DESC LIMIT $5"
    );
    let after = page.after.unwrap_or(ImageId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![organisation, server, after, version, page.fetched()]).await?;
    Ok(page.page(rows, |image: &Image| image.id))
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    id: ImageId,
) -> Result<Option<Image>> {
    let sql = format!("SELECT {COLUMNS} FROM images WHERE organisation_id = $1 AND server_id = $2 AND id = $3");
    from.executor().one(&sql, arguments![organisation, server, id]).await
}

/// What a scanner found in one, the worst first.
///
/// # Errors
/// When the database does not answer.
pub async fn findings(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    id: ImageId,
) -> Result<Option<Value>> {
    struct Findings(Value);
    impl FromRow for Findings {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.json("findings")?))
        }
    }
    let sql = "SELECT findings FROM images WHERE organisation_id = $1 AND server_id = $2 AND id = $3";
    let found = from.executor().one(sql, arguments![organisation, server, id]).await?;
    Ok(found.map(|Findings(findings)| findings))
}

/// The archive of one that is kept here.
///
/// # Errors
/// When the database does not answer, or the archive is damaged.
pub async fn archive(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    id: ImageId,
) -> Result<Option<Vec<u8>>> {
    struct Digest(Option<String>);
    impl FromRow for Digest {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("archive")?))
        }
    }
    let sql = "SELECT archive FROM images WHERE organisation_id = $1 AND server_id = $2 AND id = $3";
    match from.executor().one(sql, arguments![organisation, server, id]).await? {
        Some(Digest(Some(digest))) => blobs::get(from, organisation, &digest).await.map(Some),
        _ => Ok(None),
    }
}

/// What tags of a registry name, as far as it was pushed from here, newest first. Of one repository where that is said.
///
/// # Errors
/// When the database does not answer.
pub async fn pushed(
    from: &impl Read,
    organisation: OrganisationId,
    registry: RegistryId,
    repository: Option<&str>,
) -> Result<Vec<Image>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM images WHERE organisation_id = $1 AND registry_id = $2 AND ($3 IS NULL OR repository = $3) AND state = $4
         ORDER BY id DESC LIMIT 2000"
    );
    from.executor().all(&sql, arguments![organisation, registry, repository, ImageState::Pushed]).await
}

/// Notes that tags are gone from a repository, by whom and why.
///
/// # Errors
/// When the database does not answer.
pub async fn untag(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    registry: RegistryId,
    repository: &str,
    tags: &[String],
) -> Result<()> {
    let sql = "UPDATE images SET state = $5 WHERE organisation_id = $1 AND registry_id = $2 AND repository = $3 AND tag = $4 AND state = $6";
    for tag in tags {
        let values = arguments![organisation, registry, repository, tag, ImageState::Removed, ImageState::Pushed];
        tx.executor().run(sql, values).await?;
        tx.event(Some(organisation), "registry.tag-deleted", registry, json!({ "repository": repository, "tag": tag }));
    }
    Ok(())
}

/// Forgets one, with its archive. What was pushed stays where it is.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId, id: ImageId) -> Result<()> {
    let sql = "DELETE FROM images WHERE organisation_id = $1 AND server_id = $2 AND id = $3";
    if tx.executor().run(sql, arguments![organisation, server, id]).await? == 0 {
        return Err(Error::Missing("the image"));
    }
    tx.event(Some(organisation), "image.deleted", id, json!({ "server": server }));
    Ok(())
}
