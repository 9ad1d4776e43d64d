//! Processes that serve versions.

use hub_model::{
    id::{OrganisationId, ReplicaId, ServerId},
    server::{Replica, ReplicaState},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::{
    database::{Argument, FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    seal::Place,
    store::Store,
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

/// A replica that answers, with what a gateway has to show it.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The replica.
    pub replica: Replica,
    /// Its token.
    pub token: SecretString,
}

fn place(row: &str) -> Place<'_> {
    Place { column: "replicas.sealed", row }
}

/// Keeps a replica as it is now, unless its server is gone. Its token is kept the first time.
///
/// # Errors
/// When the database does not answer.
pub async fn put(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    replica: &Replica,
    token: &SecretString,
) -> Result<()> {
    let Replica { id, server, version, state, address, node, process, message, started_at, .. } = replica;
    if super::find(tx, organisation, *server).await?.is_none() {
        return Ok(());
    }
    let sealed = tx.seal(Some(organisation), place(&id.to_string()), token.expose_secret().as_bytes()).await?;
    let sql = "INSERT INTO replicas (id, organisation_id, server_id, version_id, state, address, node, process, message, started_at, updated_at, sealed)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (id) DO UPDATE SET state = $5, address = $6, node = $7, process = $8, message = $9, updated_at = $11";
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
        tx.at(),
        sealed
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

/// Forgets all replicas of a server: whoever ran them is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_all(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId) -> Result<()> {
    for left in list(tx, organisation, server).await? {
        remove(tx, organisation, server, left.id).await?;
    }
    Ok(())
}

/// A server that has a replica.
struct Has(ServerId);

impl FromRow for Has {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.id("server_id").map(Self)
    }
}

/// Those of some servers that have a replica, however it does.
///
/// # Errors
/// When the database does not answer.
pub async fn servers_with_any(
    from: &impl Read,
    organisation: OrganisationId,
    servers: &[ServerId],
) -> Result<Vec<ServerId>> {
    if servers.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..servers.len() + 2).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT DISTINCT server_id FROM replicas WHERE organisation_id = $1 AND server_id IN ({})",
        places.join(", ")
    );
    let mut values = arguments![organisation];
    values.extend(servers.iter().map(Argument::value));
    Ok(from.executor().all::<Has>(&sql, values).await?.into_iter().map(|has| has.0).collect())
}

/// Replicas of a server.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId, server: ServerId) -> Result<Vec<Replica>> {
    let sql = format!("SELECT {COLUMNS} FROM replicas WHERE organisation_id = $1 AND server_id = $2 ORDER BY id");
    from.executor().all(&sql, arguments![organisation, server]).await
}

/// All replicas of the hub, whosever: for whoever looks for what is left of others.
///
/// # Errors
/// When the database does not answer.
pub async fn all_ids(store: &Store) -> Result<Vec<ReplicaId>> {
    struct Id(ReplicaId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?))
        }
    }
    let found = store.executor().all::<Id>("SELECT id FROM replicas", arguments![]).await?;
    Ok(found.into_iter().map(|Id(id)| id).collect())
}

/// Replicas of a server that answer: what a gateway routes to.
///
/// # Errors
/// When the database does not answer, or a token cannot be opened.
pub async fn ready(store: &Store, organisation: OrganisationId, server: ServerId) -> Result<Vec<Ready>> {
    struct Found(Replica, Vec<u8>);
    impl FromRow for Found {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(Replica::from_row(row)?, row.get("sealed")?))
        }
    }
    let sql = format!(
        "SELECT {COLUMNS}, sealed FROM replicas WHERE organisation_id = $1 AND server_id = $2 AND state = $3 ORDER BY id"
    );
    let mut ready = Vec::new();
    for Found(replica, sealed) in
        store.executor().all::<Found>(&sql, arguments![organisation, server, ReplicaState::Ready]).await?
    {
        let token = store.unseal(store, place(&replica.id.to_string()), &sealed).await?;
        let damaged = |_| Error::Corrupt("a replica's token".to_owned());
        let token = String::from_utf8(token.to_vec()).map_err(damaged)?.into();
        ready.push(Ready { replica, token });
    }
    Ok(ready)
}
