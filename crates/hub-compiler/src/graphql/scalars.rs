//! Scalars as JSON schemas: GraphQL's five, those that everybody calls the same, and the rest, of which only the name is known.

use serde_json::{Value, json};

use crate::schema::file;

/// The scalar of the multipart request specification.
pub(super) const UPLOAD: &str = "Upload";

/// The schema of a scalar. `description` and `specified_by` are its author's.
pub(super) fn schema(name: &str, description: &str, specified_by: &str) -> Value {
    let said = [description.trim(), specified_by.trim()].into_iter().filter(|words| !words.is_empty());
    let said = said.collect::<Vec<_>>().join("\n");
    let described = |mut schema: Value| {
        if let Some(map) = schema.as_object_mut()
            && !said.is_empty()
        {
            map.insert("description".to_owned(), json!(said));
        }
        schema
    };
    match name {
        "Int" => json!({ "type": "integer" }),
        "Float" => json!({ "type": "number" }),
        "String" | "ID" => json!({ "type": "string" }),
        "Boolean" => json!({ "type": "boolean" }),
        UPLOAD => file::schema(),
        _ => match known(name) {
            Some(schema) => described(schema),
            None if said.is_empty() => json!({ "description": format!("A {name}.") }),
            None => described(json!({})),
        },
    }
}

/// By its name, whatever the case and the words around it.
fn known(name: &str) -> Option<Value> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "datetime" | "timestamptz" | "isodatetime" | "dateandtime" | "iso8601datetime" => {
            json!({ "type": "string", "format": "date-time" })
        }
        "date" | "localdate" | "iso8601date" => json!({ "type": "string", "format": "date" }),
        "time" | "localtime" | "timetz" => json!({ "type": "string", "format": "time" }),
        "duration" | "iso8601duration" => json!({ "type": "string" }),
        "uri" | "url" | "href" => json!({ "type": "string", "format": "uri" }),
        "uuid" | "guid" => json!({ "type": "string", "format": "uuid" }),
        "email" | "emailaddress" => json!({ "type": "string", "format": "email" }),
        "json" | "jsonstring" | "jsonb" | "any" | "unknown" => json!({}),
        "jsonobject" | "map" | "hash" | "record" => json!({ "type": "object" }),
        "bigint" | "long" | "biginteger" | "int64" | "unsignedint" | "positiveint" | "nonnegativeint"
        | "unixtimestamp" => {
            json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] })
        }
        "decimal" | "bigdecimal" | "money" | "numeric" | "double" => {
            json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] })
        }
        "void" => json!({ "type": "null" }),
        "html" | "markdown" | "base64" | "base64string" | "hexcolorcode" | "locale" | "currency" | "countrycode"
        | "phonenumber" | "cursor" | "string" => json!({ "type": "string" }),
        _ => return None,
    })
}
