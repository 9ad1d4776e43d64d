//! Answers that were seen: their schema, and which type to ask for.

use serde_json::Value;

use super::Pair;
use super::infer::Shape;
use super::text::Variables;

/// The schema of successful answers.
pub(super) fn schema(answers: &[Value], variables: &Variables) -> Option<Value> {
    if answers.is_empty() {
        return None;
    }
    let schema = Shape::of(answers, variables).schema(false);
    schema.as_object().is_some_and(|schema| !schema.is_empty()).then_some(schema)
}

/// The value of `Accept`: the request's own where it is one an API is asked with.
pub(super) fn accept(headers: &[Pair], json: bool) -> String {
    let own = headers.iter().find(|header| header.name.eq_ignore_ascii_case("accept"));
    let own = own.map(|header| header.value.trim()).filter(|value| {
        !value.is_empty()
            && !value.starts_with("text/html")
            && !value.contains("{{")
            && !value.contains(char::is_control)
            && !value.starts_with("*/*")
            && value.contains('/')
            && value.len() < 200
    });
    match own {
        Some(value) => value.to_owned(),
        None if json => "application/json, */*;q=0.1".to_owned(),
        None => "application/json, */*;q=0.5".to_owned(),
    }
}
