//! Accounts.

use hub_model::{Timestamp, account::User, id::UserId};
use serde_json::json;

use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// An account that is to be made.
#[derive(Debug, Clone)]
pub struct New {
    /// Kept in lower case.
    pub email: String,
    /// As they want to be called.
    pub name: String,
    /// The hash of the password, in PHC form.
    pub password: Option<String>,
    /// May administer the whole hub.
    pub is_admin: bool,
}

/// What is changed of an account; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// As they want to be called.
    pub name: Option<String>,
    /// May administer the whole hub.
    pub is_admin: Option<bool>,
    /// May not sign in.
    pub is_disabled: Option<bool>,
}

/// Which accounts.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A part of the address or the name.
    pub search: Option<String>,
}

impl FromRow for User {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            is_admin: row.get("is_admin")?,
            is_disabled: row.get("is_disabled")?,
            has_second_factor: row.get("totp_confirmed")?,
            created_at: row.time("created_at")?,
            last_seen_at: row.time_or_null("last_seen_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, email, name, is_admin, is_disabled, totp_confirmed, created_at, last_seen_at, version";

/// Makes an account.
///
/// # Errors
/// [`Error::Taken`] when there is one with this address.
pub async fn create(tx: &Transaction<'_>, new: New) -> Result<User> {
    let id: UserId = tx.store().fresh();
    let New { email, name, password, is_admin } = new;
    let (email, search) = (email.to_lowercase(), searched(&email, &name));
    let sql = format!(
        "INSERT INTO users (id, email, name, search, password, is_admin, is_disabled, totp_confirmed, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, FALSE, FALSE, $7, 1) RETURNING {COLUMNS}"
    );
    let made = tx.executor().one(&sql, arguments![id, email, name, search, password, is_admin, tx.at()]).await?;
    let user: User = made.ok_or(Error::Missing("the account"))?;
    tx.event(None, "user.created", id, json!({ "email": user.email, "is_admin": user.is_admin }));
    Ok(user)
}

/// The account of this identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, id: UserId) -> Result<Option<User>> {
    from.executor().one(&format!("SELECT {COLUMNS} FROM users WHERE id = $1"), arguments![id]).await
}

/// What an account is found by.
fn searched(email: &str, name: &str) -> String {
    crate::page::searched(&[email, name])
}

/// The account of this address, however it is written.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(from: &impl Read, email: &str) -> Result<Option<User>> {
    from.executor()
        .one(&format!("SELECT {COLUMNS} FROM users WHERE email = $1"), arguments![email.to_lowercase()])
        .await
}

/// How many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(from: &impl Read) -> Result<i64> {
    Ok(from.executor().one("SELECT COUNT(*) AS n FROM users", arguments![]).await?.unwrap_or(0))
}

/// Accounts, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, filter: &Filter, page: Request<UserId>) -> Result<Page<User, UserId>> {
    let pattern = filter.search.as_deref().map(crate::page::pattern);
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE id < $1 AND ($2 IS NULL OR search LIKE $2 ESCAPE '\\')
         ORDER BY id DESC LIMIT $3"
    );
    let rows =
        from.executor().all(&sql, arguments![page.after.unwrap_or(UserId(u128::MAX)), pattern, page.fetched()]).await?;
    Ok(page.page(rows, |user: &User| user.id))
}

/// Changes an account that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none, [`Error::Refused`] when it is the last
/// administrator that could act.
pub async fn update(tx: &Transaction<'_>, id: UserId, version: Option<i64>, change: Change) -> Result<User> {
    let takes_power = change.is_admin == Some(false) || change.is_disabled == Some(true);
    let other_admins = if takes_power { lock_admins(tx, id).await? } else { 0 };
    let before = lock(tx, id).await?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    let (is_admin, is_disabled) =
        (change.is_admin.unwrap_or(before.is_admin), change.is_disabled.unwrap_or(before.is_disabled));
    let loses_power = before.is_admin && !before.is_disabled && (!is_admin || is_disabled);
    if loses_power && other_admins == 0 {
        return Err(Error::Refused("this is the last administrator; make another one first"));
    }
    let name = change.name.unwrap_or(before.name);
    let sql = format!(
        "UPDATE users SET name = $2, search = $3, is_admin = $4, is_disabled = $5, version = version + 1 WHERE id = $1 RETURNING {COLUMNS}"
    );
    let search = searched(&before.email, &name);
    let changed = tx.executor().one(&sql, arguments![id, name, search, is_admin, is_disabled]).await?;
    let user: User = changed.ok_or(Error::Missing("the account"))?;
    tx.event(None, "user.updated", id, json!({ "is_admin": is_admin, "is_disabled": is_disabled }));
    tx.notify(Notice::RightsChanged { user: Some(id), key: None, organisation: None });
    Ok(user)
}

async fn lock(tx: &Transaction<'_>, id: UserId) -> Result<User> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE id = $1 FOR NO KEY UPDATE");
    tx.executor().one(&sql, arguments![id]).await?.ok_or(Error::Missing("the account"))
}

/// How many administrators can act beside this one. All of them and this one are locked, in one order whoever asks, so that two
/// cannot give up their place at once and do not wait for each other either.
async fn lock_admins(tx: &Transaction<'_>, id: UserId) -> Result<usize> {
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE id = $1 OR (is_admin = TRUE AND is_disabled = FALSE) ORDER BY id FOR NO KEY UPDATE"
    );
    let locked = tx.executor().all::<User>(&sql, arguments![id]).await?;
    Ok(locked.iter().filter(|user| user.id != id).count())
}

/// The hash of an account's password; none where it has none.
///
/// # Errors
/// When the database does not answer.
pub async fn password(from: &impl Read, id: UserId) -> Result<Option<String>> {
    struct Password(Option<String>);
    impl FromRow for Password {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("password")?))
        }
    }
    let sql = "SELECT password FROM users WHERE id = $1";
    Ok(from.executor().one::<Password>(sql, arguments![id]).await?.and_then(|found| found.0))
}

/// Sets the hash of an account's password. `reason` says what led to it: `changed`, `reset` or `rehashed`.
///
/// # Errors
/// [`Error::Missing`] when there is no such account.
pub async fn set_password(tx: &Transaction<'_>, id: UserId, password: &str, reason: &'static str) -> Result<()> {
    let sql = "UPDATE users SET password = $2, version = version + 1 WHERE id = $1";
    if tx.executor().run(sql, arguments![id, password]).await? == 0 {
        return Err(Error::Missing("the account"));
    }
    tx.event(None, "user.password-set", id, json!({ "reason": reason }));
    Ok(())
}

/// Notes a sign-in.
pub(crate) async fn seen(tx: &Transaction<'_>, id: UserId, at: Timestamp) -> Result<()> {
    tx.executor().run("UPDATE users SET last_seen_at = $2 WHERE id = $1", arguments![id, at]).await.map(drop)
}
