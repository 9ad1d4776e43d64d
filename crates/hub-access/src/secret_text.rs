//! Opaque tokens: a prefix that says what it is, chance, and a checksum. Only their hashes are kept.
//!
//! `mcphub_key_` + 43 letters and digits (32 random bytes in base 62) + 6 letters and digits (CRC-32 of all before it in base 62).
//! A double click selects the whole. Typos are told without looking anything up, and so can those who scan for leaked secrets.

mod digits;
mod hash;

pub use hash::{InvalidHash, TokenHash};

use hub_model::entropy::Entropy;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// Digits of 32 bytes: 62^43 is more than 2^256.
const CHANCE: usize = 43;
/// Digits of a CRC-32: 62^6 is more than 2^32.
const CHECKSUM: usize = 6;
/// Characters of a hint: the longest prefix and five digits, of which 43 are secret.
const HINT: usize = 16;

/// What a token is for. One kind is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A program's key for the API.
    ApiKey,
    /// Keeps somebody signed in.
    Refresh,
    /// Lets somebody into an organisation.
    Invitation,
    /// Lets somebody choose a new password.
    Reset,
    /// Makes the first administrator.
    Setup,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::ApiKey, Self::Refresh, Self::Invitation, Self::Reset, Self::Setup];

    /// What its tokens begin with; an underscore follows.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::ApiKey => "mcphub_key",
            Self::Refresh => "mcphub_ref",
            Self::Invitation => "mcphub_inv",
            Self::Reset => "mcphub_rst",
            Self::Setup => "mcphub_set",
        }
    }
}

/// A token that says nothing about its owner.
#[derive(Debug, Clone, Copy)]
pub struct OpaqueToken;

impl OpaqueToken {
    /// A new one: its text, which is handed out once, and its hash, which is kept.
    #[must_use]
    pub fn fresh(kind: Kind, entropy: &dyn Entropy) -> (SecretString, TokenHash) {
        let mut chance = Zeroizing::new([0; 32]);
        entropy.fill(chance.as_mut_slice());
        let prefix = kind.prefix();
        // As long as it will be, so that no copy is left behind by growing.
        let mut text = String::with_capacity(prefix.len() + 1 + CHANCE + CHECKSUM);
        text.push_str(prefix);
        text.push('_');
        digits::write(chance.as_slice(), CHANCE, &mut text);
        let checksum = checksum(&text);
        text.push_str(&checksum);
        let hash = TokenHash::of(&text);
        (SecretString::from(text), hash)
    }
}

/// The hash of a token by which it is looked up. `None` when the text cannot be a token of this kind: another prefix, length or
/// alphabet, or a typo.
#[must_use]
pub fn parse(kind: Kind, text: &str) -> Option<TokenHash> {
    let body = text.strip_prefix(kind.prefix())?.strip_prefix('_')?;
    if body.len() != CHANCE + CHECKSUM || !body.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return None;
    }
    let (before, given) = text.split_at_checked(text.len() - CHECKSUM)?;
    (checksum(before) == given).then(|| TokenHash::of(text))
}

/// The beginning of a token, by which people recognise it: `mcphub_key_3fK9x`. Far too little to use it.
#[must_use]
pub fn hint(text: &str) -> String {
    text.chars().take(HINT).collect()
}

fn checksum(text: &str) -> String {
    let mut checksum = String::with_capacity(CHECKSUM);
    digits::write(&crc32(text.as_bytes()).to_be_bytes(), CHECKSUM, &mut checksum);
    checksum
}

/// CRC-32 as in zip and PNG (ISO 3309): it notices every single character that is changed.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |remainder: u32, byte: &u8| {
        let [low, ..] = remainder.to_le_bytes();
        (remainder >> 8) ^ REMAINDERS.get(usize::from(low ^ byte)).copied().unwrap_or_default()
    };
    !bytes.iter().fold(u32::MAX, step)
}

/// What each byte leaves.
static REMAINDERS: std::sync::LazyLock<[u32; 256]> = std::sync::LazyLock::new(|| {
    let shift = |remainder: u32, _| (remainder >> 1) ^ if remainder & 1 == 1 { 0xedb8_8320 } else { 0 };
    std::array::from_fn(|byte| (0..8).fold(u32::try_from(byte).unwrap_or_default(), shift))
});

#[cfg(test)]
mod tests;
