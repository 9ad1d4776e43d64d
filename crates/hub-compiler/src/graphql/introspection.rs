//! The answer to an introspection query to a schema (GraphQL specification, section 4).

use serde_json::Value;

use super::literal;
use super::model::{EnumValue, Field, InputValue, Kind, Schema, TypeRef};

/// A query for everything that a schema needs, with what only some versions of the specification have: nine levels of wrapping.
macro_rules! query {
    ($schema:literal, $type:literal, $with:literal, $input:literal) => {
        concat!(
            "query IntrospectionQuery { __schema { ", $schema, " queryType { name } mutationType { name } subscriptionType { name } \
             types { kind name description ", $type, " fields(includeDeprecated: true) { name description args", $with,
            " { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } inputFields", $with,
            " { ...InputValue } interfaces { name } enumValues(includeDeprecated: true) { name description isDeprecated } \
             possibleTypes { name } } } } fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue ",
            $input, " } fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { \
             kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }"
        )
    };
}

/// Introspection queries, the newest first: of September 2025 with `@oneOf`, of October 2021, and of June 2018. A server refuses
/// those that are newer than it is.
pub const QUERIES: [&str; 3] = [
    query!("description", "specifiedByURL isOneOf", "(includeDeprecated: true)", "isDeprecated deprecationReason"),
    query!("description", "specifiedByURL", "", ""),
    query!("", "", "", ""),
];

/// Levels of list and non-null around a type.
const WRAPPED: usize = 16;

/// The schema in a document, as the standard answer, as what stands in its `data`, or alone.
pub(super) fn find(value: &Value) -> Option<&Value> {
    let places = [value.get("__schema"), value.get("data").and_then(|data| data.get("__schema"))];
    let found = places.into_iter().flatten().next();
    found.filter(|schema| schema.get("types").is_some_and(Value::is_array))
}

/// Reads the schema that [`find`] found.
pub(super) fn read(source: &Value) -> Schema {
    let root = |key: &str| source.get(key)?.get("name")?.as_str().map(str::to_owned);
    let mut schema = Schema {
        description: text(source, "description"),
        query: root("queryType"),
        mutation: root("mutationType"),
        subscription: root("subscriptionType"),
        ..Schema::default()
    };
    for ty in list(source, "types") {
        read_type(&mut schema, ty);
    }
    schema
}

fn read_type(schema: &mut Schema, source: &Value) {
    let name = text(source, "name");
    let kind = match source.get("kind").and_then(Value::as_str) {
        Some("OBJECT") => Kind::Object,
        Some("INTERFACE") => Kind::Interface,
        Some("UNION") => Kind::Union,
        Some("ENUM") => Kind::Enum,
        Some("INPUT_OBJECT") => Kind::Input,
        _ => Kind::Scalar,
    };
    if name.is_empty() || name.starts_with("__") {
        return;
    }
    let ty = schema.define(&name, kind);
    ty.description = text(source, "description");
    ty.specified_by = text(source, "specifiedByURL");
    ty.one_of = source.get("isOneOf") == Some(&Value::Bool(true));
    ty.fields = list(source, "fields").filter_map(field).collect();
    ty.inputs = list(source, "inputFields").filter_map(input).collect();
    ty.possible = list(source, "possibleTypes").map(|one| text(one, "name")).filter(|name| !name.is_empty()).collect();
    ty.values = list(source, "enumValues")
        .map(|value| EnumValue {
            name: text(value, "name"),
            description: text(value, "description"),
            deprecated: value.get("isDeprecated") == Some(&Value::Bool(true)),
        })
        .filter(|value| !value.name.is_empty())
        .collect();
}

fn field(source: &Value) -> Option<Field> {
    Some(Field {
        name: named(source)?,
        description: text(source, "description"),
        arguments: list(source, "args").filter_map(input).collect(),
        ty: type_ref(source.get("type")?, 0)?,
        deprecated: deprecated(source),
    })
}

fn input(source: &Value) -> Option<InputValue> {
    let default = source.get("defaultValue").and_then(Value::as_str);
    Some(InputValue {
        name: named(source)?,
        description: text(source, "description"),
        ty: type_ref(source.get("type")?, 0)?,
        default: default.and_then(literal::of_text),
        deprecated: deprecated(source),
    })
}

/// `None` where a query did not ask deep enough and the type at the bottom is not there.
fn type_ref(source: &Value, depth: usize) -> Option<TypeRef> {
    if depth > WRAPPED {
        return None;
    }
    let inner = || Some(Box::new(type_ref(source.get("ofType")?, depth + 1)?));
    match source.get("kind").and_then(Value::as_str) {
        Some("NON_NULL") => match inner()? {
            // Twice non-null is once.
            twice if twice.is_required() => Some(*twice),
            inner => Some(TypeRef::NonNull(inner)),
        },
        Some("LIST") => Some(TypeRef::List(inner()?)),
        _ => named(source).map(TypeRef::Named),
    }
}

/// A name that may stand in a GraphQL document.
fn named(source: &Value) -> Option<String> {
    let name = source.get("name")?.as_str()?;
    let legal = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    legal.then(|| name.to_owned())
}

fn deprecated(source: &Value) -> Option<String> {
    (source.get("isDeprecated") == Some(&Value::Bool(true))).then(|| text(source, "deprecationReason"))
}

fn text(source: &Value, key: &str) -> String {
    source.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(source: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    source.get(key).and_then(Value::as_array).into_iter().flatten()
}
