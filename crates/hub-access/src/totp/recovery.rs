//! Recovery codes: each lets somebody in once, in place of a code of the app.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use hub_model::entropy::Entropy;
use zeroize::Zeroizing;

use crate::secret_text::TokenHash;

/// How many somebody gets.
const COUNT: usize = 10;
/// Letters of one.
const LETTERS: usize = 10;
/// Crockford's alphabet in lower case: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// A code has 50 bits, which somebody who has the hashes could try out. This makes it ten thousand times the work, and checking one
/// takes some milliseconds.
const ROUNDS: NonZeroU32 = match NonZeroU32::new(10_000) {
    Some(rounds) => rounds,
    None => NonZeroU32::MIN,
};
/// The same for all, because a code is looked up by its hash; so that no table made for something else fits.
const SALT: &[u8] = b"mcphub recovery code";

/// Ten new recovery codes like `k3v9w-0xh2q`, to be shown once.
#[must_use]
pub fn fresh_recovery_codes(entropy: &dyn Entropy) -> Vec<String> {
    let mut chance = Zeroizing::new([0; COUNT * LETTERS]);
    entropy.fill(chance.as_mut_slice());
    chance.chunks(LETTERS).map(code).collect()
}

fn code(chance: &[u8]) -> String {
    let mut text = String::with_capacity(LETTERS + 1);
    for (at, byte) in chance.iter().enumerate() {
        if at == LETTERS / 2 {
            text.push('-');
        }
        // 256 is a multiple of 32: every letter is as likely.
        text.push(ALPHABET.get(usize::from(byte % 32)).copied().map_or('0', char::from));
    }
    text
}

/// What is kept of a recovery code, and by which it is looked up. Case, spaces and hyphens are of no account, and letters that look
/// like digits are taken for them.
#[must_use]
pub fn recovery_hash(code: &str) -> TokenHash {
    let mut plain = Zeroizing::new(String::with_capacity(LETTERS));
    // More than a code has decides nothing, and need not be read.
    for letter in code.chars().filter(|letter| letter.is_alphanumeric()).take(LETTERS + 1) {
        plain.push(match letter.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        });
    }
    let mut hash = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, SALT, plain.as_bytes(), &mut hash);
    TokenHash(hash)
}
