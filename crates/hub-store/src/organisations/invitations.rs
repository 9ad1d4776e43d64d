//! Open doors, each for one person.

use hub_model::{
    Timestamp,
    account::{Invitation, Role},
    id::{InvitationId, OrganisationId, UserId},
};
use serde_json::json;

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// An invitation that is to be made.
#[derive(Debug, Clone)]
pub struct New<'n> {
    /// Whom; kept in lower case.
    pub email: &'n str,
    /// What they will be.
    pub role: Role,
    /// Who invites them.
    pub invited_by: UserId,
    /// The hash of the token in the link.
    pub hash: &'n str,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// An invitation with where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The invitation.
    pub invitation: Invitation,
    /// Into which organisation.
    pub organisation: OrganisationId,
}

impl FromRow for Invitation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            email: row.get("email")?,
            role: row.word("role")?,
            invited_by: row.id("invited_by")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        })
    }
}

impl FromRow for Door {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { invitation: Invitation::from_row(row)?, organisation: row.id("organisation_id")? })
    }
}

const COLUMNS: &str = "id, organisation_id, email, role, invited_by, created_at, expires_at";

/// Invites somebody; an earlier invitation of theirs does not work any more.
///
/// # Errors
/// [`Error::Refused`] when the organisation is somebody's own, [`Error::Missing`] when it does not have the role.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New<'_>) -> Result<Invitation> {
    if super::lock(tx, organisation, None).await?.personal_of.is_some() {
        return Err(Error::Refused("a personal organisation has no other members; make another organisation"));
    }
    super::roles::check(tx, organisation, new.role).await?;
    let email = new.email.to_lowercase();
    let sql = "DELETE FROM invitations WHERE organisation_id = $1 AND email = $2";
    tx.executor().run(sql, arguments![organisation, email]).await?;
    let id: InvitationId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO invitations (id, organisation_id, email, role, hash, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {COLUMNS}"
    );
    let New { role, invited_by, hash, expires_at, .. } = new;
    let made = tx
        .executor()
        .one(&sql, arguments![id, organisation, email, role, hash, invited_by, tx.at(), expires_at])
        .await?;
    tx.event(Some(organisation), "invitation.created", id, json!({ "email": email, "role": role }));
    made.ok_or(Error::Missing("the invitation"))
}

/// Those that were not used, newest first; some may have run out.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    page: Request<InvitationId>,
) -> Result<Page<Invitation, InvitationId>> {
    let sql =
        format!("SELECT {COLUMNS} FROM invitations WHERE organisation_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    let after = page.after.unwrap_or(InvitationId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![organisation, after, page.fetched()]).await?;
    Ok(page.page(rows, |invitation: &Invitation| invitation.id))
}

/// The invitation of a link, while it holds.
///
/// # Errors
/// When the database does not answer.
pub async fn by_hash(from: &impl Read, hash: &str, at: Timestamp) -> Result<Option<Door>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE hash = $1 AND expires_at > $2
         AND EXISTS (SELECT 1 FROM organisations o WHERE o.id = organisation_id AND o.deleted_at IS NULL)"
    );
    from.executor().one(&sql, arguments![hash, at]).await
}

/// Uses up an invitation; who used it is a member now.
///
/// # Errors
/// [`Error::Missing`] when it does not hold, [`Error::Taken`] when they are a member already.
pub async fn accept(tx: &Transaction<'_>, hash: &str, user: UserId) -> Result<OrganisationId> {
    let sql = format!("DELETE FROM invitations WHERE hash = $1 AND expires_at > $2 RETURNING {COLUMNS}");
    let taken: Option<Door> = tx.executor().one(&sql, arguments![hash, tx.at()]).await?;
    let Door { invitation, organisation } = taken.ok_or(Error::Missing("the invitation"))?;
    tx.event(Some(organisation), "invitation.accepted", invitation.id, json!({ "user": user }));
    super::members::add(tx, organisation, user, invitation.role).await?;
    Ok(organisation)
}

/// Forgets invitations that ran out before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM invitations WHERE expires_at < $1", arguments![moment]).await
}

/// Takes an invitation back.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn revoke(tx: &Transaction<'_>, organisation: OrganisationId, id: InvitationId) -> Result<()> {
    let sql = "DELETE FROM invitations WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id]).await? == 0 {
        return Err(Error::Missing("the invitation"));
    }
    tx.event(Some(organisation), "invitation.revoked", id, json!({}));
    Ok(())
}
