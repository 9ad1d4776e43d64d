//! Templates: their delimiters, and files out of them.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::Deserialize;

/// A template with the path of its file; both may have variables. It is left out where its `needs` are not used.
pub(super) struct File {
    pub(super) path: &'static str,
    pub(super) needs: &'static str,
    pub(super) text: &'static str,
}

/// Renders files. The delimiters are none of any language that is written here: `[%` and `[=`.
pub(super) fn render(
    files: &[File],
    context: &serde_json::Value,
    uses: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Error> {
    let environment = environment()?;
    let context = value(context)?;
    let mut out = BTreeMap::new();
    for file in files.iter().filter(|file| file.needs.is_empty() || file.needs.split('|').any(&uses)) {
        let path = environment.render_str(file.path, context.clone())?;
        let text = environment.render_str(file.text, context.clone())?;
        out.insert(path, text);
    }
    Ok(out)
}

/// Renders one file.
pub(super) fn one(text: &str, context: &serde_json::Value) -> Result<String, Error> {
    environment()?.render_str(text, value(context)?)
}

fn value(context: &serde_json::Value) -> Result<Value, Error> {
    Value::deserialize(context).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .block_delimiters("[%", "%]")
        .variable_delimiters("[=", "=]")
        .comment_delimiters("[##", "##]")
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    Ok(environment)
}
