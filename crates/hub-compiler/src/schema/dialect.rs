//! Which dialect of JSON Schema a document speaks.

/// The dialects, by what they mean rather than by version number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Swagger 2.0 and OpenAPI 3.0: `nullable`, boolean `exclusiveMinimum`, nothing but words beside `$ref`.
    Extended,
    /// OpenAPI 3.1 and later: JSON Schema 2020-12.
    Standard,
}
