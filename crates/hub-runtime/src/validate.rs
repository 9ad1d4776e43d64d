//! Arguments against a tool's input schema: valid ones pass untouched, small mistakes are healed, the rest is explained.

mod explain;
mod heal;
mod schema;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub(crate) use explain::nearest;
pub(crate) use schema::Schema;

/// Longest text that stands for a whole arguments object and is read as one.
const STRINGIFIED: usize = 4 << 20;

/// Healing tries things out, which costs; what is longer no model has written by hand.
const HEALED: usize = 128 << 10;

/// The JSON text of arguments that fit the schema: `given`, or a healed copy of it.
///
/// # Errors
/// What is wrong, for the model.
pub(crate) fn arguments<'a>(tool: &str, schema: &Schema, given: Option<&'a str>) -> Result<Cow<'a, str>, String> {
    let text = given.unwrap_or("{}");
    let value: Value = serde_json::from_str(text).map_err(|error| {
        format!("the arguments of `{tool}` cannot be read: {error}; send a JSON object nested less than 128 deep")
    })?;
    let (mut value, mut healed) = match value {
        Value::Object(_) => (value, false),
        Value::Null => (Value::Object(Map::new()), true),
        Value::String(inner) if inner.len() <= STRINGIFIED => match serde_json::from_str(&inner) {
            Ok(object @ Value::Object(_)) => (object, true),
            _ => return Err(no_object(tool, "a string")),
        },
        other => return Err(no_object(tool, explain::kind(&other))),
    };
    if let Some(validator) = schema.validator()
        && !validator.is_valid(&value)
    {
        let written = schema.value();
        if text.len() <= HEALED {
            healed |= heal::heal(validator, written, &mut value);
        }
        if !validator.is_valid(&value) {
            return Err(explain::explain(tool, validator, written, &value));
        }
    }
    Ok(if healed { Cow::Owned(value.to_string()) } else { Cow::Borrowed(text) })
}

fn no_object(tool: &str, given: &str) -> String {
    format!("the arguments of `{tool}` must be an object, but {given} was given; send {{\"name\": value, …}}")
}

#[cfg(test)]
mod tests;
