//! The HAR front end: recorded traffic (HTTP Archive 1.2) to the calls behind it. Requests to the same address are one
//! operation, parts of addresses that vary are arguments, and what was recorded of anybody is left behind.

mod entry;
mod merge;
mod template;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Skipped};
use serde_json::Value;

use crate::api::Api;
use crate::documents::{Documents, Node};
use crate::findings::Findings;
use crate::sample::Shelf;
use crate::schema::{Dialect, Pool};
use entry::Fate;

/// Entries of one archive that are read.
const MOST_ENTRIES: usize = 50_000;

/// Whether a document is an archive.
pub(crate) fn is_har(value: &Value) -> bool {
    value.get("log").and_then(|log| log.get("entries")).is_some_and(Value::is_array)
}

/// Reads an archive.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let log = documents.root_node()?.get("log")?;
    let (mut recorded, mut fates) = (Vec::new(), [0_usize; 3]);
    let mut skipped = Vec::new();
    for node in log.get("entries").iter().flat_map(Node::items).take(MOST_ENTRIES) {
        match entry::read(&node) {
            Fate::Call(call) => recorded.push(*call),
            Fate::Page => fates[0] += 1,
            Fate::Preflight => fates[1] += 1,
            Fate::Failed => fates[2] += 1,
            Fate::Invalid(reason) => skipped.push(Skipped {
                operation: "unreadable entry".to_owned(),
                code: "invalid-operation".to_owned(),
                reason: reason.to_owned(),
                place: node.place(),
            }),
        }
    }
    note_left_out(fates, findings);
    let title = recorded.first().map(|call| call.host().to_owned()).unwrap_or_default();
    let mut shelf = Shelf::recorded();
    let mut operations = Vec::new();
    for group in template::groups(recorded) {
        let operation = format!("{} {}", group.method, group.path());
        let place = group.place().to_owned();
        match shelf.operation(merge::sample(group), findings) {
            Ok(operation) => operations.push(operation),
            Err((code, reason)) => skipped.push(Skipped { operation, code: code.to_owned(), reason, place }),
        }
    }
    let (upstreams, schemes) = shelf.finish(findings);
    Some(Api {
        kind: "har",
        format_version: log.text("version").unwrap_or_default(),
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

fn note_left_out([pages, preflights, failed]: [usize; 3], findings: &mut Findings) {
    for (count, code, what) in [
        (pages, "page-traffic", "pages, scripts, images and other files of pages, which are no calls of an API"),
        (preflights, "preflights", "questions of a browser whether it may call, which are no calls"),
        (failed, "failed-requests", "requests that got no answer, which say nothing of the API"),
    ] {
        if count > 0 {
            findings.push(Diagnostic::info(code, format!("left out: {count} {what}"), "#/log/entries"));
        }
    }
}
