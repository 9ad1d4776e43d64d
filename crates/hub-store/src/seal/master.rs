//! Master keys: they seal the organisations' keys, and make those that are kept nowhere.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::SecretSlice;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::exposed;

/// Bytes of a master key.
const LENGTH: usize = 32;

/// One master key. Its name is made of a hash of it, so that it need not be configured.
#[derive(Clone)]
pub struct MasterKey {
    name: String,
    key: std::sync::Arc<SecretSlice<u8>>,
}

/// The master key in use, and older ones that can still open.
#[derive(Debug, Clone)]
pub struct MasterKeys {
    /// Seals.
    pub current: MasterKey,
    /// Only open. After a rotation they can be taken out of the settings.
    pub older: Vec<MasterKey>,
}

impl MasterKey {
    /// Reads 32 bytes in base64 or hex.
    ///
    /// # Errors
    /// When it is something else; the error does not repeat it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let bytes = Zeroizing::new(unhex(text).or_else(|| STANDARD.decode(text).ok()).unwrap_or_default());
        if bytes.len() != LENGTH {
            return Err("a master key is 32 random bytes in base64 or hex; `openssl rand -base64 32` makes one");
        }
        Ok(Self::of(&bytes))
    }

    /// A new key, and its text to be kept.
    pub fn generate(entropy: &dyn hub_model::entropy::Entropy) -> (Self, Zeroizing<String>) {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        entropy.fill(bytes.as_mut_slice());
        (Self::of(bytes.as_slice()), Zeroizing::new(STANDARD.encode(bytes.as_slice())))
    }

    fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(b"mcphub master key").chain_update(bytes).finalize();
        let name = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { name, key: std::sync::Arc::new(SecretSlice::from(bytes.to_vec())) }
    }

    /// What it is called where it is referred to. Tells nothing of the key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn bytes(&self) -> &[u8] {
        exposed(&self.key)
    }
}

impl MasterKeys {
    pub(super) fn find(&self, name: &str) -> Option<&MasterKey> {
        std::iter::once(&self.current).chain(&self.older).find(|key| key.name == name)
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != LENGTH * 2 || !text.is_ascii() {
        return None;
    }
    (0..LENGTH).map(|index| u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()).collect()
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MasterKey").field("name", &self.name).finish_non_exhaustive()
    }
}
