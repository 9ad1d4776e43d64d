//! Each organisation's own key, and the hub's: made when first needed, sealed with the master key, changed on demand.

use std::sync::Arc;

use hub_model::{
    Timestamp,
    id::{DataKeyId, OrganisationId},
};
use secrecy::SecretSlice;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Place, exposed, open_with, seal_with, sealed_by};
use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    store::Store,
};

/// Whose key: an organisation's, or the hub's.
type Scope = Option<OrganisationId>;

struct Kept {
    id: DataKeyId,
    master: String,
    sealed: Vec<u8>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.id("id")?, master: row.get("master_key")?, sealed: row.get("sealed")? })
    }
}

/// A data key is bound to its own identifier.
fn bound_to(id: DataKeyId) -> String {
    format!("data_keys.sealed/{id}")
}

impl Transaction<'_> {
    /// Seals a secret for the place where it will be kept, with the newest key of the organisation.
    pub(crate) async fn seal(&self, scope: Scope, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        let newest = self
            .executor()
            .one::<Kept>(
                "SELECT id, master_key, sealed FROM data_keys
                 WHERE organisation_id = $1 OR ($1 IS NULL AND organisation_id IS NULL) ORDER BY id DESC LIMIT 1",
                arguments![scope],
            )
            .await?;
        let (id, key) = match newest {
            Some(kept) => (kept.id, self.store().unlock(&kept)?),
            None => self.add_data_key(scope).await?,
        };
        seal_with(exposed(&key), id.0, &place.bound(), plain)
    }

    /// Makes a new key, with which everything is sealed from now on.
    pub(crate) async fn add_data_key(&self, scope: Scope) -> Result<(DataKeyId, Arc<SecretSlice<u8>>)> {
        let store = self.store();
        let id: DataKeyId = store.fresh();
        let mut key = Zeroizing::new([0_u8; 32]);
        store.entropy().fill(key.as_mut_slice());
        let master = &store.sealer().masters.current;
        let sealed = seal_with(master.bytes(), id.0, &bound_to(id), key.as_slice())?;
        self.executor()
            .run(
                "INSERT INTO data_keys (id, organisation_id, master_key, sealed, sealed_as, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                arguments![id, scope, master.name(), sealed, id.0.to_be_bytes().to_vec(), self.at()],
            )
            .await?;
        let key = Arc::new(SecretSlice::from(key.to_vec()));
        Ok((id, key))
    }

    /// Seals every organisation's key, and the hub's, with the present master key. What they sealed stays as it is. Answers how
    /// many were sealed anew.
    ///
    /// # Errors
    /// When the database does not answer, or a key was sealed by a master key that is not configured any more.
    pub async fn rotate_master_key(&self) -> Result<usize> {
        let master = &self.store().sealer().masters.current;
        let old = self
            .executor()
            .all::<Kept>(
                "SELECT id, master_key, sealed FROM data_keys WHERE master_key <> $1 ORDER BY id FOR UPDATE",
                arguments![master.name()],
            )
            .await?;
        for kept in &old {
            let key = self.store().unseal_data_key(kept)?;
            let sealed = seal_with(master.bytes(), kept.id.0, &bound_to(kept.id), &key)?;
            self.executor()
                .run(
                    "UPDATE data_keys SET master_key = $2, sealed = $3 WHERE id = $1",
                    arguments![kept.id, master.name(), sealed],
                )
                .await?;
        }
        if !old.is_empty() {
            self.event(None, "master-key.rotated", master.name(), json!({ "keys": old.len() }));
        }
        Ok(old.len())
    }

    /// Forgets the keys of an organisation that were followed by a newer one before `moment`. Only after everything that they sealed was sealed anew.
    pub(crate) async fn drop_data_keys(&self, scope: Scope, newest: DataKeyId, moment: Timestamp) -> Result<u64> {
        self.executor()
            .run(
                "DELETE FROM data_keys WHERE (organisation_id = $1 OR ($1 IS NULL AND organisation_id IS NULL))
                 AND id < $2 AND EXISTS (SELECT 1 FROM data_keys newer WHERE newer.id = $2 AND newer.created_at < $3)",
                arguments![scope, newest, moment],
            )
            .await
    }
}

impl Store {
    /// Opens what was sealed for this place.
    pub(crate) async fn unseal(&self, from: &impl Read, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let id = DataKeyId(sealed_by(sealed)?);
        let key = match self.sealer().opened.get(&id) {
            Some(key) => key,
            None => {
                let kept = from
                    .executor()
                    .one::<Kept>("SELECT id, master_key, sealed FROM data_keys WHERE id = $1", arguments![id])
                    .await?
                    .ok_or_else(|| Error::Sealed("its key is gone".to_owned()))?;
                self.unlock(&kept)?
            }
        };
        open_with(exposed(&key), &place.bound(), sealed)
    }

    /// The names of master keys that keys are still sealed with, and how many.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn master_keys_in_use(&self) -> Result<Vec<(String, i64)>> {
        struct Used(String, i64);
        impl FromRow for Used {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(Self(row.get("master_key")?, row.get("n")?))
            }
        }
        let used = self
            .executor()
            .all::<Used>(
                "SELECT master_key, COUNT(*) AS n FROM data_keys GROUP BY master_key ORDER BY master_key",
                arguments![],
            )
            .await?;
        Ok(used.into_iter().map(|Used(name, count)| (name, count)).collect())
    }

    fn unlock(&self, kept: &Kept) -> Result<Arc<SecretSlice<u8>>> {
        if let Some(key) = self.sealer().opened.get(&kept.id) {
            return Ok(key);
        }
        let key = Arc::new(SecretSlice::from(self.unseal_data_key(kept)?.to_vec()));
        self.sealer().opened.insert(kept.id, Arc::clone(&key));
        Ok(key)
    }

    fn unseal_data_key(&self, kept: &Kept) -> Result<Zeroizing<Vec<u8>>> {
        let master = self.sealer().masters.find(&kept.master).ok_or_else(|| {
            Error::Sealed(format!(
                "the master key `{}` is not configured; give it as the current or an older one",
                kept.master
            ))
        })?;
        open_with(master.bytes(), &bound_to(kept.id), &kept.sealed)
    }
}

impl Place<'_> {
    fn bound(&self) -> String {
        format!("{}/{}", self.column, self.row)
    }
}
