//! Who is in an organisation.

use hub_model::{
    account::{Member, Permissions, Role},
    id::{OrganisationId, UserId},
};
use serde_json::json;

use super::{lock, quotas, roles};
use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            user: row.id("user_id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            role: row.word("role")?,
            joined_at: row.time("joined_at")?,
            version: row.get("version")?,
        })
    }
}

/// A role with what the organisation's own role of that name allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The role.
    pub role: Role,
    /// What it allows, where it is one of the organisation's own.
    pub custom: Option<Permissions>,
}

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { role: row.word("role")?, custom: row.json_or_null("permissions")? })
    }
}

const SELECT: &str =
    "SELECT m.user_id, u.email, u.name, m.role, m.joined_at, m.version FROM members m JOIN users u ON u.id = m.user_id";

/// Makes somebody a member.
///
/// # Errors
/// [`Error::Taken`] when they are one already, [`Error::Quota`] when there are too many, [`Error::Refused`] when the
/// organisation is somebody's own, [`Error::Missing`] when it does not have the role.
pub async fn add(tx: &Transaction<'_>, organisation: OrganisationId, user: UserId, role: Role) -> Result<()> {
    let own = lock(tx, organisation, None).await?;
    if own.personal_of.is_some_and(|owner| owner != user) {
        return Err(Error::Refused("a personal organisation has no other members; make another organisation"));
    }
    roles::check(tx, organisation, role).await?;
    quotas::reserve(tx, organisation, quotas::Resource::Members, 1).await?;
    let sql = "INSERT INTO members (organisation_id, user_id, role, joined_at, version) VALUES ($1, $2, $3, $4, 1)";
    tx.executor().run(sql, arguments![organisation, user, role, tx.at()]).await?;
    tx.event(Some(organisation), "member.added", user, json!({ "role": role }));
    changed(tx, organisation, user);
    Ok(())
}

/// A member.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, user: UserId) -> Result<Option<Member>> {
    let sql = format!("{SELECT} WHERE m.organisation_id = $1 AND m.user_id = $2");
    from.executor().one(&sql, arguments![organisation, user]).await
}

/// What somebody is in an organisation; `None` when they are not in it.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(from: &impl Read, organisation: OrganisationId, user: UserId) -> Result<Option<Standing>> {
    let sql = "SELECT m.role, r.permissions FROM members m
               LEFT JOIN roles r ON r.organisation_id = m.organisation_id AND r.word = m.role
               WHERE m.organisation_id = $1 AND m.user_id = $2";
    from.executor().one(sql, arguments![organisation, user]).await
}

/// What somebody is in all the organisations that they are in.
///
/// # Errors
/// When the database does not answer.
pub async fn standings(from: &impl Read, user: UserId) -> Result<Vec<Standing>> {
    let sql = "SELECT m.role, r.permissions FROM members m
               JOIN organisations o ON o.id = m.organisation_id AND o.deleted_at IS NULL
               LEFT JOIN roles r ON r.organisation_id = m.organisation_id AND r.word = m.role
               WHERE m.user_id = $1";
    from.executor().all(sql, arguments![user]).await
}

/// Members, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    page: Request<UserId>,
) -> Result<Page<Member, UserId>> {
    let sql = format!("{SELECT} WHERE m.organisation_id = $1 AND m.user_id < $2 ORDER BY m.user_id DESC LIMIT $3");
    let after = page.after.unwrap_or(UserId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![organisation, after, page.fetched()]).await?;
    Ok(page.page(rows, |member: &Member| member.user))
}

/// Gives a member another role.
///
/// # Errors
/// [`Error::Missing`] when they are no member or there is no such role, [`Error::Stale`] when they have another version, [`Error::Refused`] when the
/// organisation would have no owner.
pub async fn set_role(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    user: UserId,
    version: Option<i64>,
    role: Role,
) -> Result<Member> {
    let before = leaving(tx, organisation, user, role != Role::Owner).await?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    roles::check(tx, organisation, role).await?;
    let sql = "UPDATE members SET role = $3, version = version + 1 WHERE organisation_id = $1 AND user_id = $2";
    tx.executor().run(sql, arguments![organisation, user, role]).await?;
    tx.event(Some(organisation), "member.role-changed", user, json!({ "from": before.role, "to": role }));
    changed(tx, organisation, user);
    Ok(Member { role, version: before.version + 1, ..before })
}

/// Takes a member out, with their keys and what credentials of their own they left here.
///
/// # Errors
/// [`Error::Missing`] when they are no member, [`Error::Refused`] when the organisation would have no owner.
pub async fn remove(tx: &Transaction<'_>, organisation: OrganisationId, user: UserId) -> Result<()> {
    leaving(tx, organisation, user, true).await?;
    super::keys::revoke_all(tx, organisation, user).await?;
    let sql = "DELETE FROM credentials WHERE organisation_id = $1 AND user_id = $2";
    tx.executor().run(sql, arguments![organisation, user]).await?;
    let sql = "DELETE FROM members WHERE organisation_id = $1 AND user_id = $2";
    tx.executor().run(sql, arguments![organisation, user]).await?;
    tx.event(Some(organisation), "member.removed", user, json!({}));
    changed(tx, organisation, user);
    Ok(())
}

/// The member, held together with the organisation; refused when they are the last owner and stop being one.
async fn leaving(tx: &Transaction<'_>, organisation: OrganisationId, user: UserId, stops: bool) -> Result<Member> {
    lock(tx, organisation, None).await?;
    let member = find(tx, organisation, user).await?.ok_or(Error::Missing("the member"))?;
    if member.role == Role::Owner && stops {
        let sql = "SELECT COUNT(*) AS n FROM members WHERE organisation_id = $1 AND role = $2 AND user_id <> $3";
        if tx.executor().one::<i64>(sql, arguments![organisation, Role::Owner, user]).await? == Some(0) {
            return Err(Error::Refused("this is the last owner; make another one first"));
        }
    }
    Ok(member)
}

fn changed(tx: &Transaction<'_>, organisation: OrganisationId, user: UserId) {
    tx.notify(Notice::RightsChanged { user: Some(user), key: None, organisation: Some(organisation) });
}

/// One of the owners of an organisation, who answers for what programs make.
///
/// # Errors
/// When the database does not answer.
pub async fn an_owner(from: &impl Read, organisation: OrganisationId) -> Result<Option<UserId>> {
    let sql = format!("{SELECT} WHERE m.organisation_id = $1 AND m.role = $2 ORDER BY m.joined_at, m.user_id LIMIT 1");
    let owner: Option<Member> = from.executor().one(&sql, arguments![organisation, Role::Owner]).await?;
    Ok(owner.map(|owner| owner.user))
}
