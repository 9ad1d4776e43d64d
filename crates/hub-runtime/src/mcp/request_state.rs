//! Seals for state that travels through a client: it cannot be changed, reused elsewhere, or kept for later.

use std::{fmt, sync::Arc, time::Duration};

use aws_lc_rs::{hmac, rand};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_model::clock::Clock;

const TAG: usize = 32;
const HEAD: usize = TAG + 8;

/// Seals state with a key. Replicas that serve the same clients share the key.
pub struct StateSeal {
    key: hmac::Key,
    clock: Arc<dyn Clock>,
    lifetime: Duration,
}

/// Why sealed state was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateError {
    /// Not sealed here, changed since, or sealed for another request.
    Forged,
    /// Too old.
    Expired,
}

impl StateSeal {
    /// A seal with the given key. State is good for `lifetime`.
    #[must_use]
    pub fn new(key: &[u8; 32], clock: Arc<dyn Clock>, lifetime: Duration) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), clock, lifetime }
    }

    /// A seal with a key of its own, good for a single process. `None` when the machine has no randomness.
    #[must_use]
    pub fn random(clock: Arc<dyn Clock>, lifetime: Duration) -> Option<Self> {
        let mut key = [0_u8; 32];
        rand::fill(&mut key).ok()?;
        Some(Self::new(&key, clock, lifetime))
    }

    /// Seals `state`, which is readable but cannot be changed. `purpose` says what it is good for: who asked, which method,
    /// which tool, which arguments. It must be the same when the state comes back.
    #[must_use]
    pub fn seal(&self, state: &[u8], purpose: &[u8]) -> String {
        let expires = (self.clock.since_epoch() + self.lifetime).as_secs().to_be_bytes();
        let tag = self.tag(&expires, state, purpose);
        let mut sealed = Vec::with_capacity(HEAD + state.len());
        sealed.extend_from_slice(tag.as_ref());
        sealed.extend_from_slice(&expires);
        sealed.extend_from_slice(state);
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The state in `sealed`.
    ///
    /// # Errors
    /// When it was not sealed with this key for this purpose, or too long ago.
    pub fn open(&self, sealed: &str, purpose: &[u8]) -> Result<Vec<u8>, StateError> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| StateError::Forged)?;
        let (tag, rest) = sealed.split_first_chunk::<TAG>().ok_or(StateError::Forged)?;
        let (expires, state) = rest.split_first_chunk::<8>().ok_or(StateError::Forged)?;
        hmac::verify(&self.key, &message(expires, state, purpose), tag).map_err(|_| StateError::Forged)?;
        if self.clock.since_epoch().as_secs() > u64::from_be_bytes(*expires) {
            return Err(StateError::Expired);
        }
        Ok(state.to_vec())
    }

    fn tag(&self, expires: &[u8; 8], state: &[u8], purpose: &[u8]) -> hmac::Tag {
        hmac::sign(&self.key, &message(expires, state, purpose))
    }
}

/// What is signed: lengths keep state and purpose from being shifted into each other.
fn message(expires: &[u8; 8], state: &[u8], purpose: &[u8]) -> Vec<u8> {
    let length = u64::try_from(state.len()).unwrap_or(u64::MAX).to_be_bytes();
    [expires.as_slice(), length.as_slice(), state, purpose].concat()
}

impl fmt::Debug for StateSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StateSeal").field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forged => "`requestState` is not what was sent out for this request",
            Self::Expired => "`requestState` is too old; begin again without it",
        })
    }
}

impl std::error::Error for StateError {}
