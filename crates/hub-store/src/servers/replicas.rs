//! Processes that serve versions.

use hub_model::{
    id::{OrganisationId, ReplicaId, ServerId},
    server::{Replica, ReplicaState},
};
use serde_json::json;

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::Result,
};

impl FromRow for Replica {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            server: row.id("server_id")?,
            organisation: row.id("organisation_id")?,
            version: row.id("version_id")?,
            state: row.word("state")?,
            address: row.get("address")?,
            node: row.get("node")?,
            process: row.get("process")?,
            message: row.get("message")?,
            started_at: row.time("started_at")?,
            updated_at: row.time("updated_at")?,
        })
    }
}

const COLUMNS: &str =
    "id, server_id, organisation_id, version_id, state, address, node, process, message, started_at, updated_at";

/// Keeps a replica as it is now.
///
/// # Errors
/// When the database does not answer.
pub async fn put(tx: &Transaction<'_>, organisation: OrganisationId, replica: &Replica) -> Result<()> {
    let Replica { id, server, version, state, address, node, process, message, started_at, .. } = replica;
    let sql = "INSERT INTO replicas (id, organisation_id, server_id, version_id, state, address, node, process, message, started_at, updated_at)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE EXISTS (SELECT 1 FROM servers WHERE organisation_id = $2 AND id = $3)
               ON CONFLICT (id) DO UPDATE SET state = $5, address = $6, process = $8, message = $9, updated_at = $11";
    let values = arguments![
        *id,
        organisation,
        *server,
        *version,
        *state,
        address.as_deref(),
        node,
        *process,
        message,
        *started_at,
        tx.at()
    ];
    tx.executor().run(sql, values).await?;
    let what = json!({ "replica": id, "state": state, "version": version, "message": message });
    tx.event(Some(organisation), "replica.changed", *server, what);
    Ok(())
}

/// Forgets a replica that has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId, id: ReplicaId) -> Result<()> {
    let sql = "DELETE FROM replicas WHERE organisation_id = $1 AND server_id = $2 AND id = $3";
    if tx.executor().run(sql, arguments![organisation, server, id]).await? > 0 {
        tx.event(Some(organisation), "replica.ended", server, json!({ "replica": id }));
    }
    Ok(())
}

/// Replicas of a server.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId, server: ServerId) -> Result<Vec<Replica>> {
    let sql = format!("SELECT {COLUMNS} FROM replicas WHERE organisation_id = $1 AND server_id = $2 ORDER BY id");
    from.executor().all(&sql, arguments![organisation, server]).await
}

/// Replicas that a process of the hub runs, or ran before it ended.
///
/// # Errors
/// When the database does not answer.
pub async fn of_node(from: &impl Read, node: &str) -> Result<Vec<Replica>> {
    let sql = format!("SELECT {COLUMNS} FROM replicas WHERE node = $1 ORDER BY id");
    from.executor().all(&sql, arguments![node]).await
}

/// Replicas of an organisation that answer: what a gateway routes to.
pub(super) async fn ready(from: &impl Read, organisation: OrganisationId) -> Result<Vec<Replica>> {
    let sql = format!("SELECT {COLUMNS} FROM replicas WHERE organisation_id = $1 AND state = $2 ORDER BY id");
    from.executor().all(&sql, arguments![organisation, ReplicaState::Ready]).await
}
