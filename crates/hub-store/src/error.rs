//! What can go wrong with the store.

use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the store, as its callers have to tell them apart.
#[derive(Debug)]
pub enum Error {
    /// Something else already has this name. Holds the name of what is taken, as `users.email`.
    Taken(&'static str),
    /// It changed since it was read.
    Stale,
    /// It is not there, or no longer.
    Missing(&'static str),
    /// It cannot be done in the present state; holds why, in a sentence.
    Refused(&'static str),
    /// The organisation has as much as it may have: of what, and how much that is.
    Quota {
        /// `apis`, `stored_bytes`, …
        what: &'static str,
        /// The most.
        most: i64,
    },
    /// There is no room left where the database keeps its data.
    Full,
    /// The database does not answer, or answers with a failure.
    Unavailable(String),
    /// What was read makes no sense.
    Corrupt(String),
    /// A secret cannot be sealed or opened.
    Sealed(String),
}

/// What the store's functions answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => Self::Taken(taken(&message)),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::Missing("what it belongs to"),
            _ => match error {
                DbErr::Type(message) => Self::Corrupt(message),
                other if is_full(&other) => Self::Full,
                other if is_unreadable(&other) => Self::Corrupt(other.to_string()),
                other => Self::Unavailable(other.to_string()),
            },
        }
    }
}

fn of_sqlx(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// By the codes of SQLite (`SQLITE_FULL`, and `SQLITE_IOERR_SHMSIZE` for what is beside its file) and of PostgreSQL (`disk_full`).
fn is_full(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(error)) = of_sqlx(error) else { return false };
    error.code().is_some_and(|code| ["13", "4874", "53100"].contains(&code.as_ref()))
}

fn is_unreadable(error: &DbErr) -> bool {
    use sqlx::Error::{ColumnDecode, ColumnNotFound, Decode};
    matches!(of_sqlx(error), Some(ColumnDecode { .. } | ColumnNotFound(_) | Decode(_)))
}

/// What is unique, by the words that the databases use: PostgreSQL names the index, SQLite the columns.
fn taken(message: &str) -> &'static str {
    const KNOWN: [(&[&str], &str); 15] = [
        (&["users_email", "users.email"], "email"),
        (&["organisations_slug", "organisations.slug"], "slug"),
        (&["apis_slug", "apis.organisation_id, apis.slug"], "slug"),
        (&["servers_slug", "servers.organisation_id, servers.slug"], "slug"),
        (&["versions_number", "versions.server_id, versions.number"], "version"),
        (&["roles_name", "roles.organisation_id, roles.name"], "name"),
        (&["service_accounts_name", "service_accounts.organisation_id, service_accounts.name"], "name"),
        (&["registries_name", "registries.organisation_id, registries.name"], "name"),
        (&["members_pkey", "members.organisation_id, members.user_id"], "member"),
        (&["credentials_shared", "credentials_own", "credentials.api_id"], "credential"),
        (&["idempotency_pkey", "idempotency.scope"], "idempotency key"),
        (&["invitations_open", "invitations.organisation_id, invitations.email"], "invitation"),
        (&["organisations_personal", "organisations.personal_of"], "personal organisation"),
        (&["jobs_waiting", "jobs.waiting_key"], "job"),
        (&["revisions_number", "revisions.api_id, revisions.number"], "revision"),
    ];
    KNOWN.iter().find(|(marks, _)| marks.iter().any(|mark| message.contains(mark))).map_or("it", |(_, what)| what)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(what) => write!(f, "the {what} is taken"),
            Self::Stale => f.write_str("it has changed since it was read"),
            Self::Missing(what) => write!(f, "{what} is not there"),
            Self::Refused(why) => f.write_str(why),
            Self::Quota { what, most } => write!(f, "the quota of {what} is used up: {most}"),
            Self::Full => f.write_str("there is no room left where the database keeps its data"),
            Self::Unavailable(why) => write!(f, "the database does not answer: {why}"),
            Self::Corrupt(what) => write!(f, "the database holds something that makes no sense: {what}"),
            Self::Sealed(why) => write!(f, "a secret cannot be opened: {why}"),
        }
    }
}

impl std::error::Error for Error {}
