//! Passwords that those who guess try first: a list that is always at hand, and the large one of "Have I Been Pwned".

mod hash_file;

pub use hash_file::HashFile;

use std::{collections::HashSet, io, sync::LazyLock};

use super::weigh::sha1;

/// Passwords that are known to those who guess.
pub trait Breached {
    /// Whether a password is among them, by its SHA-1 in 40 upper-case hexadecimal digits.
    ///
    /// # Errors
    /// When that cannot be told at present.
    fn contains(&self, sha1_hex_upper: &str) -> io::Result<bool>;
}

/// The commonest passwords of eight characters and more, in lower case: what people chose in leak after leak, and the ways in which
/// they make such a word longer.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommonPasswords;

static COMMON: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("breached/frequent.txt").lines().map(sha1).collect());

impl Breached for CommonPasswords {
    fn contains(&self, sha1_hex_upper: &str) -> io::Result<bool> {
        Ok(COMMON.contains(sha1_hex_upper))
    }
}

#[cfg(test)]
mod tests;
