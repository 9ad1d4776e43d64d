//! Every setting, with the words that stand in the code beside it.

use std::fmt::Write as _;

use hub_server::settings::{
    Settings,
    shown::{properties, resolved},
};
use serde_json::Value;

/// A TOML file in which everything is commented out, or the JSON Schema.
pub(super) fn text(json: bool) -> String {
    let schema = schemars::schema_for!(Settings).to_value();
    if json {
        return format!("{schema:#}\n");
    }
    let defaults = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut text = String::from(
        "# Every setting of `mcphub serve`, with its default. In the environment `url` of `[database]` is MCPHUB__DATABASE__URL.\n",
    );
    for (section, property) in properties(&schema) {
        let _ = writeln!(text, "\n{}[{section}]", words(property));
        let inner = resolved(&schema, property);
        let default = defaults.get(section).unwrap_or(&Value::Null);
        for (name, setting) in properties(inner) {
            let _ = write!(text, "\n{}", words(setting));
            let values = choices(resolved(&schema, setting));
            if !values.is_empty() {
                let _ = writeln!(text, "# One of {values}.");
            }
            let _ = writeln!(text, "#{name} = {}", toml_text(default.get(name)));
        }
    }
    text
}

fn words(schema: &Value) -> String {
    let words = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    words.lines().map(|line| format!("# {}\n", line.trim())).collect()
}

/// The values of an enum, each with its words.
fn choices(schema: &Value) -> String {
    let one = |choice: &Value| {
        let value = choice.get("const").and_then(Value::as_str)?;
        let words = choice.get("description").and_then(Value::as_str).unwrap_or_default();
        Some(format!("`{value}` ({})", words.trim_end_matches('.')))
    };
    schema.get("oneOf").and_then(Value::as_array).into_iter().flatten().filter_map(one).collect::<Vec<_>>().join(", ")
}

fn toml_text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "…".to_owned(),
        Some(value) => value.to_string(),
    }
}
