//! What a GraphQL endpoint answers: data, errors, or both.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use super::Plan;
use crate::{
    answer::{Answer, Content},
    send::Received,
    settings::Limits,
    shape::{self, Call, cut_text},
};

/// Characters of all messages together, and how many are shown.
const MESSAGES: usize = 6_000;
const MOST_MESSAGES: usize = 8;

/// GraphQL over HTTP, section 6: a response.
#[derive(Deserialize)]
struct Response<'a> {
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    errors: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
    message: Value,
    #[serde(default)]
    path: Option<Vec<Value>>,
    #[serde(default)]
    extensions: Option<Map<String, Value>>,
}

/// Makes the answer of a call that reached its endpoint.
pub(crate) fn shape(plan: &Plan, received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    let text = std::str::from_utf8(&received.body).unwrap_or_default().trim_start_matches('\u{feff}');
    let response: Option<Response<'_>> = if received.cut { None } else { serde_json::from_str(text).ok() };
    let Some(Response { data, errors }) =
        response.filter(|response| response.data.is_some() || response.errors.is_some())
    else {
        return not_graphql(received, call, limits);
    };
    let failures: Vec<Failure> = errors.and_then(|errors| serde_json::from_str(errors.get()).ok()).unwrap_or_default();
    let status = received.status;
    // Refused before anything was run: the status says more than the message does.
    if failures.is_empty() && !status.is_success() || matches!(status.as_u16(), 401 | 403 | 429) {
        return shape::shape(received, call, limits);
    }
    let value =
        data.and_then(|data| field(data.get(), &plan.field)).filter(|value| *value != "null" || failures.is_empty());
    let Some(value) = value else { return Answer::error(told(&failures, call)) };
    let Some(mut answer) = shape::json(value, call, limits) else {
        return Answer::error(format!("{} failed: the answer is nested too deeply to be read", call.tool));
    };
    if !failures.is_empty() {
        answer.content.push(Content::Text(format!("[a part is missing:{}]", listed(&failures))));
    }
    answer
}

/// The value of a field of an object, or the object itself when no field is named.
fn field<'a>(data: &'a str, name: &str) -> Option<&'a str> {
    if name.is_empty() {
        return Some(data);
    }
    let fields: std::collections::HashMap<std::borrow::Cow<'_, str>, &RawValue> = serde_json::from_str(data).ok()?;
    fields.get(name).map(|value| value.get())
}

/// An answer that is none of GraphQL's: an error page, a proxy's words, or nothing.
fn not_graphql(received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    let mut answer = shape::shape(received, call, limits);
    if !answer.is_error {
        let hint = "the upstream did not answer as a GraphQL endpoint does; tell the operator to check its address";
        answer.content.insert(0, Content::Text(format!("{} failed: {hint}", call.tool)));
        answer.is_error = true;
        answer.structured = None;
    }
    answer
}

fn told(failures: &[Failure], call: &Call<'_>) -> String {
    let said = if failures.is_empty() { " the answer has no data".to_owned() } else { listed(failures) };
    format!("{} failed:{said}\nNext step: {}", call.tool, next_step(failures, call))
}

/// The messages, each with the place it is about.
fn listed(failures: &[Failure]) -> String {
    let mut text = String::new();
    for failure in failures.iter().take(MOST_MESSAGES) {
        let message = match &failure.message {
            Value::String(message) => message.trim().to_owned(),
            Value::Null => "no reason given".to_owned(),
            other => other.to_string(),
        };
        // Writing to a string cannot fail.
        let _ = write!(text, " {message}");
        let path: Vec<String> = failure.path.iter().flatten().map(step).collect();
        if !path.is_empty() {
            let _ = write!(text, " (at {})", path.join("."));
        }
        if let Some(code) = code(failure) {
            let _ = write!(text, " [{code}]");
        }
        text.push(';');
    }
    text.pop();
    if failures.len() > MOST_MESSAGES {
        let _ = write!(text, "; and {} more", failures.len() - MOST_MESSAGES);
    }
    cut_text(text, MESSAGES)
}

fn step(step: &Value) -> String {
    step.as_str().map_or_else(|| step.to_string(), str::to_owned)
}

/// The code that servers put into `extensions`, or at the top as GitHub does.
fn code(failure: &Failure) -> Option<&str> {
    ["code", "type", "classification"].iter().find_map(|key| failure.extensions.as_ref()?.get(*key)?.as_str())
}

fn next_step(failures: &[Failure], call: &Call<'_>) -> String {
    let codes: Vec<String> = failures.iter().filter_map(code).map(str::to_ascii_uppercase).collect();
    let any = |words: &[&str]| codes.iter().any(|code| words.iter().any(|word| code.contains(word)));
    if any(&["UNAUTHENTICATED", "UNAUTHORIZED", "AUTH_REQUIRED"]) && !call.missing.is_empty() {
        return format!("the call went out without credentials; the operator has to set {}", call.missing);
    }
    if any(&["UNAUTHENTICATED", "UNAUTHORIZED", "AUTH_REQUIRED"]) {
        return "the upstream did not accept the credentials; the operator has to renew them".into();
    }
    if any(&["FORBIDDEN", "ACCESS_DENIED", "PERMISSION"]) {
        return "the credentials do not permit this; use another tool, or ask the operator for more rights".into();
    }
    if any(&["NOT_FOUND"]) {
        return "check the ids in the arguments; a list or search tool of this server gives ones that exist".into();
    }
    if any(&["RATE", "THROTTLED", "TOO_MANY", "COMPLEXITY", "COST"]) {
        return "too much was asked for; wait a minute, or ask for less by `fields` and page size, then call again"
            .into();
    }
    if any(&["INTERNAL", "UNAVAILABLE", "TIMEOUT"]) {
        return if call.idempotent {
            "the upstream failed; call again later".into()
        } else {
            "the upstream failed; check whether the change was made before you call again".into()
        };
    }
    "correct the arguments as the message above says and call again".into()
}
