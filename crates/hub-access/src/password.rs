//! Passwords: hashed with argon2id, and weighed before they are taken.

mod breached;
mod weigh;

pub use breached::{Breached, CommonPasswords, HashFile};
pub use weigh::{Rules, Weakness, check};

use std::fmt;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use hub_model::entropy::Entropy;
use secrecy::{ExposeSecret as _, SecretString};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// KiB of memory, passes and lanes: what OWASP names as the least for argon2id. More memory would let fewer people sign in at a time.
const MEMORY: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of chance that go into each hash (RFC 9106 section 3.1).
const SALT: usize = 16;
/// Bytes of the longest password that is hashed: 256 characters of four bytes.
const LONGEST: usize = 1_024;
/// The hash of no password, with the parameters of all new ones.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password was not hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHashed {
    /// It is longer than any that the rules let through.
    TooLong,
    /// There is not enough memory.
    Failed,
}

impl fmt::Display for NotHashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the password has more than {LONGEST} bytes; choose a shorter one"),
            Self::Failed => f.write_str("the password cannot be hashed; is there enough memory?"),
        }
    }
}

impl std::error::Error for NotHashed {}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY, PASSES, LANES, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The bytes of a password that are hashed; nothing when there are too many. Keyboards write the same letter in several ways (`é`, or `e`
/// and an accent): whichever it is, it is the same password (NIST SP 800-63B section 3.1.1.2).
fn hashed(password: &SecretString) -> Option<Zeroizing<String>> {
    let text = password.expose_secret();
    (text.len() <= LONGEST).then(|| Zeroizing::new(text.nfkc().collect()))
}

/// The hash of a password, as a PHC string (`$argon2id$…`) that carries its parameters and salt. Takes some ten milliseconds of a
/// core: not for a thread that serves requests.
///
/// # Errors
/// When the password has more than 1,024 bytes, or there is not enough memory.
pub fn hash(password: &SecretString, entropy: &dyn Entropy) -> Result<String, NotHashed> {
    let text = hashed(password).ok_or(NotHashed::TooLong)?;
    let mut salt = [0; SALT];
    entropy.fill(&mut salt);
    let hash = hasher().hash_password_with_salt(text.as_bytes(), &salt).map_err(|_| NotHashed::Failed)?;
    Ok(hash.to_string())
}

/// Whether a password is the one of a hash. No password is the one of text that is no hash. Takes as long as hashing.
#[must_use]
pub fn verify(password: &SecretString, phc: &str) -> bool {
    let (Ok(hash), Some(text)) = (PasswordHash::new(phc), hashed(password)) else { return false };
    // The parameters are those of the hash, also where new ones have others. The library compares in constant time.
    hasher().verify_password(text.as_bytes(), &hash).is_ok()
}

/// Takes as long as [`verify`] does, for an account that is not there: answering at once would tell that it is not.
pub fn verify_nobody(password: &SecretString) {
    let _ = std::hint::black_box(verify(password, NOBODY));
}

/// Whether a hash was made in another way than new ones are, so that it should be made anew while the password is at hand.
#[must_use]
pub fn needs_rehash(phc: &str) -> bool {
    let Ok(hash) = PasswordHash::new(phc) else { return true };
    let is_same = |name: &str, wanted: u32| hash.params.get_decimal(name) == Some(wanted);
    let is_current = hash.algorithm == argon2::ARGON2ID_IDENT
        && hash.version == Some(Version::V0x13.into())
        && hash.params.iter().count() == 3
        && is_same("m", MEMORY)
        && is_same("t", PASSES)
        && is_same("p", LANES)
        && hash.salt.is_some_and(|salt| salt.len() >= SALT)
        && hash.hash.is_some_and(|output| output.len() >= Params::DEFAULT_OUTPUT_LEN);
    !is_current
}

#[cfg(test)]
mod tests;
