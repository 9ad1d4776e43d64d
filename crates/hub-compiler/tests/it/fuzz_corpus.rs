//! What the fuzzer starts from, and what it found, replayed by every ordinary test run.

use std::path::Path;

use hub_model::Profile;

use crate::sound::compiled;

#[test]
fn every_saved_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/document");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for profile in Profile::ALL {
            compiled(bytes.clone(), profile);
        }
        count += 1;
    }
    assert!(count >= 7, "the seeds are gone: {count}");
}
