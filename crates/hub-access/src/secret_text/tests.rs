//! Tokens as others see them: what is accepted, and that no other text is.

use proptest::prelude::*;
use secrecy::ExposeSecret as _;

use super::{Kind, OpaqueToken, TokenHash, crc32, hint, parse};
use crate::{entropy::SystemEntropy, repeatable::Repeatable};

/// Written by a few lines of Python (`zlib.crc32`, `hashlib.sha256`) for the bytes 0, 1, … 31.
const KEY: &str = "mcphub_key_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0dDOmi";
const HASH: &str = "e68f4eb991460dab04ce1d0cca00952ce0800465b928fb2c8c66d4d97e6cd409";

fn fresh(kind: Kind, bytes: &[u8]) -> (String, TokenHash) {
    let (text, hash) = OpaqueToken::fresh(kind, &Repeatable(bytes));
    (text.expose_secret().to_owned(), hash)
}

#[test]
fn is_written_as_others_compute_it() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    let bytes: Vec<u8> = (0..32).collect();
    let (text, hash) = fresh(Kind::ApiKey, &bytes);
    assert_eq!(text, KEY);
    assert_eq!(hash.to_string(), HASH);
    assert_eq!(HASH.parse(), Ok(hash));
    let (all_ones, _) = fresh(Kind::ApiKey, &[255]);
    assert_eq!(all_ones, "mcphub_key_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp130H0Tc");
}

#[test]
fn no_two_are_the_same() {
    let (one, _) = OpaqueToken::fresh(Kind::Refresh, &SystemEntropy);
    let (other, _) = OpaqueToken::fresh(Kind::Refresh, &SystemEntropy);
    assert_ne!(one.expose_secret(), other.expose_secret());
}

#[test]
fn one_kind_is_never_taken_for_another() {
    for made in Kind::ALL {
        let (text, _) = fresh(made, &[9, 8, 7]);
        for wanted in Kind::ALL {
            assert_eq!(parse(wanted, &text).is_some(), made == wanted, "{made:?} as {wanted:?}");
            // Its prefix exchanged, the checksum does not fit any more.
            let renamed = text.replace(made.prefix(), wanted.prefix());
            assert_eq!(parse(wanted, &renamed).is_some(), made == wanted, "{made:?} renamed to {wanted:?}");
        }
    }
}

#[test]
fn every_changed_character_is_noticed() {
    assert!(parse(Kind::ApiKey, KEY).is_some());
    for at in 0..KEY.len() {
        for letter in (0..128_u8).map(char::from).filter(|letter| KEY.chars().nth(at) != Some(*letter)) {
            let mut changed: Vec<char> = KEY.chars().collect();
            changed[at] = letter;
            let changed: String = changed.into_iter().collect();
            assert_eq!(parse(Kind::ApiKey, &changed), None, "{changed:?}");
        }
    }
}

#[test]
fn nothing_missing_added_or_swapped() {
    let without_last = KEY.strip_suffix('i').unwrap();
    let without_first = KEY.strip_prefix('m').unwrap();
    for text in ["", "mcphub_key", "mcphub_key_", without_last, without_first, &format!("{KEY}0"), &format!(" {KEY}")] {
        assert_eq!(parse(Kind::ApiKey, text), None, "{text:?}");
    }
    // Characters of several bytes, with the number of bytes right.
    assert_eq!(parse(Kind::ApiKey, &KEY.replacen("_00", "_é", 1)), None);
    for at in 0..KEY.len() - 1 {
        let mut letters: Vec<char> = KEY.chars().collect();
        letters.swap(at, at + 1);
        let swapped: String = letters.into_iter().collect();
        assert_eq!(parse(Kind::ApiKey, &swapped).is_some(), swapped == KEY, "{swapped:?}");
    }
}

#[test]
fn is_recognised_by_its_beginning_and_not_shown_by_accident() {
    assert_eq!(hint(KEY), "mcphub_key_003aU");
    assert_eq!(hint(""), "");
    let (text, hash) = OpaqueToken::fresh(Kind::Setup, &Repeatable(&[1]));
    let shown = format!("{text:?} {hash:?}");
    assert!(!shown.contains("mcphub_set") && !shown.contains(&hash.to_string()), "{shown}");
}

#[test]
fn hashes_are_read_as_they_are_written_only() {
    for wrong in [
        "",
        HASH.strip_prefix("e").unwrap(),
        HASH.strip_prefix("e6").unwrap(),
        &HASH.to_uppercase(),
        &format!("{HASH}00"),
        &HASH.replace('e', "g"),
    ] {
        assert!(wrong.parse::<TokenHash>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn reads_what_it_writes(bytes in any::<[u8; 32]>(), kind in prop::sample::select(Kind::ALL.to_vec())) {
        let (text, hash) = fresh(kind, &bytes);
        prop_assert_eq!(parse(kind, &text), Some(hash));
        prop_assert_eq!(hash.to_string().parse(), Ok(hash));
        prop_assert!(text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_'));
    }

    #[test]
    fn other_bytes_are_another_token(one in any::<[u8; 32]>(), other in any::<[u8; 32]>()) {
        prop_assume!(one != other);
        prop_assert_ne!(fresh(Kind::ApiKey, &one), fresh(Kind::ApiKey, &other));
    }

    #[test]
    fn any_text_is_looked_at_without_falling_over(text in "(mcphub_key_)?\\PC{0,80}") {
        prop_assert_eq!(parse(Kind::ApiKey, &text).is_some(), text == KEY);
    }
}
