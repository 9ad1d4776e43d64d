//! The cURL front end: a text of one or more `curl` commands, as documentation has them. A comment above a command is its name.

mod options;
mod words;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Skipped};

use crate::api::Api;
use crate::documents::Documents;
use crate::findings::Findings;
use crate::sample::Shelf;
use crate::schema::{Dialect, Pool};

/// Commands of one text that are read.
const MOST_COMMANDS: usize = 5_000;

/// Reads a text of commands.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let text = documents.root_text()?;
    let mut shelf = Shelf::default();
    let (mut operations, mut skipped) = (Vec::new(), Vec::new());
    let mut title = String::new();
    for command in words::commands(&text).into_iter().take(MOST_COMMANDS) {
        let place = format!("#line-{}", command.line);
        let made = options::samples(&command, &place, findings);
        let samples = match made {
            Ok(samples) => samples,
            Err((code, reason)) => {
                skipped.push(Skipped { operation: command.shown(), code: code.to_owned(), reason, place });
                continue;
            }
        };
        for sample in samples {
            if title.is_empty() {
                let base = sample.address.base.split("://").last().unwrap_or_default();
                title = base.replace(['{', '}'], "");
            }
            match shelf.operation(sample, findings) {
                Ok(operation) => operations.push(operation),
                Err((code, reason)) => {
                    let (operation, place) = (command.shown(), place.clone());
                    skipped.push(Skipped { operation, code: code.to_owned(), reason, place });
                }
            }
        }
    }
    if operations.is_empty() && skipped.is_empty() {
        let message = "there is no complete `curl` command in this text";
        findings.push(
            Diagnostic::error("unknown-document", message, "#")
                .help("give one command a line, each beginning with `curl`"),
        );
        return None;
    }
    let (upstreams, schemes) = shelf.finish(findings);
    Some(Api {
        kind: "curl",
        format_version: String::new(),
        title,
        version: String::new(),
        description: String::new(),
        tags: Vec::new(),
        upstreams,
        schemes,
        operations,
        skipped,
        pool: Pool::new(documents, Dialect::Standard),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    })
}
