//! Both lists, the file also as it should not be.

use std::io::{Cursor, ErrorKind};

use proptest::prelude::*;

use super::{Breached as _, CommonPasswords, HashFile};
use crate::password::weigh::sha1;

fn file(text: &str) -> std::io::Result<HashFile<Cursor<Vec<u8>>>> {
    HashFile::new(Cursor::new(text.as_bytes().to_vec()))
}

/// A file as it is given away, of the hashes of these numbers.
fn of(numbers: impl IntoIterator<Item = u32>, end: &str) -> String {
    let mut lines: Vec<String> = numbers
        .into_iter()
        .map(|number| format!("{}:{}", sha1(&number.to_string()), u64::from(number) * 7_919 + 1))
        .collect();
    lines.sort();
    lines.join(end)
}

#[test]
fn common_passwords_are_known() {
    for common in [
        "password",
        "12345678",
        "password1234",
        "qwertyuiop123",
        "iloveyou1234",
        "administrator",
        "correct horse battery staple",
    ] {
        assert!(CommonPasswords.contains(&sha1(common)).unwrap(), "{common}");
    }
    assert!(!CommonPasswords.contains(&sha1("seven grey owls")).unwrap());
    assert!(!CommonPasswords.contains(&sha1("")).unwrap());
}

#[test]
fn the_list_is_as_the_check_expects_it() {
    let lines: Vec<&str> = include_str!("frequent.txt").lines().collect();
    assert!(lines.len() > 1_000, "{}", lines.len());
    assert!(lines.is_sorted_by(|one, next| one < next), "sorted, each once");
    for line in lines {
        assert!(line.chars().count() >= 8 && line == line.to_lowercase() && line == line.trim(), "{line}");
    }
}

#[test]
fn a_file_is_searched_to_its_ends() {
    for count in [1, 2, 3, 4, 7, 64, 65, 1_000] {
        for (end, last) in [("\r\n", "\r\n"), ("\r\n", ""), ("\n", "\n"), ("\n", "")] {
            let file = file(&format!("{}{last}", of(0..count, end))).unwrap();
            for number in 0..count {
                assert!(file.contains(&sha1(&number.to_string())).unwrap(), "{number} of {count}, {end:?}");
            }
            for other in count..count + 100 {
                assert!(!file.contains(&sha1(&other.to_string())).unwrap(), "{other} of {count}, {end:?}");
            }
            for edge in ['0', 'F'] {
                assert!(!file.contains(&edge.to_string().repeat(40)).unwrap());
            }
        }
    }
}

#[test]
fn hashes_without_counts_or_in_lower_case_are_read() {
    let mut hashes: Vec<String> = (0..50).map(|number: u32| sha1(&number.to_string()).to_lowercase()).collect();
    hashes.sort();
    let file = file(&hashes.join("\n")).unwrap();
    assert!(file.contains(&sha1("17")).unwrap());
    assert!(!file.contains(&sha1("50")).unwrap());
}

#[test]
fn another_file_is_refused_when_it_is_opened() {
    let sorted = of(0..1_000, "\r\n");
    let mut lines: Vec<&str> = sorted.lines().collect();
    lines.reverse();
    let reversed = lines.join("\r\n");
    lines.sort_by_key(|line| line.get(20..));
    let shuffled = lines.join("\r\n");
    let ntlm: String = sorted.lines().map(|line| format!("{}:3\r\n", line.get(..32).unwrap())).collect();
    let plain = include_str!("frequent.txt");
    let endless = sorted.replace("\r\n", ";");
    for wrong in ["", "\n", "hello", &reversed, &shuffled, &ntlm, plain, &endless, &format!("{sorted}\n\n\n")] {
        let start: String = wrong.chars().take(60).collect();
        assert_eq!(file(wrong).map_err(|error| error.kind()).err(), Some(ErrorKind::InvalidData), "{start}");
    }
}

#[test]
fn a_damaged_line_is_an_error_and_no_answer() {
    let whole = of(0..1_000, "\r\n");
    let target = sha1("500");
    let damaged = whole.replace(&target, &"x".repeat(40));
    assert!(file(&damaged).and_then(|file| file.contains(&target)).is_err());
}

proptest! {
    #[test]
    fn finds_what_is_there_and_nothing_else(numbers in prop::collection::btree_set(0_u32..500, 1..200), asked in 0_u32..500) {
        let file = file(&of(numbers.iter().copied(), "\r\n")).unwrap();
        prop_assert_eq!(file.contains(&sha1(&asked.to_string())).unwrap(), numbers.contains(&asked));
    }

    #[test]
    fn any_bytes_are_looked_at_without_falling_over(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(file) = HashFile::new(Cursor::new(bytes)) {
            let _ = file.contains(&sha1("x"));
        }
    }
}
