//! Those who look after what goes on at one target while a deployment moves to another one. They hold no deployment: whoever does has begun elsewhere.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::JoinSet;

/// All of them, of this process.
#[derive(Clone, Default)]
pub(super) struct Leaving(Arc<Mutex<JoinSet<()>>>);

impl Leaving {
    /// One more.
    pub(super) fn begin(&self, leaving: impl Future<Output = ()> + Send + 'static) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while all.try_join_next().is_some() {}
        all.spawn(leaving);
    }

    /// Waits for their end; they were told to.
    pub(super) async fn ended(&self) {
        let mut all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        while all.join_next().await.is_some() {}
    }
}
