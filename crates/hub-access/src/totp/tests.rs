//! Codes as the standard has them, and that none is taken twice.

use std::collections::BTreeSet;

use hub_model::Timestamp;
use proptest::prelude::*;

use super::{fresh_recovery_codes, fresh_secret, recovery_hash, typed, uri, verify};
use crate::{entropy::SystemEntropy, repeatable::Repeatable};

/// RFC 6238 appendix B.
const SECRET: &[u8] = b"12345678901234567890";
/// Seconds, and the last six of the eight digits there.
const VECTORS: [(i64, &str); 6] = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
];

fn seconds(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1_000)
}

#[test]
fn codes_are_those_of_the_standard() {
    for (moment, code) in VECTORS {
        assert_eq!(verify(SECRET, code, seconds(moment), None), Some(moment / 30), "{moment}");
        let spaced = format!(" {} {}", code.split_at(3).0, code.split_at(3).1);
        assert_eq!(verify(SECRET, &spaced, seconds(moment), None), Some(moment / 30), "{spaced}");
    }
}

#[test]
fn holds_a_step_earlier_and_later_and_no_further() {
    let (_, code) = VECTORS[3];
    let step = 1_234_567_890 / 30;
    let taken = |millis: i64| verify(SECRET, code, Timestamp(millis), None);
    let (begins, ends) = (step * 30_000, (step + 1) * 30_000);
    assert_eq!(taken(begins - 30_001), None);
    assert_eq!(taken(begins - 30_000), Some(step));
    assert_eq!(taken(begins), Some(step));
    assert_eq!(taken(ends + 29_999), Some(step));
    assert_eq!(taken(ends + 30_000), None);
}

#[test]
fn a_code_is_taken_once() {
    let (moment, code) = VECTORS[3];
    let step = moment / 30;
    let taken = |last: i64| verify(SECRET, code, seconds(moment), Some(last));
    assert_eq!(taken(step - 1), Some(step));
    assert_eq!(taken(step), None);
    // Nor is one that was noted down before the last one that was taken.
    assert_eq!(taken(step + 1), None);
    assert_eq!(taken(i64::MAX), None);
}

#[test]
fn nothing_else_is_a_code() {
    for wrong in ["", "005925", "5924", "0005924", "+05924", "-05924", "00592٤", "OO5924", "005924x", "0059245"] {
        assert_eq!(verify(SECRET, wrong, seconds(1_234_567_890), None), None, "{wrong}");
    }
    let long = "0".repeat(1_000_000);
    assert_eq!(verify(SECRET, &long, seconds(1_234_567_890), None), None);
    assert_eq!(verify(b"too short", "005924", seconds(1_234_567_890), None), None);
    assert_eq!(verify(&[], "005924", seconds(1_234_567_890), None), None);
    for odd in [i64::MIN, -1, 0, i64::MAX] {
        assert_eq!(verify(SECRET, "005924", Timestamp(odd), None), None, "{odd}");
    }
}

#[test]
fn apps_are_told_by_text_and_by_uri() {
    assert_eq!(typed(SECRET), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let expected = "otpauth://totp/MCP%20Hub:ada%2Bhub%40example%2Ecom?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
                    &issuer=MCP%20Hub&algorithm=SHA1&digits=6&period=30";
    assert_eq!(uri(SECRET, "MCP Hub", "ada+hub@example.com"), expected);
    let hostile = uri(SECRET, "a:b", "c&secret=AAAA:/?#d");
    assert!(hostile.starts_with("otpauth://totp/a%20b:c%26secret%3DAAAA%20%2F%3F%23d?secret=GEZD"), "{hostile}");
}

#[test]
fn secrets_are_long_and_never_the_same() {
    assert_eq!(fresh_secret(&SystemEntropy).len(), 20);
    assert_ne!(fresh_secret(&SystemEntropy), fresh_secret(&SystemEntropy));
}

#[test]
fn recovery_codes_are_ten_and_never_the_same() {
    let codes: Vec<String> = fresh_recovery_codes(&SystemEntropy);
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10);
    for code in &codes {
        let (one, other) = code.split_once('-').unwrap();
        assert!(one.len() == 5 && other.len() == 5, "{code}");
        let is_plain =
            |letter: char| letter.is_ascii_digit() || (letter.is_ascii_lowercase() && !"ilou".contains(letter));
        assert!(code.chars().all(|letter| letter == '-' || is_plain(letter)), "{code}");
    }
    assert_eq!(fresh_recovery_codes(&Repeatable(&[0, 31, 32, 255]))[0], "0z0z0-z0z0z");
}

#[test]
fn recovery_codes_are_recognised_however_they_are_typed() {
    // `hashlib.pbkdf2_hmac("sha256", b"k3v9w0xh2q", b"mcphub recovery code", 10000)` of Python.
    let expected = "c5035ccb8befecf2784af5c32b1b84a8699196fbdc9371caae2a222a02b20758";
    for typed in ["k3v9w-0xh2q", "K3V9W-0XH2Q", "k3v9w0xh2q", " k3v9w – oxh2q ", "k3 v9 w0 xh 2q"] {
        assert_eq!(recovery_hash(typed).to_string(), expected, "{typed}");
    }
    assert_eq!(recovery_hash("11111-00000"), recovery_hash("iIlL1-oO0o0"));
    for wrong in ["", "k3v9w", "k3v9w-0xh2r", "k3v9w-0xh2q0", "k3v9w-0xh2é", "k3v9x-0wh2q"] {
        assert_ne!(recovery_hash(wrong).to_string(), expected, "{wrong}");
    }
}

proptest! {
    #[test]
    fn other_secrets_make_other_codes(secret in any::<[u8; 20]>(), code in "[0-9]{6}", moment in 0_i64..4_000_000_000) {
        // Three of a million fit; more would mean that something is not looked at.
        let steps = (0..40_i64).filter(|later| verify(&secret, &code, seconds(moment + later * 90), None).is_some());
        prop_assert!(steps.count() <= 2);
    }
}
