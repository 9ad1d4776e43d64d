//! Passwords that people choose, and what is wrong with them.

use std::io;

use secrecy::SecretString;

use super::{
    Rules,
    Weakness::{self, *},
    check, sha1,
};
use crate::password::{Breached, CommonPasswords};

const ABOUT: [&str; 2] = ["ada.lovelace@example.com", "Ada King, Countess"];

fn weaknesses(password: &str, rules: &Rules) -> Vec<Weakness> {
    check(&SecretString::from(password), rules, &ABOUT, &CommonPasswords).err().unwrap_or_default()
}

fn found(password: &str) -> Vec<Weakness> {
    weaknesses(password, &Rules::default())
}

#[test]
fn long_and_odd_is_good() {
    let good = [
        "seven grey owls",
        "kT9#vw2!mZpL",
        "blaue Kühe fliegen",
        "馬正確電池訂書釘你好世界早",
        "1847 5920 3816",
        "ada and the engine",
        "a fishery of kin",
        "abcd1234wxyz9876m",
    ];
    for password in good {
        assert_eq!(found(password), [], "{password}");
    }
}

#[test]
fn every_weakness_is_told() {
    let weak: [(&str, &[Weakness]); 22] = [
        ("", &[TooShort(12), Sequence]),
        ("kT9#vw2!mZp", &[TooShort(12)]),
        ("Kühe fliege", &[TooShort(12)]),
        ("ada.lovelace-1815", &[Personal]),
        ("my name is LOVELACE", &[Personal]),
        ("countess of mine", &[Personal]),
        ("the KING of mine", &[Personal]),
        ("kingfisher on rye", &[Personal]),
        ("aaaaaaaaaaaaaaaa", &[Repetition, Sequence]),
        ("horsehorsehorse", &[Repetition]),
        ("kT9#vkT9#vkT9", &[Repetition]),
        ("abcdefghijklmnop", &[Sequence, Breached]),
        ("zyxwvutsrqponm", &[Sequence]),
        ("234567890123", &[Sequence]),
        ("qwertyuiopqwertz", &[Sequence]),
        ("aaaabbbbccccdddd", &[Sequence]),
        ("abcd1234wxyz9876", &[Sequence]),
        ("asdfghjklöäü#", &[Sequence]),
        ("password123456", &[Breached]),
        ("PassWord123456", &[Breached]),
        ("correct horse battery staple", &[Breached]),
        ("Abcdefghijkl", &[Sequence, Breached]),
    ];
    for (password, expected) in weak {
        assert_eq!(found(password), expected, "{password}");
    }
}

#[test]
fn the_operator_chooses_how_long() {
    let short = Rules { min_length: 8, ..Rules::default() };
    assert_eq!(weaknesses("kT9#vw2!", &short), []);
    assert_eq!(weaknesses("password", &short), [Breached]);
    assert_eq!(weaknesses("abcabcab", &short), [Repetition, Sequence]);
    assert_eq!(weaknesses("kT9#vw2", &short), [TooShort(8)]);
    // What repeats is long enough for itself.
    assert_eq!(weaknesses("kT9#vw2!kT9#vw2!", &short), []);
    assert_eq!(found("kT9#vw2!kT9#vw2!"), [Repetition]);
    assert_eq!(weaknesses("kT9#vw2!mZpL", &Rules { min_length: 8, max_length: 11 }), [TooLong(11)]);
}

#[test]
fn endless_passwords_are_not_looked_at() {
    let rules = Rules::default();
    let longest: String = ('!'..).step_by(7).take(256).collect();
    assert_eq!(weaknesses(&longest, &rules), []);
    assert_eq!(weaknesses(&format!("{longest}x"), &rules), [TooLong(256)]);
    assert_eq!(weaknesses(&"ä".repeat(10_000_000), &rules), [TooLong(256)]);
}

#[test]
fn a_list_that_cannot_be_read_lets_nothing_through() {
    struct Unreadable;
    impl Breached for Unreadable {
        fn contains(&self, _: &str) -> io::Result<bool> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let password = SecretString::from("seven grey owls");
    assert_eq!(check(&password, &Rules::default(), &[], &Unreadable), Err(vec![Unchecked]));
}

#[test]
fn messages_say_what_to_do() {
    let all = [TooShort(12), TooLong(256), Personal, Repetition, Sequence, Breached, Unchecked];
    for message in all.map(|weakness| weakness.to_string()) {
        assert!(
            message.contains(';')
                && !message.ends_with('.')
                && message.starts_with(|letter: char| letter.is_lowercase()),
            "{message}"
        );
    }
}

#[test]
fn hashes_as_the_lists_do() {
    // The example of "Have I Been Pwned".
    assert_eq!(sha1("P@ssw0rd"), "21BD12DC183F740EE76F27B78EB39C8AD972A757");
}
