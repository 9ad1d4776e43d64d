//! Schemas that clients accept.

use hub_model::Profile;
use serde_json::Value;

/// Something that a schema lost on the way to a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// JSON pointer of the place in the original schema.
    pub pointer: String,
    /// What was lost. Lowercase, no full stop.
    pub message: String,
}

/// thin
#[must_use]
pub fn lower(schema: &Value, _profile: Profile, _budget_bytes: usize) -> (Value, Vec<Note>) {
    (schema.clone(), Vec::new())
}

/// thin
#[must_use]
pub fn relax_output(schema: &Value, _profile: Profile, _budget_bytes: usize) -> (Value, Option<String>) {
    (schema.clone(), None)
}
