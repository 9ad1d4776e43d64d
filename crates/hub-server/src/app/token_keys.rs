//! Keys that sign access tokens: made by the first process that needs one, shared through the store, looked at again from time to time.

use std::{sync::Arc, time::Duration};

use hub_access::jwt::{Keys, SigningKey};
use hub_model::Timestamp;
use hub_store::{Origin, Store, platform::signing_keys};
use tokio::sync::RwLock;

use crate::http::problem::Problem;

/// How long keys are used before they are looked at again.
const FRESH: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct TokenKeys(RwLock<Option<(Arc<Keys>, Timestamp)>>);

impl TokenKeys {
    pub(super) async fn get(&self, store: &Store) -> Result<Arc<Keys>, Problem> {
        let now = store.now();
        let is_fresh = |read: Timestamp| now.since(read) < FRESH && read <= now;
        if let Some((keys, _)) = self.0.read().await.as_ref().filter(|(_, read)| is_fresh(*read)) {
            return Ok(Arc::clone(keys));
        }
        let mut held = self.0.write().await;
        if let Some((keys, _)) = held.as_ref().filter(|(_, read)| is_fresh(*read)) {
            return Ok(Arc::clone(keys));
        }
        let keys = Arc::new(load(store).await?);
        *held = Some((Arc::clone(&keys), now));
        Ok(keys)
    }
}

async fn load(store: &Store) -> Result<Keys, Problem> {
    let mut kept = signing_keys::list(store, store).await?;
    if kept.is_empty() {
        let made = SigningKey::generate(store.entropy()).map_err(Problem::internal)?;
        let tx = store.begin(Origin::system()).await?;
        signing_keys::add(&tx, made.kid(), made.bytes(), Timestamp(0)).await?;
        tx.commit().await?;
        // Another process may have made one as well: the newest signs, and both are accepted.
        kept = signing_keys::list(store, store).await?;
    }
    let mut keys = Vec::new();
    for key in &kept {
        keys.push(SigningKey::read(&key.kid, &key.key).map_err(Problem::internal)?);
    }
    Keys::new(keys).ok_or_else(|| Problem::internal("there is no key to sign tokens with"))
}
