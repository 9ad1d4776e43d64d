//! Arguments that a profile without free-form values takes as JSON text (`hub_model::Argument::json_text`).

use std::borrow::Cow;

use serde_json::Value;

/// The arguments with the texts of `names` read. What is no JSON stays the text that it is.
pub(super) fn read<'a>(arguments: Cow<'a, str>, names: &[String]) -> Cow<'a, str> {
    if names.is_empty() {
        return arguments;
    }
    let Ok(Value::Object(mut given)) = serde_json::from_str(&arguments) else { return arguments };
    let mut changed = false;
    for name in names {
        let Some(slot) = given.get_mut(name) else { continue };
        if let Some(value) = slot.as_str().and_then(|text| serde_json::from_str(text).ok()) {
            *slot = value;
            changed = true;
        }
    }
    if changed { Cow::Owned(Value::Object(given).to_string()) } else { arguments }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn texts_become_values() {
        let given = r#"{"a":"{\"b\":[1]}","c":"{\"d\":1}","e":"plain"}"#;
        let names = ["a".to_owned(), "e".to_owned(), "z".to_owned()];
        assert_eq!(read(given.into(), &names), r#"{"a":{"b":[1]},"c":"{\"d\":1}","e":"plain"}"#);
    }
}
