//! What may go wrong at every endpoint: each status once, under the components, and named by all of them.

use hub_model::problem::ErrorCode;
use utoipa::openapi::{
    Components, ContentBuilder, Ref, Response, ResponseBuilder,
    header::HeaderBuilder,
    path::Operation,
    schema::{ObjectBuilder, Type},
};

use crate::http::problem;

/// Each status with its name among the components and its words.
const PROBLEMS: [(u16, &str, &str); 14] = [
    (400, "BadRequest", "The request cannot be read"),
    (401, "Unauthenticated", "Nobody is signed in, or no longer"),
    (403, "Forbidden", "Whoever is signed in may not do this, or a quota is used up"),
    (404, "NotFound", "It is not there, or not to be seen"),
    (408, "Timeout", "The request came too slowly"),
    (409, "Conflict", "Something is in the way"),
    (412, "PreconditionFailed", "It has changed since it was read"),
    (413, "TooLarge", "The body is too large"),
    (415, "UnsupportedMediaType", "This type of body is not read here"),
    (422, "Invalid", "The request says something impossible"),
    (429, "RateLimited", "Too many requests, or too many failed attempts"),
    (500, "Internal", "The hub made a mistake"),
    (503, "Unavailable", "A part of the hub does not answer"),
    (507, "StorageFull", "There is no room left to keep anything"),
];

/// Adds them to the components.
pub(super) fn declare(components: &mut Components) {
    let mut schemas = Vec::new();
    <problem::Written as utoipa::ToSchema>::schemas(&mut schemas);
    schemas.push(("Problem".to_owned(), <problem::Written as utoipa::PartialSchema>::schema()));
    components.schemas.extend(schemas);
    for (status, name, words) in PROBLEMS {
        components.responses.insert(name.to_owned(), response(status, words).into());
    }
}

/// Names them at an endpoint.
pub(super) fn add(operation: &mut Operation) {
    for (status, name, _) in PROBLEMS {
        let named = || Ref::from_response_name(name).into();
        operation.responses.responses.entry(status.to_string()).or_insert_with(named);
    }
}

fn response(status: u16, words: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new().description(words).content(problem::MEDIA_TYPE, content);
    if status == ErrorCode::Unauthenticated.status() {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let header = HeaderBuilder::new().schema(Some(text)).description(Some("How to authenticate"));
        return response.header("WWW-Authenticate", header.build()).build();
    }
    let passing = [ErrorCode::Conflict, ErrorCode::RateLimited, ErrorCode::Unavailable, ErrorCode::StorageFull];
    let is_passing = passing.map(ErrorCode::status).contains(&status);
    if is_passing {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        let header =
            HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds until another attempt makes sense"));
        return response.header("Retry-After", header.build()).build();
    }
    response.build()
}
