//! Logs, metrics and traces.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Logs, metrics and traces.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// How log lines look.
    pub format: Format,
    /// What is logged: `info`, or finer, as `info,hub_server=debug`.
    pub level: String,
    /// The bearer token with which `/metrics` is read on the main address; it is not served there without one.
    pub metrics_token: Option<String>,
    /// Where traces are sent to by OTLP over gRPC: `http://collector:4317`.
    pub otlp_endpoint: Option<String>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    #[default]
    Pretty,
    /// For programs: one JSON object on each line.
    Json,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { format: Format::Pretty, level: "info".to_owned(), metrics_token: None, otlp_endpoint: None }
    }
}

impl std::fmt::Debug for Telemetry {
    /// The token is a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Telemetry").field("format", &self.format).field("level", &self.level).finish_non_exhaustive()
    }
}
