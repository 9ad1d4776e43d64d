//! Bodies of hand-written tools: a template of JSON, a form, parts, a text or a file.

use std::collections::BTreeMap;

use hub_model::binding::http::{Assembly, Body, BodyField, Encode, Part, Template};
use serde_json::{Value, json};

use super::parameter::Parameters;
use super::placeholder::{Kind, kind};
use super::{Reader, keys};
use crate::documents::Node;
use crate::findings::Findings;
use crate::sample::Refusal;

const KINDS: [&str; 5] = ["json", "form", "multipart", "text", "file"];
const KEYS: [&str; 7] = ["json", "form", "multipart", "text", "file", "type", "required"];

/// Reads `body`.
pub(super) fn read<'d>(
    reader: &mut Reader<'d>,
    tool: &Node<'d>,
    parameters: &mut Parameters<'d>,
    findings: &mut Findings,
) -> Result<Option<Body>, Refusal> {
    let Some(node) = tool.get("body") else { return Ok(None) };
    let wrong = || ("invalid-body", format!("`body` must have exactly one of {}", KINDS.join(", ")));
    if node.object().is_none() {
        return Err(wrong());
    }
    keys::check(&node, "a body", &KEYS, findings);
    let mut given = KINDS.iter().filter_map(|kind| Some((*kind, node.get(kind)?)));
    let (Some((what, value)), None) = (given.next(), given.next()) else { return Err(wrong()) };
    let media_type = node.text("type").filter(|kind| kind.contains('/') && !kind.contains(char::is_control));
    let or = |default: &str| media_type.clone().unwrap_or_else(|| default.to_owned());
    let mut filler = Filler { reader, parameters, findings };
    let (media_type, encode) = match what {
        "json" => {
            let from = match filler.template(value.value, "")? {
                Template::Slot(slot) => Assembly::Whole(slot),
                template => Assembly::Template(template),
            };
            (or("application/json"), Encode::Json(from))
        }
        "form" => {
            let fields = filler.fields(&value)?;
            let from = Assembly::Fields { fields, open: false };
            (or("application/x-www-form-urlencoded"), Encode::Form { from, formats: BTreeMap::new() })
        }
        "multipart" => {
            let mut parts = BTreeMap::new();
            for (name, part) in value.entries() {
                if let Some(Kind::Placeholder(parameter)) = part.value.as_str().map(kind)
                    && filler.parameters.is_file(parameter)
                {
                    parts.insert(name.clone(), Part { file: true, ..Part::default() });
                }
            }
            let from = Assembly::Fields { fields: filler.fields(&value)?, open: false };
            (or("multipart/form-data"), Encode::Multipart { from, parts })
        }
        "text" => (or("text/plain; charset=utf-8"), Encode::Text(filler.whole(&value)?)),
        _ => {
            if let Some(Kind::Placeholder(name)) = value.value.as_str().map(kind)
                && !filler.parameters.is_file(name)
            {
                return Err((
                    "invalid-body",
                    format!("the parameter `{name}` of a `file` body must have `type: file`"),
                ));
            }
            (or("application/octet-stream"), Encode::Binary(filler.whole(&value)?))
        }
    };
    let required = node.flag("required").unwrap_or(true);
    Ok(Some(Body { required, media_type, media_type_slot: None, encode, renamed: BTreeMap::new() }))
}

/// The body that parameters make which no placeholder names.
pub(super) fn of_parameters(slots: Vec<(usize, String)>, is_file: bool) -> Body {
    let fields: Vec<BodyField> = slots.into_iter().map(|(slot, name)| BodyField { slot, name }).collect();
    let (media_type, encode) = if is_file {
        let parts = BTreeMap::new();
        ("multipart/form-data", Encode::Multipart { from: Assembly::Fields { fields, open: false }, parts })
    } else {
        ("application/json", Encode::Json(Assembly::Fields { fields, open: false }))
    };
    Body { required: true, media_type: media_type.to_owned(), media_type_slot: None, encode, renamed: BTreeMap::new() }
}

struct Filler<'r, 'd> {
    reader: &'r mut Reader<'d>,
    parameters: &'r mut Parameters<'d>,
    findings: &'r mut Findings,
}

impl Filler<'_, '_> {
    fn placeholder(&mut self, name: &str) -> usize {
        self.parameters.slot(self.reader, name, "body", self.findings).0
    }

    /// A JSON value with placeholders. What has none in it is one constant.
    fn template(&mut self, value: &Value, wire: &str) -> Result<Template, Refusal> {
        if !has_placeholder(value) {
            return Ok(Template::Slot(self.parameters.constant(wire, "body", unescaped(value))));
        }
        Ok(match value {
            Value::Object(map) => {
                let mut entries = Vec::new();
                for (name, part) in map {
                    entries.push((name.clone(), self.template(part, name)?));
                }
                Template::Object(entries)
            }
            Value::Array(items) => {
                let mut list = Vec::new();
                for item in items {
                    list.push(self.template(item, wire)?);
                }
                Template::Array(list)
            }
            Value::String(text) => match kind(text) {
                Kind::Placeholder(name) => Template::Slot(self.placeholder(name)),
                _ => return Err(mixed(text)),
            },
            other => Template::Slot(self.parameters.constant(wire, "body", other.clone())),
        })
    }

    /// Form fields and parts: each a placeholder or a constant.
    fn fields(&mut self, node: &Node<'_>) -> Result<Vec<BodyField>, Refusal> {
        if node.object().is_none() {
            return Err(("invalid-body", "a form is an object of fields by name".to_owned()));
        }
        let mut fields = Vec::new();
        for (name, value) in node.entries() {
            let slot = match value.value {
                Value::String(text) => match kind(text) {
                    Kind::Placeholder(parameter) => self.placeholder(parameter),
                    Kind::Constant(text) => self.parameters.constant(name, "body", json!(text)),
                    Kind::Mixed => return Err(mixed(text)),
                },
                other => self.parameters.constant(name, "body", other.clone()),
            };
            fields.push(BodyField { slot, name: name.clone() });
        }
        Ok(fields)
    }

    /// One placeholder or one constant text.
    fn whole(&mut self, node: &Node<'_>) -> Result<usize, Refusal> {
        let Some(text) = node.value.as_str() else {
            return Err(("invalid-body", "this body is a text: `\"{parameter}\"` or the text itself".to_owned()));
        };
        match kind(text) {
            Kind::Placeholder(name) => Ok(self.placeholder(name)),
            Kind::Constant(text) => Ok(self.parameters.constant("body", "body", json!(text))),
            Kind::Mixed => Err(mixed(text)),
        }
    }
}

fn mixed(text: &str) -> Refusal {
    let text: String = text.chars().take(60).collect();
    let reason = format!(
        "`{}` mixes text and a placeholder, which only addresses can; make the whole text a parameter",
        text.escape_debug()
    );
    ("mixed-placeholder", reason)
}

fn has_placeholder(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.values().any(has_placeholder),
        Value::Array(items) => items.iter().any(has_placeholder),
        Value::String(text) => !matches!(kind(text), Kind::Constant(_)),
        _ => false,
    }
}

/// `{{x}}` as `{x}`.
fn unescaped(value: &Value) -> Value {
    match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), unescaped(value))).collect(),
        Value::Array(items) => items.iter().map(unescaped).collect(),
        Value::String(text) => match kind(text) {
            Kind::Constant(text) => json!(text),
            _ => value.clone(),
        },
        other => other.clone(),
    }
}
