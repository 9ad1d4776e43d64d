//! What the fuzzer starts from, and what it found, replayed by every ordinary test run.

use std::path::Path;

use crate::protocol_property::check;

#[test]
fn every_saved_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/message");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        check(&[], &std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 6, "the seeds are gone: {count}");
}
