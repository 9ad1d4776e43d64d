//! What is wrong with arguments, in words that a model can act on.

use std::fmt::Write as _;

use jsonschema::{
    ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
    paths::LocationSegment,
};
use serde_json::{Map, Value};

/// Mistakes that are told at once.
const TOLD: usize = 5;
/// Allowed values or known names that are listed.
const LISTED: usize = 20;

/// Explains why `value` does not fit.
pub(super) fn explain(tool: &str, validator: &Validator, schema: &Value, value: &Value) -> String {
    let mut lines: Vec<String> = Vec::new();
    for error in validator.iter_errors(value).take(50) {
        relevant(&error, &mut |error| {
            for line in lines_for(error, schema) {
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        });
    }
    let more = lines.len().saturating_sub(TOLD);
    lines.truncate(TOLD);
    let mut text = format!("the arguments of `{tool}` do not fit its input schema; correct them and call again:");
    for line in &lines {
        let _ = write!(text, "\n- {line}");
    }
    if more > 0 {
        let _ = write!(text, "\n- and {more} more");
    }
    text
}

/// Visits the errors that matter: of a union that fits nowhere, those of the one branch that has the right type.
pub(super) fn relevant(error: &ValidationError<'_>, visit: &mut dyn FnMut(&ValidationError<'_>)) {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) = error.kind() else {
        return visit(error);
    };
    let here = error.instance_path().as_str();
    let wrong_type = |errors: &&Vec<ValidationError<'static>>| {
        !errors.iter().any(|inner| {
            inner.instance_path().as_str() == here
                && matches!(
                    inner.kind(),
                    ValidationErrorKind::Type { .. }
                        | ValidationErrorKind::Enum { .. }
                        | ValidationErrorKind::Constant { .. }
                )
        })
    };
    let mut branches = context.iter().filter(wrong_type);
    match (branches.next(), branches.next()) {
        (Some(branch), None) => branch.iter().for_each(|inner| relevant(inner, visit)),
        _ => visit(error),
    }
}

fn lines_for(error: &ValidationError<'_>, schema: &Value) -> Vec<String> {
    let place = place(error);
    let given = short(error.instance());
    let one = |text: String| vec![text];
    match error.kind() {
        ValidationErrorKind::Type { kind } => {
            let wanted = match kind {
                TypeKind::Single(one) => article(one.as_str()).to_owned(),
                TypeKind::Multiple(set) => set.iter().map(|one| article(one.as_str())).collect::<Vec<_>>().join(" or "),
            };
            one(format!("{place} must be {wanted}, but {} was given: {given}", kind_of(error)))
        }
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let known = siblings(schema, error).and_then(|known| known.get(name));
            one(format!("{} is missing{}", child(error, name), known.map(wanted).unwrap_or_default()))
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            let known: Vec<&str> =
                siblings(schema, error).into_iter().flat_map(|known| known.keys()).map(String::as_str).collect();
            unexpected.iter().map(|name| stranger(&child(error, name), name, &known)).collect()
        }
        ValidationErrorKind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            let listed: Vec<String> = options.iter().take(LISTED).map(short).collect();
            let more = options.len().saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            one(format!("{place} must be one of {}{more}; given: {given}", listed.join(", ")))
        }
        ValidationErrorKind::Constant { expected_value } => {
            one(format!("{place} must be {}; given: {given}", short(expected_value)))
        }
        ValidationErrorKind::Pattern { pattern } => {
            one(format!("{place} must match the pattern {}; given: {given}", cut(pattern, 120)))
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            one(format!("{place} fits none of its {} alternatives; given: {given}", context.len()))
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            one(format!("{place} fits several alternatives that exclude each other; given: {given}"))
        }
        ValidationErrorKind::FalseSchema => one(format!("{place} must not be given")),
        other => one(limit(other).map_or_else(
            || format!("{place} is not valid: {}", cut(&error.masked().to_string(), 160)),
            |text| format!("{place} must have {text}; given: {given}"),
        )),
    }
}

fn limit(kind: &ValidationErrorKind) -> Option<String> {
    Some(match kind {
        ValidationErrorKind::Minimum { limit } => format!("a value of at least {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("a value of at most {limit}"),
        ValidationErrorKind::ExclusiveMinimum { limit } => format!("a value of more than {limit}"),
        ValidationErrorKind::ExclusiveMaximum { limit } => format!("a value of less than {limit}"),
        ValidationErrorKind::MinLength { limit } => format!("at least {limit} characters"),
        ValidationErrorKind::MaxLength { limit } => format!("at most {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("at least {limit} items"),
        ValidationErrorKind::MaxItems { limit } => format!("at most {limit} items"),
        ValidationErrorKind::MinProperties { limit } => format!("at least {limit} properties"),
        ValidationErrorKind::MaxProperties { limit } => format!("at most {limit} properties"),
        ValidationErrorKind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        ValidationErrorKind::UniqueItems => "items that are all different".into(),
        _ => return None,
    })
}

fn stranger(place: &str, name: &str, known: &[&str]) -> String {
    if let Some(near) = nearest(name, known.iter().copied()) {
        return format!("{place} is unknown; did you mean `{near}`?");
    }
    if known.is_empty() {
        return format!("{place} is unknown; there are no arguments to give here");
    }
    let listed: Vec<String> = known.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > LISTED { ", …" } else { "" };
    format!("{place} is unknown; known are {}{more}", listed.join(", "))
}

/// ` (an integer)`, from a property's schema.
fn wanted(property: &Value) -> String {
    match property.get("type") {
        Some(Value::String(kind)) => format!(" ({})", article(kind)),
        _ => String::new(),
    }
}

/// The properties that the object of an error may have.
pub(super) fn siblings<'s>(schema: &'s Value, error: &ValidationError<'_>) -> Option<&'s Map<String, Value>> {
    let (parent, _) = error.schema_path().as_str().rsplit_once('/')?;
    schema.pointer(parent)?.get("properties")?.as_object()
}

/// A JSON pointer's parent and last name.
pub(super) fn parent_of(pointer: &str) -> Option<(&str, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    Some((parent, name.replace("~1", "/").replace("~0", "~")))
}

/// A name without case and separators.
pub(super) fn normal(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The name that is nearest, if one is near.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let meant: Vec<char> = normal(name).chars().take(64).collect();
    let far = 1 + meant.len() / 4;
    let distances = known.map(|known| (distance(&meant, &normal(known).chars().take(64).collect::<Vec<_>>()), known));
    distances.filter(|(distance, _)| *distance <= far).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// Levenshtein distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (right, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let value = (diagonal + usize::from(left != right)).min(before + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, value);
            before = value;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn place(error: &ValidationError<'_>) -> String {
    let path = path(error);
    if path.is_empty() { "the arguments object".into() } else { format!("`{path}`") }
}

fn child(error: &ValidationError<'_>, name: &str) -> String {
    let path = path(error);
    let name = cut(name, 64);
    if path.is_empty() { format!("`{name}`") } else { format!("`{path}.{name}`") }
}

fn path(error: &ValidationError<'_>) -> String {
    let mut out = String::new();
    for segment in error.instance_path().segments() {
        match segment {
            LocationSegment::Index(at) => {
                let _ = write!(out, "[{at}]");
            }
            LocationSegment::Property(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(&cut(&name, 64));
            }
        }
    }
    out
}

fn kind_of(error: &ValidationError<'_>) -> &'static str {
    kind(error.instance())
}

/// The kind of a value, with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn article(kind: &str) -> &str {
    match kind {
        "null" => "null",
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "an integer",
        "string" => "a string",
        "array" => "an array",
        "object" => "an object",
        other => other,
    }
}

fn short(value: &Value) -> String {
    cut(&value.to_string(), 80)
}

fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
