//! Which OpenAPI a document is.

use serde_json::Value;

use crate::schema::Dialect;

/// The families that differ in how they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1 and 3.2: JSON Schema 2020-12.
    V3_1,
}

impl Version {
    pub(crate) fn dialect(self) -> Dialect {
        if self == Self::V3_1 { Dialect::Standard } else { Dialect::Extended }
    }
}

/// The version that a document claims; `None` when it is no OpenAPI document. Numbers are taken for strings: YAML authors
/// write `swagger: 2.0` without quotes.
pub(crate) fn version(document: &Value) -> Option<Version> {
    let claimed = |key: &str| match document.get(key) {
        Some(Value::String(text)) => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    if let Some(text) = claimed("openapi") {
        return Some(match text.as_str() {
            text if text.starts_with('2') => Version::V2,
            text if text == "3" || text.starts_with("3.0") => Version::V3_0,
            _ => Version::V3_1,
        });
    }
    if let Some(text) = claimed("swagger").or_else(|| claimed("swaggerVersion")) {
        return Some(if text.starts_with('3') { Version::V3_0 } else { Version::V2 });
    }
    // Fragments without a version line: recognisable by what they hold.
    let paths = document.get("paths").is_some_and(Value::is_object);
    match (paths, document.get("definitions"), document.get("components")) {
        (true, Some(_), None) => Some(Version::V2),
        (true, _, Some(_)) => Some(Version::V3_0),
        (true, None, None) if document.get("info").is_some() => Some(Version::V3_0),
        _ => None,
    }
}
