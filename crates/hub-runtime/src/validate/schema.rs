//! A JSON Schema, kept as text and compiled when it is first needed.

use std::sync::OnceLock;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

/// A schema of a tool. A server has hundreds of them and calls few: a text is a tenth of a compiled schema.
pub(crate) struct Schema {
    text: Box<str>,
    compiled: OnceLock<Option<Validator>>,
    /// For tools whose callers make mistakes.
    value: OnceLock<Value>,
}

impl Schema {
    pub(crate) fn new(schema: &Value) -> Self {
        Self { text: schema.to_string().into(), compiled: OnceLock::new(), value: OnceLock::new() }
    }

    /// `None` where the schema cannot be compiled: then the upstream is the judge.
    pub(crate) fn validator(&self) -> Option<&Validator> {
        self.compiled.get_or_init(|| compile(self.read())).as_ref()
    }

    /// The schema as a value: needed only where something is wrong.
    pub(crate) fn value(&self) -> &Value {
        self.value.get_or_init(|| self.read())
    }

    fn read(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

fn compile(mut schema: Value) -> Option<Validator> {
    if let Ok(validator) = build(&schema) {
        return Some(validator);
    }
    // What the linear-time engine does not take (look-around, back-references) is dropped; the upstream checks it.
    drop_patterns(&mut schema, &mut |pattern| build(&serde_json::json!({ "pattern": pattern })).is_ok());
    build(&schema).ok().or_else(|| {
        drop_patterns(&mut schema, &mut |_| false);
        build(&schema).ok()
    })
}

fn build(schema: &Value) -> Result<Validator, String> {
    jsonschema::options()
        .should_validate_formats(false)
        .without_content_encoding_support("base64")
        .without_content_media_type_support("application/json")
        .with_pattern_options(PatternOptions::regex().size_limit(2 << 20).dfa_size_limit(4 << 20))
        .build(schema)
        .map_err(|error| error.to_string())
}

fn drop_patterns(schema: &mut Value, keep: &mut impl FnMut(&str) -> bool) {
    match schema {
        Value::Object(map) => {
            if map.get("pattern").and_then(Value::as_str).is_some_and(|pattern| !keep(pattern)) {
                map.remove("pattern");
            }
            if let Some(Value::Object(patterns)) = map.get_mut("patternProperties") {
                patterns.retain(|pattern, _| keep(pattern));
            }
            map.values_mut().for_each(|value| drop_patterns(value, keep));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_patterns(item, keep)),
        _ => {}
    }
}
