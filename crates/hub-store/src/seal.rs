//! Secrets are sealed with AES-256-GCM: each organisation's with a key of its own, and that key with the master key.
//!
//! A sealed value says which key sealed it, and is bound to the place where it is kept: moved to another row or column, it cannot
//! be opened. Both keys can be changed while the hub runs.

mod data_key;
mod master;

pub use master::{MasterKey, MasterKeys};

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey},
    hkdf::{HKDF_SHA256, Salt},
};
use hub_model::id::DataKeyId;
use moka::sync::Cache;
use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// The form of what is sealed; another one would begin with another number.
const FORM: u8 = 1;
/// Opened keys that are kept at a time.
const KEPT: u64 = 10_000;

/// What seals and opens.
pub(crate) struct Sealer {
    masters: MasterKeys,
    opened: Cache<DataKeyId, std::sync::Arc<SecretSlice<u8>>>,
}

/// Where a sealed value is kept.
pub(crate) struct Place<'p> {
    /// `credentials.sealed`
    pub(crate) column: &'static str,
    /// What tells the row from all others.
    pub(crate) row: &'p str,
}

impl Sealer {
    pub(crate) fn new(masters: MasterKeys) -> Self {
        Self { masters, opened: Cache::new(KEPT) }
    }

    /// A key for `purpose`, made of the master key.
    pub(crate) fn derived(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>> {
        let unusable = |_| Error::Sealed("the master key is unusable".to_owned());
        let mut key = Zeroizing::new([0; 32]);
        let kept = Salt::new(HKDF_SHA256, b"mcphub derived key").extract(self.masters.current.bytes());
        kept.expand(&[purpose.as_bytes()], HKDF_SHA256)
            .and_then(|okm| okm.fill(key.as_mut_slice()))
            .map_err(unusable)?;
        Ok(key)
    }

    /// Whether there is a master key of this name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.masters.find(name).is_some()
    }
}

/// Seals `plain` with a key: form, key, nonce, and what is sealed with its tag.
fn seal_with(key: &[u8], id: u128, bound_to: &str, plain: &[u8]) -> Result<Vec<u8>> {
    let key =
        RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| Error::Sealed("its key is unusable".to_owned()))?;
    let mut hidden = plain.to_vec();
    let nonce = key
        .seal_in_place_append_tag(Aad::from(bound_to.as_bytes()), &mut hidden)
        .map_err(|_| Error::Sealed("it could not be sealed".to_owned()))?;
    let mut sealed = vec![FORM];
    sealed.extend(id.to_be_bytes());
    sealed.extend(nonce.as_ref());
    sealed.extend(hidden);
    Ok(sealed)
}

/// The identifier of the key that sealed this.
fn sealed_by(sealed: &[u8]) -> Result<u128> {
    let id = sealed.get(1..17).and_then(|bytes| bytes.try_into().ok()).map(u128::from_be_bytes);
    id.filter(|_| sealed.first() == Some(&FORM)).ok_or_else(|| Error::Sealed("it is not in a known form".to_owned()))
}

fn open_with(key: &[u8], bound_to: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let broken = || Error::Sealed("it was changed, moved, or sealed with another key".to_owned());
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).map_err(|_| broken())?;
    let (nonce, hidden) = sealed.get(17..).and_then(|rest| rest.split_at_checked(NONCE_LEN)).ok_or_else(broken)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
    let mut plain = Zeroizing::new(hidden.to_vec());
    let length = key.open_in_place(nonce, Aad::from(bound_to.as_bytes()), &mut plain).map_err(|_| broken())?.len();
    plain.truncate(length);
    Ok(plain)
}

fn exposed(key: &SecretSlice<u8>) -> &[u8] {
    key.expose_secret()
}

#[cfg(test)]
mod tests;
