//! What the fuzzer starts from, and what it found, replayed by every ordinary test run, as they are and damaged.

use std::path::Path;

use hub_model::Profile;

use crate::sound::compiled;

/// Damaged versions of each document.
const DAMAGED: u64 = 60;

/// The names of the saved documents, and the documents.
fn saved() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/document");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut saved: Vec<(String, Vec<u8>)> = paths
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    saved.sort();
    saved
}

#[test]
fn every_saved_document() {
    let saved = saved();
    for (_, bytes) in &saved {
        for profile in Profile::ALL {
            compiled(bytes.clone(), profile);
        }
    }
    for kind in [".json", ".yaml", ".proto", ".wsdl", ".xsd", ".graphql", ".har", ".txt", ".html", ".binpb"] {
        assert!(saved.iter().any(|(name, _)| name.ends_with(kind)), "there is no {kind} to start from");
    }
}

#[test]
fn every_saved_document_damaged() {
    let saved = saved();
    for (at, (name, bytes)) in saved.iter().enumerate() {
        for round in 0..DAMAGED {
            let mut dice = Dice(round.wrapping_mul(0x9e37_79b9).wrapping_add(at as u64 + 1));
            let other = &saved[dice.below(saved.len())].1;
            let damaged = damaged(bytes.clone(), other, &mut dice);
            let copy = damaged.clone();
            let outcome = std::panic::catch_unwind(|| compiled(damaged, Profile::Standard));
            assert!(outcome.is_ok(), "{name}, round {round}:\n{}", String::from_utf8_lossy(&copy));
        }
    }
}

/// Bytes, spans and pieces of other documents put where they do not belong.
fn damaged(mut bytes: Vec<u8>, other: &[u8], dice: &mut Dice) -> Vec<u8> {
    const ODD: [&[u8]; 14] = [
        b"\0",
        b"\r\n",
        b"\xff",
        b"\xed\xa0\x80",
        b"\"",
        b"'",
        b"<",
        b"{",
        b"}",
        b"[",
        b"&",
        b"99999999999999999999",
        b"-1",
        "\u{202e}é".as_bytes(),
    ];
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(5) {
            0 => drop(bytes.splice(at..at, ODD[dice.below(ODD.len())].iter().copied())),
            1 => drop(bytes.drain(at..end)),
            // Said once more, somewhere else.
            2 => {
                let span = bytes[at..end].to_vec();
                let to = dice.below(bytes.len() + 1);
                drop(bytes.splice(to..to, span));
            }
            3 => {
                let from = dice.below(other.len());
                let span = other[from..(from + dice.below(80)).min(other.len())].to_vec();
                drop(bytes.splice(at..end, span));
            }
            _ => bytes.truncate(at.max(bytes.len() / 2)),
        }
    }
    bytes
}

/// Random enough, and the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}
