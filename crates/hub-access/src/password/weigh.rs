//! Rules for new passwords: long, not about their owner, not a pattern, not one that others try first. No rule asks for kinds of
//! characters, for that makes passwords worse (NIST SP 800-63B section 3.1.1.2).

use std::{collections::BTreeSet, fmt};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::breached::Breached;

/// Names with fewer letters may stand in a password: they are parts of many words.
const SHORTEST_NAME: usize = 4;
/// Characters that do not follow from the one before. Fewer are a pattern, however long it is.
const SURPRISES: usize = 5;
/// Keys that are next to each other, on the keyboards of most people.
const ROWS: [&str; 7] = ["1234567890", "qwertyuiop", "qwertzuiopü", "azertyuiop", "asdfghjklöä", "zxcvbnm", "yxcvbnm"];

/// What is asked of new passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Characters of the shortest.
    pub min_length: usize,
    /// Characters of the longest; at most 256 can be hashed.
    pub max_length: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self { min_length: 12, max_length: 256 }
    }
}

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weakness {
    /// It has fewer characters than this.
    TooShort(usize),
    /// It has more characters than this.
    TooLong(usize),
    /// It contains what others know of its owner.
    Personal,
    /// It says the same over and over.
    Repetition,
    /// It goes along the alphabet, the digits or the keyboard.
    Sequence,
    /// It is known to those who guess.
    Breached,
    /// Whether it is known to those who guess cannot be told at present.
    Unchecked,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort(least) => {
                write!(f, "the password has fewer than {least} characters; some words in a row are easy to remember")
            }
            Self::TooLong(most) => write!(f, "the password has more than {most} characters; choose a shorter one"),
            Self::Personal => f.write_str("the password contains the name or the address; choose one that does not"),
            Self::Repetition => f.write_str("the password repeats a short part; choose one that does not"),
            Self::Sequence => {
                f.write_str("the password follows the alphabet or the keyboard; choose one that does not")
            }
            Self::Breached => f.write_str("the password is one of those that are tried first; choose another"),
            Self::Unchecked => {
                f.write_str("the list of leaked passwords cannot be read; try again, or tell whoever runs the hub")
            }
        }
    }
}

/// Weighs a password. `about` is what others know of its owner: address, name.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(
    password: &SecretString,
    rules: &Rules,
    about: &[&str],
    breached: &dyn Breached,
) -> Result<(), Vec<Weakness>> {
    let text = password.expose_secret();
    let length = text.chars().count();
    if length > rules.max_length {
        // Not looked at any further: it may be of any length.
        return Err(vec![Weakness::TooLong(rules.max_length)]);
    }
    let lower = Zeroizing::new(text.to_lowercase());
    let letters: Zeroizing<Vec<char>> = Zeroizing::new(lower.chars().collect());
    let mut found = BTreeSet::new();
    if length < rules.min_length {
        found.insert(Weakness::TooShort(rules.min_length));
    }
    if about.iter().flat_map(|known| names(known)).any(|name| lower.contains(&name)) {
        found.insert(Weakness::Personal);
    }
    if is_repetition(&letters, rules.min_length) {
        found.insert(Weakness::Repetition);
    }
    if surprises(&letters) < SURPRISES {
        found.insert(Weakness::Sequence);
    }
    found.extend(known(text, &lower, breached));
    if found.is_empty() { Ok(()) } else { Err(found.into_iter().collect()) }
}

/// Whether those who guess know it. They try `Password123456` right after `password123456`.
fn known(text: &str, lower: &str, breached: &dyn Breached) -> Option<Weakness> {
    let is_known = breached.contains(&sha1(text)).and_then(|is_known| Ok(is_known || breached.contains(&sha1(lower))?));
    match is_known {
        Ok(false) => None,
        Ok(true) => Some(Weakness::Breached),
        Err(_) => Some(Weakness::Unchecked),
    }
}

/// The names in an address or a name: the whole, what is before the `@`, and each of its words.
fn names(known: &str) -> Vec<String> {
    let lower = known.to_lowercase();
    let local = lower.rsplit_once('@').map_or(lower.as_str(), |(local, _)| local);
    let words = local.split(|letter: char| !letter.is_alphanumeric());
    let all = [lower.as_str(), local].into_iter().chain(words);
    all.filter(|name| name.chars().count() >= SHORTEST_NAME).map(str::to_owned).collect()
}

/// Whether the whole says the same again and again, and what it says would itself be too short.
fn is_repetition(letters: &[char], min_length: usize) -> bool {
    let longest = (letters.len() / 2).min(min_length.saturating_sub(1));
    (1..=longest).any(|period| letters.iter().skip(period).eq(letters.iter().take(letters.len() - period)))
}

/// How many characters do not follow from the one before: by being the same, its neighbour in the alphabet, or on the keyboard.
fn surprises(letters: &[char]) -> usize {
    let follows = |(one, next): &(&char, &char)| is_next(**one, **next) || is_next(**next, **one) || one == next;
    let pairs = letters.iter().zip(letters.iter().skip(1));
    letters.len() - pairs.filter(follows).count()
}

fn is_next(one: char, next: char) -> bool {
    let in_row = |row: &&str| row.chars().zip(row.chars().skip(1)).any(|pair| pair == (one, next));
    u32::from(one) + 1 == u32::from(next) || ROWS.iter().any(in_row)
}

/// SHA-1 in upper-case hexadecimal digits, by which lists of leaked passwords are kept. It hides nothing.
pub(super) fn sha1(text: &str) -> String {
    digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
}

#[cfg(test)]
mod tests;
