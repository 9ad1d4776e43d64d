//! Any bytes as a document.
#![no_main]

use hub_compiler::{Documents, Options, compile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut documents = Documents::new("https://api.example/openapi", bytes.to_vec());
    for uri in documents.missing() {
        documents.fail(&uri, "it is not to be read");
    }
    let report = compile(&documents, &Options::default()).report;
    assert_eq!(report.operations, report.tools + report.skipped.len());
});
