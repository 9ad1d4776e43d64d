//! Hashes as others make them, and what is made here.

use argon2::{Algorithm, Params, PasswordHasher as _, Version};
use secrecy::{ExposeSecret as _, SecretString};

use super::{LONGEST, NOBODY, NotHashed, hash, needs_rehash, verify, verify_nobody};
use crate::{entropy::SystemEntropy, repeatable::Repeatable};

/// Of the tests of argon2's reference implementation: `password`, with 256 KiB.
const REFERENCE: &str = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[test]
fn a_password_is_the_one_of_its_hash_only() {
    let made = hash(&secret("correct horse"), &Repeatable(&[7])).unwrap();
    assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{made}");
    assert!(verify(&secret("correct horse"), &made));
    for wrong in ["", "correct hors", "correct horse ", "Correct horse", &made] {
        assert!(!verify(&secret(wrong), &made), "{wrong}");
    }
    assert!(!needs_rehash(&made));
}

#[test]
fn the_same_password_is_never_hashed_the_same() {
    let made = [(); 2].map(|()| hash(&secret("correct horse"), &SystemEntropy).unwrap());
    assert_ne!(made[0], made[1]);
}

#[test]
fn reads_what_others_hashed() {
    assert!(verify(&secret("password"), REFERENCE));
    assert!(!verify(&secret("passwort"), REFERENCE));
    assert!(!verify(&secret("password"), &REFERENCE.replace("t=2", "t=3")));
    assert!(!verify(&secret("password"), &REFERENCE.replace("argon2id", "argon2i")));
    assert!(!verify(&secret("password"), &REFERENCE.replace("nf65", "nf66")));
}

#[test]
fn no_password_is_the_one_of_no_hash() {
    for wrong in
        ["", "password", "$", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"]
    {
        assert!(!verify(&secret("password"), wrong), "{wrong}");
        assert!(!verify(&secret(""), wrong), "{wrong}");
        assert!(needs_rehash(wrong), "{wrong}");
    }
    assert!(!verify(&secret(""), NOBODY));
}

#[test]
fn hashes_of_another_making_are_made_anew() {
    assert!(needs_rehash(REFERENCE));
    assert!(!needs_rehash(NOBODY));
    let changes = [
        ("m=19456", "m=19455"),
        ("m=19456", "m=65536"),
        ("t=2", "t=1"),
        ("p=1", "p=2"),
        ("v=19", "v=16"),
        ("argon2id", "argon2i"),
        ("$AAAAAAAAAAAAAAAAAAAAAA$", "$AAAAAAAAAAA$"),
        ("$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "$AAAAAAAAAAAAAAAAAAAAAA"),
    ];
    for (now, then) in changes {
        let other = NOBODY.replacen(now, then, 1);
        assert_ne!(other, NOBODY);
        assert!(needs_rehash(&other), "{other}");
    }
}

#[test]
fn an_account_that_is_not_there_takes_the_same_work() {
    // Whatever takes as long has the same parameters: a clock would make this a matter of luck.
    assert!(!needs_rehash(NOBODY) && argon2::PasswordHash::new(NOBODY).is_ok());
    verify_nobody(&secret("correct horse"));
}

#[test]
fn endless_passwords_are_not_hashed() {
    let (longest, longer) = (secret(&"x".repeat(LONGEST)), secret(&"x".repeat(LONGEST + 1)));
    let made = hash(&longest, &Repeatable(&[7])).unwrap();
    assert!(verify(&longest, &made));
    let salt = argon2::password_hash::phc::Salt::new(b"somesalt").unwrap();
    let cheap = argon2::Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
    let foreign = |text: &SecretString| {
        cheap.hash_password_with_salt(text.expose_secret().as_bytes(), &salt).unwrap().to_string()
    };
    assert!(verify(&longest, &foreign(&longest)));
    assert!(!verify(&longer, &foreign(&longer)));
    assert_eq!(hash(&longer, &Repeatable(&[7])), Err(NotHashed::TooLong));
}

#[test]
fn the_same_letters_are_the_same_password_however_they_are_written() {
    let composed = hash(&"caf\u{e9} orchid 19".into(), &SystemEntropy).unwrap();
    assert!(verify(&"cafe\u{301} orchid 19".into(), &composed));
    assert!(verify(&"caf\u{e9}\u{a0}orchid 19".into(), &composed));
    assert!(!verify(&"cafe orchid 19".into(), &composed));
}
