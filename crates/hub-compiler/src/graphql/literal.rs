//! GraphQL's literals as JSON: defaults of arguments and arguments of directives.

use apollo_parser::cst::{self, CstNode as _};
use serde_json::{Map, Number, Value};

use super::sdl::text;

/// The value of a literal; `None` for variables and for what is not whole. As deep as the parser let it be.
pub(super) fn json(value: &cst::Value) -> Option<Value> {
    let source = || value.syntax().text().to_string();
    Some(match value {
        cst::Value::Variable(_) => return None,
        cst::Value::StringValue(string) => Value::String(String::from(string.clone())),
        cst::Value::IntValue(_) | cst::Value::FloatValue(_) => Value::Number(source().trim().parse::<Number>().ok()?),
        cst::Value::BooleanValue(boolean) => Value::Bool(boolean.true_token().is_some()),
        cst::Value::NullValue(_) => Value::Null,
        cst::Value::EnumValue(name) => Value::String(text(name.name())?),
        cst::Value::ListValue(list) => Value::Array(list.values().map(|value| json(&value)).collect::<Option<_>>()?),
        cst::Value::ObjectValue(object) => {
            let mut map = Map::new();
            for field in object.object_fields() {
                map.insert(text(field.name())?, json(&field.value()?)?);
            }
            Value::Object(map)
        }
    })
}

/// The value of a literal that stands alone, as introspection gives defaults.
pub(super) fn of_text(source: &str) -> Option<Value> {
    // There is no entrance to the parser for single values.
    let whole = format!("type T {{ f(a: T = {source}): T }}");
    let tree = apollo_parser::Parser::new(&whole).recursion_limit(50).token_limit(20_000).parse();
    if tree.errors().next().is_some() {
        return None;
    }
    let mut definitions = tree.document().definitions();
    let (Some(cst::Definition::ObjectTypeDefinition(object)), None) = (definitions.next(), definitions.next()) else {
        return None;
    };
    let field = object.fields_definition()?.field_definitions().next()?;
    let input = field.arguments_definition()?.input_value_definitions().next()?;
    json(&input.default_value()?.value()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of_text;

    #[test]
    fn literals_are_values() {
        for (literal, value) in [
            ("1", json!(1)),
            ("-1.5e3", json!(-1500.0)),
            ("\"a\\\"b\"", json!("a\"b")),
            ("RED", json!("RED")),
            ("true", json!(true)),
            ("null", json!(null)),
            ("[1, {a: [B]}]", json!([1, { "a": ["B"] }])),
        ] {
            assert_eq!(of_text(literal).unwrap(), value, "{literal}");
        }
        for wrong in ["", "$a", "{", "1): T } type B { c(d: E = 2"] {
            assert_eq!(of_text(wrong), None, "{wrong}");
        }
    }
}
