//! Headers of answers that succeed: the version of what is answered, and where what was made is.

use utoipa::openapi::{
    RefOr,
    header::HeaderBuilder,
    path::Operation,
    schema::{ObjectBuilder, Type},
};

/// What is only read has a version too where it can be changed.
const READ: [&str; 6] = ["getMe", "getOrganisation", "getApi", "getRegistry", "getUser", "restoreApi"];
/// A first administrator and those who sign up make themselves: nothing is repeated, and nothing is told of where they are.
const SIGNED_UP: [&str; 2] = ["setup", "signUp"];

/// Adds them to an endpoint.
pub(super) fn add(operation: &mut Operation) {
    let parameters = operation.parameters.iter().flatten();
    let named: Vec<&str> = parameters
        .filter_map(|parameter| if let RefOr::T(parameter) = parameter { Some(parameter.name.as_str()) } else { None })
        .collect();
    let (is_changed, is_made) = (named.contains(&"If-Match"), named.contains(&"Idempotency-Key"));
    let is_among = |names: &[&str]| operation.operation_id.as_deref().is_some_and(|id| names.contains(&id));
    let (is_read, is_signed_up) = (is_among(&READ), is_among(&SIGNED_UP));
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let has_version = match status.as_str() {
            "200" => is_changed || is_read,
            "201" => is_made || is_signed_up,
            _ => false,
        };
        let mut header = |name: &str, words: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String);
            let header = HeaderBuilder::new().schema(Some(text)).description(Some(words)).build();
            response.headers.insert(name.to_owned(), header.into());
        };
        if has_version {
            header("ETag", "The version, for `If-Match`");
        }
        if is_made && status.starts_with('2') {
            header("Location", "Where it is, or the job that makes it; left out when the answer is repeated");
            header("Idempotent-Replayed", "`true` when the answer is repeated, and nothing was made");
        }
    }
}
