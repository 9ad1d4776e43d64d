//! OpenAI's strict mode: every object closed, every property required. An optional property may be null instead, and what has
//! no fixed properties is passed as JSON text; the runtime takes both back.

use serde_json::{Value, json};

use super::graph::{Graph, below_mut};
use super::portable::{Portable, Schema};

/// Closes all objects of a schema.
pub(super) fn close(graph: &mut Graph, portable: &mut Portable<'_>) {
    let limits = portable.rules.limits;
    let mut closing = Closing {
        depth: limits.depth.unwrap_or(usize::MAX),
        values: limits.enum_values.unwrap_or(usize::MAX),
        texts: 0,
    };
    if !graph.root.contains_key("properties") {
        graph.root.insert("properties".to_owned(), json!({}));
    }
    closing.node(&mut graph.root, 0);
    for (_, body) in &mut graph.definitions {
        closing.node(body, 0);
    }
    if closing.texts > 0 {
        portable.note("", format!("{} free-form values are passed as JSON text", closing.texts));
    }
}

struct Closing {
    /// Objects within objects that are allowed.
    depth: usize,
    /// Enumerated values that are left.
    values: usize,
    texts: usize,
}

impl Closing {
    fn node(&mut self, schema: &mut Schema, objects: usize) {
        if let Some(count) = schema.get("enum").and_then(Value::as_array).map(Vec::len) {
            match self.values.checked_sub(count) {
                Some(left) => self.values = left,
                None => {
                    schema.shift_remove("enum");
                }
            }
        }
        let inside = objects + usize::from(schema.contains_key("properties"));
        if schema.get("type").is_some_and(|kind| kind == "object") {
            let properties = schema.get("properties").and_then(Value::as_object).map_or(0, Schema::len);
            if inside > self.depth
                || (properties == 0 && objects > 0)
                || (properties == 0 && !schema.contains_key("properties"))
            {
                self.as_text(schema);
                return;
            }
            object(schema);
        }
        below_mut(schema, &mut |child| self.node(child, inside));
    }

    fn as_text(&mut self, schema: &mut Schema) {
        self.texts += 1;
        let words = schema.get("description").and_then(Value::as_str).unwrap_or("An object").trim_end_matches('.');
        let words = format!("{words}. A JSON object, as JSON text.");
        *schema = Schema::from_iter([("type".to_owned(), json!("string")), ("description".to_owned(), json!(words))]);
    }
}

fn object(schema: &mut Schema) {
    let required: std::collections::HashSet<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let mut names = Vec::new();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (name, property) in properties.iter_mut() {
            names.push(json!(name));
            if let Value::Object(property) = property
                && !required.contains(name)
            {
                or_null(property);
            }
        }
    }
    schema.insert("required".to_owned(), Value::Array(names));
    schema.insert("additionalProperties".to_owned(), json!(false));
}

/// The same or null.
fn or_null(schema: &mut Schema) {
    let null = json!({ "type": "null" });
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        if !branches.contains(&null) {
            branches.push(null);
        }
        return;
    }
    let words = schema.shift_remove("description");
    let inner = std::mem::take(schema);
    schema.insert("anyOf".to_owned(), json!([inner, (null)]));
    schema.extend(words.map(|words| ("description".to_owned(), words)));
}
