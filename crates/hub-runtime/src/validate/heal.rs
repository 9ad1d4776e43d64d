//! Small mistakes that models make with arguments, undone where the schema leaves no doubt.

use jsonschema::{
    JsonType, JsonTypeSet, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
};
use serde_json::{Map, Number, Value};

use super::explain::{normal, parent_of, relevant, siblings};

/// Healing one thing may bring out the next (an object in a string, then a number in a string in it).
const ROUNDS: usize = 6;
/// Mistakes that are looked at in a round.
const ERRORS: usize = 32;
/// Names that models wrap flat arguments in.
const WRAPPERS: [&str; 6] = ["body", "requestBody", "request_body", "data", "input", "arguments"];

/// One repair.
enum Fix {
    Set(String, Value),
    Remove(String),
    Rename {
        at: String,
        from: String,
        to: String,
    },
    /// The properties of `at/name` belong into `at`.
    Unwrap {
        at: String,
        name: String,
    },
    /// Properties of `at` belong into `at/into`.
    Wrap {
        at: String,
        into: String,
        names: Vec<String>,
    },
}

/// Repairs what can be repaired. Says whether anything was.
pub(super) fn heal(validator: &Validator, schema: &Value, value: &mut Value) -> bool {
    let mut healed = false;
    for _ in 0..ROUNDS {
        let fixes: Vec<Fix> = {
            let errors = validator.iter_errors(value).take(ERRORS);
            let mut fixes = Vec::new();
            for error in errors {
                relevant(&error, &mut |error| fixes.extend(fix(validator, error, schema, value)));
            }
            fixes
        };
        let mut changed = false;
        for fix in fixes {
            changed |= apply(fix, value).is_some();
        }
        healed |= changed;
        if !changed || validator.is_valid(value) {
            break;
        }
    }
    healed
}

fn fix(validator: &Validator, error: &ValidationError<'_>, schema: &Value, root: &Value) -> Option<Fix> {
    let at = error.instance_path().as_str().to_owned();
    let value = root.pointer(&at)?;
    match error.kind() {
        ValidationErrorKind::Type { kind } => {
            let types = match kind {
                TypeKind::Single(one) => JsonTypeSet::empty().insert(*one),
                TypeKind::Multiple(set) => *set,
            };
            if value.is_null() {
                return Some(Fix::Remove(at)).filter(|_| !error.instance_path().is_empty());
            }
            let file = || as_file(value, types, siblings(schema, error)?);
            convert(value, types).or_else(file).map(|value| Fix::Set(at, value))
        }
        ValidationErrorKind::Enum { options } => {
            among(value, options.as_array().map(Vec::as_slice).unwrap_or_default()).map(|value| Fix::Set(at, value))
        }
        ValidationErrorKind::Constant { expected_value } => {
            among(value, std::slice::from_ref(expected_value)).map(|value| Fix::Set(at, value))
        }
        ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            union(validator, &at, value, root)
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            strangers(&at, unexpected, value.as_object()?, siblings(schema, error)?, schema)
        }
        ValidationErrorKind::Required { property } => {
            missing(&at, property.as_str()?, value.as_object()?, siblings(schema, error)?, schema)
        }
        _ => None,
    }
}

/// The value as one of the types, where there is one way only to read it so.
fn convert(value: &Value, types: JsonTypeSet) -> Option<Value> {
    let wants = |kind| types.contains(kind);
    let fits = |value: &Value| match value {
        Value::Object(_) => wants(JsonType::Object),
        Value::Array(_) => wants(JsonType::Array),
        Value::String(_) => wants(JsonType::String),
        Value::Bool(_) => wants(JsonType::Boolean),
        Value::Number(number) => {
            wants(JsonType::Number) || wants(JsonType::Integer) && (number.is_i64() || number.is_u64())
        }
        Value::Null => false,
    };
    match value {
        Value::String(text) => {
            if let Some(read) = read(text).filter(fits) {
                return Some(read);
            }
        }
        Value::Number(_) | Value::Bool(_) | Value::Object(_) if wants(JsonType::String) => {
            return Some(Value::String(value.to_string()));
        }
        Value::Array(items) if items.len() == 1 => return items.first().filter(|item| fits(item)).cloned(),
        _ => {}
    }
    let single = !value.is_array() && !value.is_null() && wants(JsonType::Array);
    single.then(|| Value::Array(vec![value.clone()]))
}

/// A bare string where a file argument is wanted is its content.
fn as_file(value: &Value, types: JsonTypeSet, known: &Map<String, Value>) -> Option<Value> {
    let file = types.contains(JsonType::Object) && known.contains_key("content") && known.contains_key("encoding");
    (file && value.is_string()).then(|| serde_json::json!({ "content": value }))
}

/// What a string holds if it is not meant as a string.
fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    match text {
        "" => None,
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ if text.starts_with(['{', '[']) => serde_json::from_str(text).ok(),
        _ => serde_json::from_str::<Number>(text).ok().map(Value::Number),
    }
}

/// The one option that is meant: the same text in another case or spelling, or as another type.
fn among(value: &Value, options: &[Value]) -> Option<Value> {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(normal(text)),
        Value::Number(_) | Value::Bool(_) => Some(normal(&value.to_string())),
        _ => None,
    };
    let meant = plain(value).filter(|text| !text.is_empty())?;
    let mut found = options.iter().filter(|option| plain(option).is_some_and(|option| option == meant));
    match (found.next(), found.next()) {
        (Some(option), None) => Some(option.clone()),
        _ => None,
    }
}

/// A value that fits no branch of a union: tried in its other readings.
fn union(validator: &Validator, at: &str, value: &Value, root: &Value) -> Option<Fix> {
    if value.is_null() {
        return Some(Fix::Remove(at.to_owned())).filter(|_| !at.is_empty());
    }
    let mut candidates = Vec::new();
    match value {
        Value::String(text) => candidates.extend(read(text)),
        Value::Number(_) | Value::Bool(_) => candidates.push(Value::String(value.to_string())),
        _ => {}
    }
    if !value.is_array() {
        candidates.push(Value::Array(vec![value.clone()]));
    }
    candidates.into_iter().find_map(|candidate| {
        let mut copy = root.clone();
        *copy.pointer_mut(at)? = candidate.clone();
        let remains =
            validator.iter_errors(&copy).take(ERRORS).any(|error| error.instance_path().as_str().starts_with(at));
        (!remains).then(|| Fix::Set(at.to_owned(), candidate))
    })
}

/// Properties that the schema does not know.
fn strangers(
    at: &str,
    names: &[String],
    object: &Map<String, Value>,
    known: &Map<String, Value>,
    schema: &Value,
) -> Option<Fix> {
    for name in names {
        if object.get(name).is_some_and(Value::is_null) {
            return Some(Fix::Remove(format!("{at}/{}", escape(name))));
        }
        if let Some(to) = respelled(name, object, known) {
            return Some(Fix::Rename { at: at.to_owned(), from: name.clone(), to });
        }
    }
    if let Some(name) = names.iter().find(|name| unwraps(name, object, known)) {
        return Some(Fix::Unwrap { at: at.to_owned(), name: name.clone() });
    }
    wrap(at, names.iter(), known, schema)
}

/// A property that is required and not there.
fn missing(
    at: &str,
    name: &str,
    object: &Map<String, Value>,
    known: &Map<String, Value>,
    schema: &Value,
) -> Option<Fix> {
    let strangers = || object.keys().filter(|key| !known.contains_key(*key));
    let mut same = strangers().filter(|key| normal(key) == normal(name));
    if let (Some(from), None) = (same.next(), same.next()) {
        return Some(Fix::Rename { at: at.to_owned(), from: from.clone(), to: name.to_owned() });
    }
    if let Some(wrapper) = strangers().find(|key| unwraps(key, object, known)) {
        return Some(Fix::Unwrap { at: at.to_owned(), name: wrapper.clone() });
    }
    wrap(at, strangers(), known, schema)
}

/// The known property that a name is another spelling of.
fn respelled(name: &str, object: &Map<String, Value>, known: &Map<String, Value>) -> Option<String> {
    let mut same = known.keys().filter(|key| normal(key) == normal(name));
    match (same.next(), same.next()) {
        (Some(to), None) if !object.contains_key(to) => Some(to.clone()),
        _ => None,
    }
}

/// Whether the property is a wrapper around arguments that belong one level up.
fn unwraps(name: &str, object: &Map<String, Value>, known: &Map<String, Value>) -> bool {
    let inner = match object.get(name) {
        Some(Value::Object(inner)) => inner.keys().cloned().collect::<Vec<_>>(),
        Some(Value::String(text)) => match read(text) {
            Some(Value::Object(inner)) => inner.keys().cloned().collect(),
            _ => return false,
        },
        _ => return false,
    };
    WRAPPERS.contains(&name)
        && !known.contains_key(name)
        && inner.iter().any(|key| known.keys().any(|known| normal(known) == normal(key)))
        && inner.iter().all(|key| !object.contains_key(key))
}

/// Flat arguments that belong into the one object that knows them.
fn wrap<'n>(
    at: &str,
    names: impl Iterator<Item = &'n String>,
    known: &Map<String, Value>,
    schema: &Value,
) -> Option<Fix> {
    let names: Vec<&String> = names.collect();
    let mut homes = known.iter().filter_map(|(into, property)| {
        let properties = resolve(property, schema).get("properties")?.as_object()?;
        let inside: Vec<String> =
            names.iter().filter(|name| properties.contains_key(**name)).map(ToString::to_string).collect();
        (!inside.is_empty()).then(|| (into.clone(), inside))
    });
    match (homes.next(), homes.next()) {
        (Some((into, names)), None) => Some(Fix::Wrap { at: at.to_owned(), into, names }),
        _ => None,
    }
}

fn resolve<'s>(property: &'s Value, schema: &'s Value) -> &'s Value {
    let target = property.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| schema.pointer(pointer)).unwrap_or(property)
}

fn apply(fix: Fix, root: &mut Value) -> Option<()> {
    match fix {
        Fix::Set(at, value) => *root.pointer_mut(&at)? = value,
        Fix::Remove(at) => {
            let (parent, name) = parent_of(&at)?;
            // Items of a list stay: without one of them the others would be somewhere else.
            root.pointer_mut(parent)?.as_object_mut()?.shift_remove(&name)?;
        }
        Fix::Rename { at, from, to } => {
            let object = root.pointer_mut(&at)?.as_object_mut()?;
            let value = object.shift_remove(&from)?;
            object.insert(to, value);
        }
        Fix::Unwrap { at, name } => {
            let object = root.pointer_mut(&at)?.as_object_mut()?;
            let inner = match object.shift_remove(&name)? {
                Value::String(text) => read(&text)?,
                inner => inner,
            };
            if let Value::Object(inner) = inner {
                object.extend(inner);
            }
        }
        Fix::Wrap { at, into, names } => {
            let object = root.pointer_mut(&at)?.as_object_mut()?;
            if !object.get(&into).is_none_or(|value| value.is_object() || value.is_null()) {
                return None;
            }
            let moved: Vec<(String, Value)> =
                names.into_iter().filter_map(|name| object.shift_remove(&name).map(|value| (name, value))).collect();
            let home = object.entry(into).or_insert(Value::Null);
            if home.is_null() {
                *home = Value::Object(Map::new());
            }
            home.as_object_mut()?.extend(moved);
        }
    }
    Some(())
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
