//! Words for the parameters in paths, which mean the same everywhere.

use utoipa::openapi::{RefOr, path::Operation};

const WORDS: [(&str, &str); 16] = [
    ("account", "The service account's identifier"),
    ("api", "The API's identifier or slug"),
    ("digest", "The document's digest, as the revision or the upload tells it"),
    ("image", "The image's identifier"),
    ("invitation", "The invitation's identifier"),
    ("job", "The job's identifier"),
    ("key", "The key's identifier, not the key"),
    (
        "organisation",
        "The organisation's identifier or slug, or `~` for the only one that the caller has beside their personal one",
    ),
    ("registry", "The registry's identifier"),
    ("revision", "The revision's identifier or number, or `current`, `pending` or `last`"),
    ("role", "The role's identifier"),
    ("scheme", "The name of a security scheme that the API declares"),
    ("session", "The sign-in's identifier"),
    ("tool", "The tool's name"),
    ("upload", "The upload's identifier"),
    ("user", "The account's identifier"),
];

/// Adds them to an endpoint.
pub(super) fn describe(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let words = WORDS.iter().find(|(name, _)| *name == parameter.name).map(|(_, words)| (*words).to_owned());
        parameter.description = parameter.description.take().or(words);
    }
}
