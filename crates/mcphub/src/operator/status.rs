//! What is said of an object in its `status`. Pure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The condition that tells whether the hub is as the specification says.
pub(super) const SYNCED: &str = "Synced";
/// The condition that tells whether it can be used.
pub(super) const READY: &str = "Ready";
/// Characters of a message that are kept; the API server takes 32,768.
const MOST: usize = 2_000;

/// What there is in the hub, and how far it is what is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status<D> {
    /// The generation of the object that was looked at last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) observed_generation: Option<i64>,
    /// `Synced`: the hub is as the specification says. `Ready`: it can be used.
    #[serde(default)]
    pub(super) conditions: Vec<Condition>,
    #[serde(flatten)]
    pub(super) details: D,
}

/// Something that is so, or is not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Condition {
    /// `Synced` or `Ready`.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Whether it is so.
    pub(super) status: Truth,
    /// Why, in one word for programs.
    pub(super) reason: String,
    /// Why, in a sentence for people.
    #[serde(default)]
    pub(super) message: String,
    /// The generation of the object that this is said of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) observed_generation: Option<i64>,
    /// Since when it is so.
    pub(super) last_transition_time: String,
}

/// As conditions say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) enum Truth {
    True,
    False,
    Unknown,
}

/// What there is of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ApiDetails {
    /// Its identifier in the hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The revision that servers are made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<i64>,
    /// Tools of that revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tools: Option<i64>,
    /// A newer revision that waits for somebody's approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pending_revision: Option<i64>,
    /// Which secret was set for each scheme, and which version of it: `name/key@version`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) credentials: BTreeMap<String, String>,
}

/// What there is of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ServerDetails {
    /// Its identifier in the hub.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The newest version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<i64>,
    /// How far its deployment is; absent where it never was deployed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<String>,
    /// Where MCP clients reach it, once it is deployed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

/// What a condition is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) truth: Truth,
    pub(super) reason: &'static str,
    pub(super) message: String,
}

impl Verdict {
    pub(super) fn new(truth: Truth, reason: &'static str, message: impl Into<String>) -> Self {
        Self { truth, reason, message: message.into() }
    }
}

/// What was found out about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found<D> {
    pub(super) synced: Verdict,
    /// What is not known stays as it was said.
    pub(super) ready: Option<Verdict>,
    /// The same.
    pub(super) details: Option<D>,
}

/// The status that follows another one. A condition that stays as it is keeps the time since when it is so.
pub(super) fn next<D: Clone>(before: &Status<D>, generation: Option<i64>, now: &str, found: Found<D>) -> Status<D> {
    let known = |kind: &str| before.conditions.iter().find(|condition| condition.kind == kind);
    let since = |kind: &str, truth: Truth| match known(kind).filter(|condition| condition.status == truth) {
        Some(condition) => condition.last_transition_time.clone(),
        None => now.to_owned(),
    };
    let said = |kind: &str, verdict: &Verdict| Condition {
        kind: kind.to_owned(),
        status: verdict.truth,
        reason: verdict.reason.to_owned(),
        message: verdict.message.chars().take(MOST).collect(),
        observed_generation: generation,
        last_transition_time: since(kind, verdict.truth),
    };
    let ready = match (&found.ready, known(READY)) {
        (Some(verdict), _) => said(READY, verdict),
        // What was ready is so still, as it was; it says of which generation.
        (None, Some(condition)) if condition.status == Truth::True => condition.clone(),
        (None, _) => said(READY, &Verdict { truth: Truth::False, ..found.synced.clone() }),
    };
    Status {
        observed_generation: generation,
        conditions: vec![ready, said(SYNCED, &found.synced)],
        details: found.details.unwrap_or_else(|| before.details.clone()),
    }
}

#[cfg(test)]
mod tests;
