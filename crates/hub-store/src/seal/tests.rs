//! What is sealed opens in its place only.

use super::{open_with, seal_with, sealed_by};

const KEY: [u8; 32] = [7; 32];

#[test]
fn opens_with_its_key_in_its_place() {
    let sealed = seal_with(&KEY, 42, "credentials.sealed/1", b"secret").unwrap();
    assert_eq!(sealed_by(&sealed).unwrap(), 42);
    assert_eq!(open_with(&KEY, "credentials.sealed/1", &sealed).unwrap().as_slice(), b"secret");
    assert!(open_with(&KEY, "credentials.sealed/2", &sealed).is_err());
    assert!(open_with(&[8; 32], "credentials.sealed/1", &sealed).is_err());
}

#[test]
fn no_byte_can_be_changed_and_none_is_missing() {
    let sealed = seal_with(&KEY, 42, "here", b"secret").unwrap();
    assert!(!sealed.windows(6).any(|window| window == b"secret"));
    for position in 17..sealed.len() {
        let mut changed = sealed.clone();
        changed[position] ^= 1;
        assert!(open_with(&KEY, "here", &changed).is_err(), "{position}");
        assert!(open_with(&KEY, "here", &sealed[..position]).is_err(), "{position}");
    }
    for wrong in [&[][..], &[1][..], &[2; 60][..]] {
        assert!(sealed_by(wrong).is_err() || open_with(&KEY, "here", wrong).is_err());
    }
}

#[test]
fn the_same_is_sealed_differently_each_time() {
    assert_ne!(seal_with(&KEY, 1, "here", b"secret").unwrap(), seal_with(&KEY, 1, "here", b"secret").unwrap());
}
