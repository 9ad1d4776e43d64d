//! The account of a compilation: operations in, tools out, and a reason for every one left out.

use serde::{Deserialize, Serialize};

use crate::Diagnostic;

/// What became of a document. `operations == tools + skipped.len()` always holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// `openapi`, `graphql`, …
    pub kind: String,
    /// The version of the document's format, `3.0.3`.
    pub version: String,
    /// The API's title.
    pub title: String,
    /// Operations found.
    pub operations: usize,
    /// Tools made.
    pub tools: usize,
    /// Operations that became no tool.
    pub skipped: Vec<Skipped>,
    /// Everything else worth saying.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took, in milliseconds. Set by the caller: the compiler reads no clock.
    pub millis: u64,
}

/// An operation that became no tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// As in the document: `POST /x`.
    pub operation: String,
    /// Stable, kebab-case.
    pub code: String,
    /// Why, in a sentence.
    pub reason: String,
    /// JSON pointer fragment.
    pub place: String,
}
