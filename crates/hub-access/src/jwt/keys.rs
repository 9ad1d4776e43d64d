//! Keys that sign access tokens, and those by which they are verified.

use std::fmt;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub_model::entropy::Entropy;
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// A key that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnusableKey;

impl fmt::Display for UnusableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key that signs access tokens is no Ed25519 key in PKCS#8; retire it, and a new one is made")
    }
}

impl std::error::Error for UnusableKey {}

/// A private key that signs access tokens. Its bytes are secret: they are kept sealed, and do not stand in `Debug`.
pub struct SigningKey {
    bytes: Zeroizing<Vec<u8>>,
    private: EncodingKey,
    public: VerifyingKey,
}

/// A public key by which access tokens are verified.
#[derive(Clone)]
pub(super) struct VerifyingKey {
    pub(super) kid: String,
    pub(super) public: DecodingKey,
    /// The key as it stands in a JSON Web Key.
    pub(super) x: String,
}

impl SigningKey {
    /// A new one, named by its thumbprint (RFC 7638).
    ///
    /// # Errors
    /// [`UnusableKey`] when the library makes no key of the chance it is given.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, UnusableKey> {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut_slice());
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| UnusableKey)?;
        let document = pair.to_pkcs8v1().map_err(|_| UnusableKey)?;
        Self::read(&thumbprint(&encoded(&pair)), document.as_ref())
    }

    /// One that was kept, under the name that it was given.
    ///
    /// # Errors
    /// [`UnusableKey`] when the bytes are no Ed25519 key in PKCS#8.
    pub fn read(kid: &str, bytes: &[u8]) -> Result<Self, UnusableKey> {
        let pair = Ed25519KeyPair::from_pkcs8(bytes).map_err(|_| UnusableKey)?;
        let public = VerifyingKey {
            kid: kid.to_owned(),
            public: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            x: encoded(&pair),
        };
        Ok(Self { bytes: Zeroizing::new(bytes.to_vec()), private: EncodingKey::from_ed_der(bytes), public })
    }

    /// By which tokens name it.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.public.kid
    }

    /// The private key as PKCS#8, to be kept sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn private(&self) -> &EncodingKey {
        &self.private
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid()).finish_non_exhaustive()
    }
}

/// The key that signs, and all whose tokens are accepted: keys are exchanged without signing anybody out.
pub struct Keys {
    signing: SigningKey,
    accepted: Vec<VerifyingKey>,
}

impl Keys {
    /// The first one signs, and all are accepted. `None` when there is none.
    #[must_use]
    pub fn new(keys: Vec<SigningKey>) -> Option<Self> {
        let accepted = keys.iter().map(|key| key.public.clone()).collect();
        let signing = keys.into_iter().next()?;
        Some(Self { signing, accepted })
    }

    /// The one that signs.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    pub(super) fn accepted(&self, kid: &str) -> Option<&VerifyingKey> {
        self.accepted.iter().find(|key| key.kid == kid)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.accepted.iter()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accepted: Vec<&str> = self.accepted.iter().map(|key| key.kid.as_str()).collect();
        f.debug_struct("Keys").field("signing", &self.signing.kid()).field("accepted", &accepted).finish()
    }
}

fn encoded(pair: &Ed25519KeyPair) -> String {
    URL_SAFE_NO_PAD.encode(pair.public_key())
}

/// RFC 7638 section 3 with the members that RFC 8037 section 2 names, in the order of the alphabet.
fn thumbprint(x: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}
