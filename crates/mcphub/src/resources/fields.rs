//! What differs between two specifications, field by field.

use serde::Serialize;
use serde_json::Value;

/// A field that differs: what it is, and what it will be; nothing where it is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    pub(crate) field: String,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

impl Difference {
    pub(crate) fn new(field: impl Into<String>, from: Option<String>, to: Option<String>) -> Self {
        Self { field: field.into(), from, to }
    }
}

/// The fields that differ, in the order of their names.
pub(crate) fn differences(from: &Value, to: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", from, to, &mut found);
    found
}

/// Whether a field, or anything in it, differs.
pub(crate) fn touch(changes: &[Difference], field: &str) -> bool {
    let is_within = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[']);
    changes.iter().any(|one| one.field.strip_prefix(field).is_some_and(is_within))
}

/// Goes down to what differs. The depth is that of a specification, which the parser bounded.
fn compare(path: &str, from: &Value, to: &Value, found: &mut Vec<Difference>) {
    if from == to {
        return;
    }
    let nothing = Value::Null;
    match (from, to) {
        (Value::Object(_) | Value::Null, Value::Object(_) | Value::Null) => {
            let keys = |value: &Value| value.as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
            let (mut all, others): (Vec<String>, Vec<String>) = (keys(from), keys(to));
            all.extend(others);
            all.sort();
            all.dedup();
            for key in all {
                let within = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&within, from.get(&key).unwrap_or(&nothing), to.get(&key).unwrap_or(&nothing), found);
            }
        }
        (Value::Array(before), Value::Array(after)) if before.iter().chain(after).any(Value::is_object) => {
            for number in 0..before.len().max(after.len()) {
                let item = |all: &[Value]| all.get(number).cloned().unwrap_or_default();
                compare(&format!("{path}[{number}]"), &item(before), &item(after), found);
            }
        }
        _ => found.push(Difference::new(path, words(path, from), words(path, to))),
    }
}

/// A value as it is shown.
fn words(path: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        // An address may carry a key in its query.
        Value::String(text) if text.contains("://") && is_address(path) => Some(without_query(text)),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn is_address(path: &str) -> bool {
    matches!(path, "source.url" | "settings.upstream" | "settings.probe")
}

fn without_query(address: &str) -> String {
    let shown = hub_server::sources::shown(address);
    if address.contains('?') { format!("{shown}?…") } else { shown }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn only_what_differs_is_told_and_no_query_is() {
        let from = json!({ "a": 1, "b": { "c": [1], "d": "x" }, "list": [{ "n": 1 }, { "n": 2 }], "source": { "url": "https://a.example/x?key=k1" } });
        let to = json!({ "a": 1, "b": { "c": [2] }, "list": [{ "n": 3 }], "source": { "url": "https://a.example/x?key=k2" }, "new": true });
        let told: Vec<String> = differences(&from, &to)
            .into_iter()
            .map(|one| format!("{} {} {}", one.field, one.from.unwrap_or_default(), one.to.unwrap_or_default()))
            .collect();
        assert_eq!(
            told,
            [
                "b.c [1] [2]",
                "b.d x ",
                "list[0].n 1 3",
                "list[1].n 2 ",
                "new  true",
                "source.url https://a.example/x?… https://a.example/x?…"
            ]
        );
    }
}
