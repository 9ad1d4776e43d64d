//! Documents to tools to blueprints. Pure: parsers only; no tokio, no network, no database, no clock.
//!
//! [`compile`] never fails and never panics on a document: it answers with tools and diagnostics, and accounts for every
//! operation in it. Documents that others refer to are answered as missing ([`Documents::missing`]); the caller fetches
//! them under its own rules and adds them.

mod api;
pub mod compose;
mod curate;
mod curl;
mod diff;
mod documents;
pub mod emit;
mod findings;
mod front;
pub mod graphql;
mod grpc;
mod har;
mod http_tools;
mod link;
mod lint;
mod merge;
mod openapi;
pub mod passes;
mod postman;
mod sample;
mod schema;
mod signature;
mod soap;
mod words;

pub use curate::{Curated, curate};
pub use diff::{Change, Impact, diff};
pub use documents::{Documents, Kind};
pub use front::KINDS;
pub use link::narrow;
pub use lint::{lint, tokens};
pub use merge::merge;

use std::collections::BTreeMap;

use hub_model::{Blueprint, Diagnostic, Profile, Report};

use findings::Findings;

/// What to compile for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The rules that every schema must keep.
    pub profile: Profile,
    /// The server's name; made from the title when empty.
    pub name: String,
    /// Names that tools had before, by operation key: they keep them whatever else changed.
    pub names: BTreeMap<String, String>,
    /// Only tools whose name or operation key matches one of these globs; empty means all.
    pub only: Vec<String>,
    /// gRPC methods with `google.api.http` annotations are called by REST, as they say.
    pub rest: bool,
}

/// What became of the documents.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// The server, when there is at least one tool.
    pub blueprint: Option<Blueprint>,
    /// The account: always there, and it says why when there is no blueprint.
    pub report: Report,
}

/// Compiles the root document of `documents`, with the others that it refers to.
#[must_use]
pub fn compile(documents: &Documents, options: &Options) -> Compilation {
    let mut findings = Findings::default();
    for (position, loaded) in documents.loaded().iter().enumerate() {
        if position < documents.root_index() {
            // A page that shows the document is no bad document, nor are its scripts.
            if position > 0 {
                continue;
            }
            let message = format!("`{}` is a page; the document that it shows is used", loaded.uri);
            findings.push(Diagnostic::info("document-behind-page", message, format!("{}#", loaded.uri)));
            continue;
        }
        findings.extend(loaded.findings.iter().cloned());
    }
    let Some(api) = front::read(documents, options, &mut findings) else {
        return unusable(findings, Report::default());
    };
    let mut report = Report {
        kind: api.kind.to_owned(),
        version: api.format_version.clone(),
        title: api.title.clone(),
        operations: api.operations.len() + api.skipped.len(),
        ..Report::default()
    };
    let linked = link::link(&api, documents, options, &mut findings);
    report.tools = linked.blueprint.tools.len();
    report.skipped = linked.skipped;
    if report.tools == 0 {
        findings.push(nothing_to_call(&report));
        return unusable(findings, report);
    }
    report.diagnostics = findings.finish();
    Compilation { blueprint: Some(linked.blueprint), report }
}

fn unusable(findings: Findings, mut report: Report) -> Compilation {
    report.diagnostics = findings.finish();
    Compilation { blueprint: None, report }
}

fn nothing_to_call(report: &Report) -> Diagnostic {
    if report.operations == 0 {
        return Diagnostic::error("no-operations", "the document describes no operation that can be called", "#").help(
            "documents that only hold webhooks or schemas give no tools; check that this is the API's main document",
        );
    }
    let selected_out = report.skipped.iter().all(|skipped| skipped.code == "not-selected");
    let (message, help) = if selected_out {
        ("the selection of tools matches no operation", "list the names with `mcphub lint` and correct the glob")
    } else {
        ("no operation of the document could become a tool", "see the reasons beside each skipped operation")
    };
    Diagnostic::error("no-tools", message, "#").help(help)
}
