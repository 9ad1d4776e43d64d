//! Sign-ins. Each refresh token works once; whoever presents a used one ends the session, for one of two holders is a thief.

use std::time::Duration;

use hub_model::{
    Timestamp,
    account::Session,
    id::{SessionId, UserId},
};
use serde_json::json;

use super::users;
use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
};

/// A sign-in that is to be kept.
#[derive(Debug, Clone)]
pub struct New<'n> {
    /// Whose.
    pub user: UserId,
    /// The hash of the first refresh token.
    pub token: &'n str,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// What became of a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshed {
    /// It was good, and is used up.
    Renewed(Session),
    /// It had been used before: the session is ended now.
    Reused(Session),
    /// It is not known, or its session has ended.
    Unknown,
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            user: row.id("user_id")?,
            address: row.get("address")?,
            user_agent: row.get("user_agent")?,
            created_at: row.time("created_at")?,
            last_used_at: row.time("last_used_at")?,
            expires_at: row.time("expires_at")?,
            revoked_at: row.time_or_null("revoked_at")?,
        })
    }
}

const COLUMNS: &str = "id, user_id, address, user_agent, created_at, last_used_at, expires_at, revoked_at";

/// Begins a session, from where the transaction comes from.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(tx: &Transaction<'_>, new: New<'_>) -> Result<Session> {
    let id: SessionId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO sessions (id, user_id, address, user_agent, created_at, last_used_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING {COLUMNS}"
    );
    let origin = tx.origin();
    let made = tx
        .executor()
        .one(&sql, arguments![id, new.user, origin.address, origin.user_agent, tx.at(), new.expires_at])
        .await?;
    add_token(tx, id, new.token).await?;
    users::seen(tx, new.user, tx.at()).await?;
    tx.event(None, "session.began", id, json!({ "user": new.user }));
    made.ok_or(Error::Missing("the session"))
}

async fn add_token(tx: &Transaction<'_>, session: SessionId, token: &str) -> Result<()> {
    let sql = "INSERT INTO refresh_tokens (hash, session_id, created_at) VALUES ($1, $2, $3)";
    tx.executor().run(sql, arguments![token, session, tx.at()]).await.map(drop)
}

/// Uses up a refresh token and gives its session the next one. For as long as `leeway` says after its first use, a token is taken again.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(
    tx: &Transaction<'_>,
    token: &str,
    next: &str,
    expires_at: Timestamp,
    leeway: Duration,
) -> Result<Refreshed> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE id = (SELECT session_id FROM refresh_tokens WHERE hash = $1) FOR NO KEY UPDATE"
    );
    let Some(session) = tx.executor().one::<Session>(&sql, arguments![token]).await? else {
        return Ok(Refreshed::Unknown);
    };
    if session.revoked_at.is_some() || session.expires_at <= tx.at() {
        return Ok(Refreshed::Unknown);
    }
    // Without leeway one use is all, also where the other one's transaction began later than this.
    let sql = "UPDATE refresh_tokens SET used_at = COALESCE(used_at, $2)
               WHERE hash = $1 AND (used_at IS NULL OR ($4 AND used_at > $3))";
    let values = arguments![token, tx.at(), tx.at().before(leeway), !leeway.is_zero()];
    if tx.executor().run(sql, values).await? == 0 {
        end(tx, session.user, session.id, "reused").await?;
        return Ok(Refreshed::Reused(session));
    }
    add_token(tx, session.id, next).await?;
    let sql = format!("UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1 RETURNING {COLUMNS}");
    let renewed = tx.executor().one(&sql, arguments![session.id, tx.at(), expires_at]).await?;
    Ok(renewed.map_or(Refreshed::Unknown, Refreshed::Renewed))
}

/// Ends one of a user's sessions; whether there was one to end.
///
/// # Errors
/// When the database does not answer.
pub async fn end(tx: &Transaction<'_>, user: UserId, id: SessionId, reason: &'static str) -> Result<bool> {
    let sql = "UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";
    let is_ended = tx.executor().run(sql, arguments![id, user, tx.at()]).await? > 0;
    if is_ended {
        tx.event(None, "session.ended", id, json!({ "user": user, "reason": reason }));
        tx.notify(Notice::SessionEnded { id });
    }
    Ok(is_ended)
}

/// Ends all of a user's sessions but one.
///
/// # Errors
/// When the database does not answer.
pub async fn end_all(
    tx: &Transaction<'_>,
    user: UserId,
    but: Option<SessionId>,
    reason: &'static str,
) -> Result<usize> {
    let mut ended = 0;
    for session in list(tx, user).await? {
        if Some(session.id) != but && end(tx, user, session.id, reason).await? {
            ended += 1;
        }
    }
    Ok(ended)
}

/// A user's open sessions, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, user: UserId) -> Result<Vec<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY id DESC"
    );
    from.executor().all(&sql, arguments![user, from.present()]).await
}

/// A session, ended or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, id: SessionId) -> Result<Option<Session>> {
    from.executor().one(&format!("SELECT {COLUMNS} FROM sessions WHERE id = $1"), arguments![id]).await
}

/// Forgets sessions that ended before a moment, one way or another, with their tokens.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1", arguments![moment]).await
}
