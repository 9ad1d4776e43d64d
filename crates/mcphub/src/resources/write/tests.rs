//! What is written is read again as it was.

use std::path::Path;

use hub_model::resource::{ApiSource, CurationSpec, McpApiSpec, McpServerSpec, ResourceKind};
use serde_json::json;

use super::write;
use crate::resources::read::{Spec, resources};

/// What YAML takes for something else unless it is told.
const ODD: &[&str] = &[
    "plain",
    "yes",
    "1.0",
    "08",
    "~",
    "null",
    "- a",
    "a: b",
    "# c",
    " begins",
    "ends ",
    "two\nlines",
    "ends\n",
    "ends twice\n\n",
    "\n begins",
    "tab\there",
    "\"q\"",
    "'q'",
    "a\\b",
    "ä 日本 🦀",
    "---",
    "--- a",
    "%x",
    "@x",
    "`x`",
    "{a}",
    "[a]",
    "a, b",
    "x\n---\ny\n",
    "  two\n one\n",
    "cr\r\nlf",
    "\u{85}x",
    "\u{feff}b",
    "2020-01-01",
    "0x1f",
    "1_000",
    "a #b",
    "?",
    "!x",
    "&x",
    "*x",
    "|",
    ">",
    "",
    "   ",
    "long line that goes on and on and on, well beyond what anybody would want to read on one line of a file, with more words",
];

#[test]
fn odd_texts_survive() {
    for text in ODD {
        let spec = McpApiSpec {
            description: (*text).to_owned(),
            source: ApiSource { document: Some((*text).to_owned()), ..ApiSource::default() },
            ..McpApiSpec::default()
        };
        let written = write(ResourceKind::McpApi, "pets", spec.clone(), Vec::new(), Vec::new()).unwrap();
        let read = resources("f", Path::new(""), &format!("{0}---\n{0}", written.yaml));
        assert_eq!(read.len(), 2, "{text:?}\n{}", written.yaml);
        for read in read {
            assert_eq!(
                read.unwrap_or_else(|why| panic!("{why}\n{}", written.yaml)).spec,
                Spec::Api(spec.clone()),
                "{}",
                written.yaml
            );
        }
    }
}

#[test]
fn curations_survive() {
    let curation: CurationSpec = serde_json::from_value(json!({
        "picks": [{ "glob": "list_*" }, { "out": true, "readOnly": false }],
        "tools": { "GET /pets/{id}": { "name": "pet", "arguments": {
            "a": { "fixed": "08" }, "b": { "fixed": 1.0 }, "c": { "default": [1, "x", null, { "y": true }] }, "d": { "fixed": 12345678901_i64 }, "e": { "fixed": {} },
        } } },
    }))
    .unwrap();
    let spec = json!({ "design": { "sources": [{ "api": "pets", "curation": curation }] } });
    let spec: McpServerSpec = serde_json::from_value(spec).unwrap();
    let written = write(ResourceKind::McpServer, "shop", spec.clone(), Vec::new(), Vec::new()).unwrap();
    let read = resources("f", Path::new(""), &written.yaml).remove(0).unwrap();
    assert_eq!(read.spec, Spec::Server(spec), "{}", written.yaml);
}
