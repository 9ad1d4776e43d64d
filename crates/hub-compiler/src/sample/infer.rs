//! JSON Schemas from examples: what several values have in common.

use serde_json::{Map, Value, json};

use super::secret;
use super::text::{self, Variables};

/// Nesting that is described; what is deeper takes anything.
const DEEPEST: usize = 12;

/// Properties of one object that are described.
const MOST_PROPERTIES: usize = 200;

/// Items of one array that are looked at.
const MOST_ITEMS: usize = 60;

/// Characters of an example that is shown.
const LONGEST_EXAMPLE: usize = 60;

/// Mark of a variable that stands where JSON wants a value, `{"id": {{id}}}`: see [`json`].
const HOLE: &str = "{{=";

/// What was seen of a value.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    seen: usize,
    nulls: usize,
    booleans: usize,
    integers: usize,
    numbers: usize,
    strings: usize,
    /// The format of all strings so far; empty when they have none in common.
    format: Option<&'static str>,
    arrays: usize,
    items: Option<Box<Shape>>,
    objects: usize,
    properties: Vec<(String, Shape)>,
    /// Something that may be anything.
    anything: bool,
    example: Option<Value>,
}

impl Shape {
    /// The shape of several values.
    pub(crate) fn of<'v>(values: impl IntoIterator<Item = &'v Value>, variables: &Variables) -> Self {
        let mut shape = Self::default();
        values.into_iter().for_each(|value| shape.add(value, variables, DEEPEST));
        shape
    }

    fn add(&mut self, value: &Value, variables: &Variables, depth: usize) {
        self.seen += 1;
        let Some(depth) = depth.checked_sub(1) else {
            self.anything = true;
            return;
        };
        match value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            Value::Number(number) if number.is_f64() => self.numbers += 1,
            Value::Number(_) => self.integers += 1,
            Value::String(text) => self.add_text(text, variables),
            Value::Array(items) => {
                self.arrays += 1;
                let shape = self.items.get_or_insert_default();
                items.iter().take(MOST_ITEMS).for_each(|item| shape.add(item, variables, depth));
            }
            Value::Object(map) => {
                self.objects += 1;
                for (name, value) in map {
                    if let Some((_, shape)) = self.properties.iter_mut().find(|(known, _)| known == name) {
                        shape.add(value, variables, depth);
                    } else if self.properties.len() < MOST_PROPERTIES {
                        let mut shape = Self::default();
                        shape.add(value, variables, depth);
                        self.properties.push((name.clone(), shape));
                    }
                }
            }
        }
        if self.example.is_none() && matches!(value, Value::Number(_) | Value::Bool(_)) {
            self.example = Some(value.clone());
        }
    }

    fn add_text(&mut self, text: &str, variables: &Variables) {
        if let Some(name) = text.strip_prefix(HOLE).and_then(|rest| rest.strip_suffix("}}")) {
            match variables.value(name).and_then(|value| serde_json::from_str::<Value>(&value).ok()) {
                Some(value) if !value.is_string() => {
                    self.seen -= 1;
                    self.add(&value, &Variables::default(), 2);
                }
                _ => self.anything = true,
            }
            return;
        }
        let resolved = variables.resolve(text);
        match placeholder(&resolved) {
            Some(("integer", _)) => self.integers += 1,
            Some(("number", _)) => self.numbers += 1,
            Some(("boolean", _)) => self.booleans += 1,
            Some(("object" | "array", _)) => self.anything = true,
            Some((_, format)) => self.add_string(format.unwrap_or_default(), None),
            None if text::has_variable(&resolved) => self.add_string("", None),
            None => self.add_string(format_of(&resolved), Some(&resolved)),
        }
    }

    fn add_string(&mut self, format: &'static str, example: Option<&str>) {
        self.strings += 1;
        self.format = match self.format {
            Some(known) if known != format => Some(""),
            _ => Some(format),
        };
        if let Some(example) = example.filter(|example| self.example.is_none() && is_showable(example)) {
            self.example = Some(json!(example));
        }
    }

    /// Whether every value was an object.
    pub(crate) fn is_object(&self) -> bool {
        self.objects > 0 && self.objects == self.seen && !self.anything && !self.is_map()
    }

    /// The properties, each with whether it was always there. Of a single example nobody knows.
    pub(crate) fn into_properties(self) -> Vec<(String, Shape, bool)> {
        let objects = self.objects;
        self.properties
            .into_iter()
            .map(|(name, shape)| (name, objects > 1, shape))
            .map(|(name, several, shape)| {
                let always = several && shape.seen >= objects;
                (name, shape, always)
            })
            .collect()
    }

    /// Objects whose keys are data: ids, dates.
    fn is_map(&self) -> bool {
        self.properties.len() > 1
            && self.properties.iter().all(|(name, _)| {
                name.starts_with(|c: char| c.is_ascii_digit())
                    || name.len() >= 20 && name.bytes().any(|b| b.is_ascii_digit())
            })
    }

    /// The schema, with an example of each scalar where `examples` is wanted and there is one that can be shown.
    pub(crate) fn schema(&self, examples: bool) -> Value {
        let mut types = Vec::new();
        for (count, name) in [
            (self.objects, "object"),
            (self.arrays, "array"),
            (self.strings, "string"),
            (self.numbers, "number"),
            (if self.numbers > 0 { 0 } else { self.integers }, "integer"),
            (self.booleans, "boolean"),
            (self.nulls, "null"),
        ] {
            if count > 0 {
                types.push(name);
            }
        }
        let mut out = Map::new();
        // A value that was only ever null may be anything else too.
        if self.anything || types.as_slice() == ["null"] {
            return Value::Object(out);
        }
        match types.as_slice() {
            [] => {}
            [one] => {
                out.insert("type".to_owned(), json!(one));
            }
            several => {
                out.insert("type".to_owned(), json!(several));
            }
        }
        if self.objects > 0 {
            self.object(&mut out, examples);
        }
        if let Some(items) = &self.items {
            out.insert("items".to_owned(), items.schema(examples));
        }
        if let Some(format) = self.format.filter(|format| !format.is_empty() && types.len() == 1) {
            out.insert("format".to_owned(), json!(format));
        }
        if let Some(example) = self.example.as_ref().filter(|_| examples && self.objects + self.arrays == 0) {
            out.insert("examples".to_owned(), json!([example]));
        }
        Value::Object(out)
    }

    fn object(&self, out: &mut Map<String, Value>, examples: bool) {
        if self.is_map() {
            if let Some((_, first)) = self.properties.first() {
                out.insert("additionalProperties".to_owned(), first.schema(false));
            }
            return;
        }
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, shape) in &self.properties {
            // A password is an argument like any other, but its value is nobody's example.
            properties.insert(name.clone(), shape.schema(examples && !secret::is_name(name)));
            if self.objects > 1 && shape.seen >= self.objects {
                required.push(name.as_str());
            }
        }
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
    }
}

/// The schema of a value that is only known as text: of a query or form parameter. Ids are strings whatever they look like.
pub(crate) fn of_text<'t>(name: &str, values: impl IntoIterator<Item = &'t str>) -> Value {
    let mut kinds: Vec<(&'static str, &'static str)> = Vec::new();
    let mut example = None;
    for value in values.into_iter().take(MOST_ITEMS) {
        let kind = match placeholder(value) {
            Some((kind @ ("object" | "array"), _)) => (kind, ""),
            Some((kind, format)) => (kind, format.unwrap_or_default()),
            None if matches!(value, "true" | "false") => ("boolean", ""),
            None if is_count(value) && !is_id(name) => ("integer", ""),
            None => ("string", format_of(value)),
        };
        if example.is_none() && placeholder(value).is_none() && is_showable(value) && !secret::is_name(name) {
            example = Some(typed(value, kind.0));
        }
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let mut out = Map::new();
    let (kind, format) = match kinds.as_slice() {
        [("array" | "object", _)] | [] => ("string", ""),
        [one] => *one,
        _ => ("string", ""),
    };
    out.insert("type".to_owned(), json!(kind));
    if !format.is_empty() {
        out.insert("format".to_owned(), json!(format));
    }
    if let Some(example) = example.filter(|example| kind == "string" || !example.is_string()) {
        let example = if kind == "string" && !example.is_string() { json!(example.to_string()) } else { example };
        out.insert("examples".to_owned(), json!([example]));
    }
    Value::Object(out)
}

/// A text as the value of a schema's type.
pub(crate) fn typed(text: &str, kind: &str) -> Value {
    match kind {
        "integer" | "number" | "boolean" => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        _ => json!(text),
    }
}

fn is_count(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (1..=9).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}

fn is_id(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["id", "code", "zip", "phone", "number", "key", "version", "ref", "ids", "date", "time"]
        .iter()
        .any(|end| lower.ends_with(end))
}

/// Whether a text may be shown as an example: short, telling, and nothing that looks like a secret or like somebody's address.
pub(crate) fn is_showable(text: &str) -> bool {
    !text.is_empty()
        && text != "string"
        && text.chars().nth(LONGEST_EXAMPLE).is_none()
        && !text.chars().any(char::is_control)
        && !text.contains('@')
        && !secret::looks_secret(text)
}

/// What generators write in the place of a value, `<string>`, `<dateTime>`, as a type and a format.
pub(crate) fn placeholder(text: &str) -> Option<(&'static str, Option<&'static str>)> {
    let inner = text.trim().strip_prefix('<')?.strip_suffix('>')?;
    Some(match inner.to_ascii_lowercase().as_str() {
        "string" | "byte" | "binary" | "password" | "file" => ("string", None),
        "integer" | "long" | "int" | "int32" | "int64" => ("integer", None),
        "number" | "float" | "double" => ("number", None),
        "boolean" | "bool" => ("boolean", None),
        "datetime" | "date-time" => ("string", Some("date-time")),
        "date" => ("string", Some("date")),
        "uuid" => ("string", Some("uuid")),
        "email" => ("string", Some("email")),
        "uri" | "url" => ("string", Some("uri")),
        "array" => ("array", None),
        "object" => ("object", None),
        other if !other.is_empty() && !other.contains(['<', '>', '/', '=']) && other.len() < 40 => ("string", None),
        _ => return None,
    })
}

/// The format that a string has.
fn format_of(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let digits = |at: std::ops::Range<usize>| bytes.get(at).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let date = digits(0..4) && byte(4) == b'-' && digits(5..7) && byte(7) == b'-' && digits(8..10);
    if date && bytes.len() == 10 {
        return "date";
    }
    if date && byte(10) == b'T' && digits(11..13) && digits(14..16) && digits(17..19) {
        let zone = text.get(19..).unwrap_or_default();
        let zone = zone.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        return if zone == "Z" || zone.len() == 6 && zone.starts_with(['+', '-']) { "date-time" } else { "" };
    }
    if is_uuid(text) {
        return "uuid";
    }
    if ["http://", "https://"].iter().any(|start| text.starts_with(start)) && url::Url::parse(text).is_ok() {
        return "uri";
    }
    ""
}

/// RFC 9562.
pub(crate) fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// JSON with variables in it. One that stands where JSON wants a value becomes a text that [`Shape`] knows.
pub(crate) fn json(text: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !quoted
            && let Some(after) = rest.strip_prefix("{{")
            && let Some((name, after)) = after.split_once("}}")
        {
            if name.contains(['"', '{', '\n']) {
                return None;
            }
            out.push_str(&format!("\"{HOLE}{}}}}}\"", name.trim()));
            rest = after;
            continue;
        }
        // Comments, which Postman's editor takes.
        if !quoted && (rest.starts_with("//") || rest.starts_with("/*")) {
            let end = if rest.starts_with("//") { "\n" } else { "*/" };
            rest = rest.split_once(end).map_or("", |(_, after)| after);
            continue;
        }
        match c {
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        out.push(c);
        rest = rest.get(c.len_utf8()..)?;
    }
    serde_json::from_str(&out).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Shape, json as read, of_text};
    use crate::sample::text::Variables;

    fn schema(values: &[Value]) -> Value {
        Shape::of(values, &Variables::default()).schema(true)
    }

    #[test]
    fn several_values_have_this_in_common() {
        assert_eq!(
            schema(&[
                json!({"id": 1, "name": "a", "tags": [], "parent": null, "password": "x"}),
                json!({"id": 2.5, "tags": ["x", "y"], "parent": {"id": 1}, "at": "2024-01-01T00:00:00Z"}),
            ]),
            json!({
                "type": "object",
                "properties": {
                    "id": {"type": "number", "examples": [1]},
                    "name": {"type": "string", "examples": ["a"]},
                    "tags": {"type": "array", "items": {"type": "string", "examples": ["x"]}},
                    "parent": {"type": ["object", "null"], "properties": {"id": {"type": "integer", "examples": [1]}}},
                    "password": {"type": "string"},
                    "at": {"type": "string", "format": "date-time", "examples": ["2024-01-01T00:00:00Z"]},
                },
                "required": ["id", "tags", "parent"],
            })
        );
        assert_eq!(
            schema(&[json!({"2024-01-01": 1, "2024-01-02": 2})]),
            json!({"type": "object", "additionalProperties": {"type": "integer"}})
        );
        assert_eq!(schema(&[json!("<long>")]), json!({"type": "integer"}));
    }

    #[test]
    fn variables_in_json() {
        let value = read("{\"a\": {{n}}, // note\n\"b\": \"{{s}}\", \"c\": \"http://x\"}").unwrap();
        let mut variables = Variables::default();
        variables.add("n", "7", false, "");
        assert_eq!(
            Shape::of([&value], &variables).schema(false)["properties"],
            json!({"a": {"type": "integer"}, "b": {"type": "string"}, "c": {"type": "string", "format": "uri"}})
        );
        assert!(read("{{a").is_none());
    }

    #[test]
    fn texts() {
        assert_eq!(of_text("limit", ["10"]), json!({"type": "integer", "examples": [10]}));
        assert_eq!(of_text("user_id", ["10"]), json!({"type": "string", "examples": ["10"]}));
        assert_eq!(of_text("q", ["10", "x"]), json!({"type": "string", "examples": ["10"]}));
        assert_eq!(of_text("on", ["true"]), json!({"type": "boolean", "examples": [true]}));
        assert_eq!(of_text("since", ["<dateTime>"]), json!({"type": "string", "format": "date-time"}));
    }

    #[test]
    fn deep_values_are_bounded() {
        let mut value = json!(1);
        for _ in 0..100 {
            value = json!([value]);
        }
        assert!(schema(&[value]).to_string().len() < 1_000);
    }
}
