//! Documents to tools to blueprints. Pure: parsers only; no tokio, no network, no database, no clock.
//!
//! [`compile`] never fails and never panics on a document: it answers with tools and diagnostics, and accounts for every
//! operation in it. Documents that others refer to are answered as missing ([`Documents::missing`]); the caller fetches
//! them under its own rules and adds them.

mod documents;

pub use documents::Documents;

use std::collections::BTreeMap;

use hub_model::{Blueprint, Profile, Report};

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
    let _ = (documents, options);
    Compilation { blueprint: None, report: Report::default() }
}
