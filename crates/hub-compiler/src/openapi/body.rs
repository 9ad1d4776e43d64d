//! Request bodies: which content type is sent, and how arguments become it.

mod form;
mod media;
mod xml;

use std::collections::BTreeMap;

use hub_model::Diagnostic;
use hub_model::binding::http::{Assembly, Body, BodyField, Encode};
use serde_json::{Value, json};

use super::paths::Site;
use super::{Reader, Version};
use crate::api::Input;
use crate::documents::Node;
use crate::findings::Findings;
use crate::schema::Direction;
pub(super) use media::{Class, base as media_base, class as media_class};

/// More properties than this stay together in one argument.
const MOST_ARGUMENTS: usize = 120;

/// One content type of a body.
struct Media<'d> {
    /// As in the document.
    name: String,
    /// The media type object; `None` where Swagger 2.0 has only a schema.
    node: Option<Node<'d>>,
    schema: Option<Node<'d>>,
}

/// Reads an operation's body into `inputs`. `form` holds Swagger 2.0's body and form parameters. The flag says whether
/// arguments beyond the known ones belong to the body.
pub(super) fn read<'d>(
    reader: &mut Reader<'d>,
    site: &Site<'d>,
    operation: &Node<'d>,
    form: &[Node<'d>],
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> Option<(bool, Body)> {
    if reader.version == Version::V2 || (!form.is_empty() && operation.get("requestBody").is_none()) {
        return read_v2(reader, operation, form, inputs, findings);
    }
    let body = operation.follow("requestBody", findings)?;
    let required = body.flag("required") == Some(true);
    let description = body.text("description").unwrap_or_default();
    let content = body.follow("content", findings);
    let mut media: Vec<Media<'d>> = Vec::new();
    for (name, node) in content.iter().flat_map(Node::entries) {
        let Some(node) = node.resolved(findings) else { continue };
        let schema = node.get("schema").or_else(|| node.get("itemSchema"));
        media.push(Media { name: name.trim().to_owned(), node: Some(node), schema });
    }
    if media.is_empty() {
        let message = "the request body has no content; JSON is assumed";
        findings.push(Diagnostic::warning("body-without-content", message, body.place()));
        media.push(Media { name: "application/json".to_owned(), node: None, schema: body.get("schema") });
    }
    let chosen = choose(&media);
    if media.len() > 1 {
        note_choice(&media, chosen, site, findings);
    }
    encode(reader, &media, chosen, Words { required, description: &description }, inputs, findings)
}

/// Swagger 2.0: one body parameter, or form parameters, under `consumes`.
fn read_v2<'d>(
    reader: &mut Reader<'d>,
    operation: &Node<'d>,
    form: &[Node<'d>],
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> Option<(bool, Body)> {
    let consumes = operation.get("consumes").or_else(|| reader.root.get("consumes"));
    let types: Vec<String> =
        consumes.iter().flat_map(Node::items).filter_map(|item| item.value.as_str().map(str::to_owned)).collect();
    let body = form.iter().find(|parameter| parameter.str("in") == Some("body"));
    let fields: Vec<&Node<'d>> = form.iter().filter(|parameter| parameter.str("in") != Some("body")).collect();
    if !fields.is_empty() {
        if let Some(body) = body {
            let message = "a body and form fields cannot both be sent; the form is";
            findings.push(Diagnostic::warning("body-and-form", message, body.place()));
        }
        return Some((false, form::of_parameters(reader, &types, &fields, inputs, findings)));
    }
    let body = body?;
    let required = body.flag("required") == Some(true);
    let description = body.text("description").unwrap_or_default();
    // Media types that no body parameter can have are left out; without any, JSON.
    let mut media: Vec<Media<'d>> = types
        .iter()
        .filter(|name| !matches!(media::class(name, true), Class::Form | Class::Multipart))
        .map(|name| Media { name: name.trim().to_owned(), node: None, schema: body.get("schema") })
        .collect();
    if media.is_empty() {
        media.push(Media { name: "application/json".to_owned(), node: None, schema: body.get("schema") });
    }
    let chosen = choose(&media);
    encode(reader, &media, chosen, Words { required, description: &description }, inputs, findings)
}

/// The content type that a model can fill best: the first of the lowest rank.
fn choose(media: &[Media<'_>]) -> usize {
    let rank = |media: &Media<'_>| media::rank(&media.name, media.schema.is_some());
    media
        .iter()
        .enumerate()
        .min_by_key(|(position, media)| (rank(media), *position))
        .map_or(0, |(position, _)| position)
}

fn note_choice(media: &[Media<'_>], chosen: usize, site: &Site<'_>, findings: &mut Findings) {
    let others: Vec<&str> =
        media.iter().enumerate().filter(|(i, _)| *i != chosen).map(|(_, media)| media.name.as_str()).take(6).collect();
    let name = media.get(chosen).map_or("", |media| media.name.as_str());
    let message = format!("the body is sent as `{name}`; also declared: {}", others.join(", "));
    findings.push(Diagnostic::info("content-type-choice", message, site.node.place()));
}

/// What the document says about the body as a whole.
#[derive(Clone, Copy)]
struct Words<'a> {
    required: bool,
    description: &'a str,
}

fn encode<'d>(
    reader: &mut Reader<'d>,
    all: &[Media<'d>],
    chosen: usize,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> Option<(bool, Body)> {
    let media = all.get(chosen)?;
    let mut class = media::class(&media.name, media.schema.is_some());
    if class == Class::Text && media::is_yaml(&media.name) && describes_data(reader, media, findings) {
        // YAML holds JSON (YAML 1.2, chapter 1): a model fills in properties, and nobody has to write YAML.
        class = Class::Json;
    }
    if !words.required && media.schema.as_ref().is_some_and(says_nothing) {
        return None;
    }
    let body = |media_type: String, encode: Encode| Body {
        required: words.required,
        media_type,
        media_type_slot: None,
        encode,
        renamed: BTreeMap::new(),
    };
    let media_type = media::to_send(&media.name, class);
    Some(match class {
        Class::Json => {
            let (open, from) = assemble(reader, media, words, inputs, findings);
            (open, body(media_type, Encode::Json(from)))
        }
        Class::JsonLines => {
            let slot = whole(reader, media, words, inputs, findings);
            as_array(inputs, slot);
            (false, body(media_type, Encode::JsonLines(slot)))
        }
        Class::Xml => {
            let (open, from) = assemble(reader, media, words, inputs, findings);
            let (root, shapes) = media.schema.as_ref().map(xml::shapes).unwrap_or_default();
            (open, body(media_type, Encode::Xml { from, root, shapes }))
        }
        Class::Form => form::urlencoded(reader, media, words, inputs, findings),
        Class::Multipart => form::multipart(reader, media, words, inputs, findings),
        Class::Text | Class::Binary => {
            let slot = inputs.len();
            inputs.push(if class == Class::Text {
                text_input(reader, media, words, findings)
            } else {
                Input::file("file", words.description, words.required)
            });
            let mut body =
                body(media_type, if class == Class::Text { Encode::Text(slot) } else { Encode::Binary(slot) });
            body.media_type_slot = media::choice_of_type(all, class, inputs);
            (false, body)
        }
    })
}

/// Whether the body is described as an object or a list, not as a text.
fn describes_data<'d>(reader: &mut Reader<'d>, media: &Media<'d>, findings: &mut Findings) -> bool {
    let Some(node) = &media.schema else { return false };
    let schema = reader.pool.canonical(node, Direction::Input, findings);
    matches!(form::kind(reader, &schema), "object" | "array")
}

/// A closed object without properties: some generators declare a body on every operation (Stripe's GETs).
fn says_nothing(schema: &Node<'_>) -> bool {
    let empty = schema
        .value
        .get("properties")
        .is_none_or(|properties| properties.as_object().is_some_and(serde_json::Map::is_empty));
    empty
        && schema.value.get("additionalProperties") == Some(&Value::Bool(false))
        && schema.str("type") == Some("object")
}

fn text_input<'d>(reader: &mut Reader<'d>, media: &Media<'d>, words: Words<'_>, findings: &mut Findings) -> Input {
    // Documents describe text as a string, with its limits, or as the data that the text stands for, which is no help here.
    let declared = media.schema.as_ref().map(|node| reader.pool.canonical(node, Direction::Input, findings));
    let is_text = |schema: &Value| {
        let schema = reader.pool.dereference(schema);
        schema.get("type").and_then(Value::as_str) == Some("string") && schema.get("format") != Some(&json!("binary"))
    };
    let schema = declared.filter(is_text).unwrap_or_else(|| json!({ "type": "string" }));
    let description =
        if words.description.is_empty() && schema.get("description").is_none() && schema.get("$ref").is_none() {
            "The text to send."
        } else {
            words.description
        };
    Input {
        wire: "body".to_owned(),
        place: "body",
        schema,
        description: description.to_owned(),
        required: words.required,
        fixed: None,
    }
}

/// The body's properties as arguments of their own where it is a plain object, and as one argument otherwise.
///
/// An optional body with required properties stays whole: flat, its properties could not be required.
fn assemble<'d>(
    reader: &mut Reader<'d>,
    media: &Media<'d>,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> (bool, Assembly) {
    if let Some(node) = &media.schema {
        let schema = reader.pool.canonical(node, Direction::Input, findings);
        if let Some(view) = reader.pool.object_view(&schema)
            && view.properties.len() <= MOST_ARGUMENTS
            && (words.required || view.required.is_empty())
        {
            let fields = properties(view.properties, &view.required, inputs);
            return (view.open, Assembly::Fields { fields, open: view.open });
        }
    }
    (false, Assembly::Whole(whole(reader, media, words, inputs, findings)))
}

/// One input for each property.
fn properties(
    properties: serde_json::Map<String, Value>,
    required: &[String],
    inputs: &mut Vec<Input>,
) -> Vec<BodyField> {
    let mut fields = Vec::new();
    for (name, schema) in properties {
        fields.push(BodyField { slot: inputs.len(), name: name.clone() });
        let required = required.contains(&name);
        inputs.push(Input { wire: name, place: "body", schema, description: String::new(), required, fixed: None });
    }
    fields
}

/// One input for the whole body.
fn whole<'d>(
    reader: &mut Reader<'d>,
    media: &Media<'d>,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> usize {
    let schema = match &media.schema {
        Some(node) => reader.pool.canonical(node, Direction::Input, findings),
        None => json!({}),
    };
    let slot = inputs.len();
    let description = words.description.to_owned();
    inputs.push(Input {
        wire: "body".to_owned(),
        place: "body",
        schema,
        description,
        required: words.required,
        fixed: None,
    });
    slot
}

/// JSON lines are given as an array; documents describe the array or one line of it.
fn as_array(inputs: &mut [Input], slot: usize) {
    if let Some(input) = inputs.get_mut(slot)
        && input.schema.get("type").and_then(Value::as_str) != Some("array")
    {
        input.schema = json!({ "type": "array", "items": input.schema.take() });
    }
}
