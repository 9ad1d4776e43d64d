//! Form bodies: urlencoded and multipart, from OpenAPI 3 schemas and from Swagger 2.0 form parameters.

use std::collections::BTreeMap;

use hub_model::Diagnostic;
use hub_model::binding::http::{Assembly, Body, BodyField, Encode, Format, Part, Style};
use serde_json::{Value, json};

use super::{Media, Words, media, properties, whole};
use crate::api::Input;
use crate::documents::Node;
use crate::findings::Findings;
use crate::openapi::Version;
use crate::openapi::{Reader, parameters};
use crate::schema::{Direction, file};

/// `application/x-www-form-urlencoded`
pub(super) fn urlencoded<'d>(
    reader: &mut Reader<'d>,
    media: &Media<'d>,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> (bool, Body) {
    let first = inputs.len();
    let (open, from) = fields(reader, media, words, inputs, findings);
    let mut formats = BTreeMap::new();
    if let Assembly::Fields { fields, .. } = &from {
        // A form that must be there and has but one field is nothing without it.
        if let ([only], true) = (fields.as_slice(), words.required && !open)
            && let Some(input) = inputs.get_mut(only.slot)
        {
            input.required = true;
        }
        for field in fields {
            let encoding = encoding(media, &field.name);
            let schema = inputs.get(field.slot).map_or(&Value::Null, |input| &input.schema);
            if let Some(format) = field_format(encoding.as_ref(), kind(reader, schema)) {
                formats.insert(field.name.clone(), format);
            }
        }
    }
    debug_assert!(inputs.len() >= first);
    (open, body(media, words, Encode::Form { from, formats }))
}

/// `multipart/*`
pub(super) fn multipart<'d>(
    reader: &mut Reader<'d>,
    media: &Media<'d>,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> (bool, Body) {
    let (open, from) = fields(reader, media, words, inputs, findings);
    let mut parts = BTreeMap::new();
    if let Assembly::Fields { fields, .. } = &from {
        for field in fields {
            let encoding = encoding(media, &field.name);
            if let Some(input) = inputs.get_mut(field.slot)
                && let Some(part) = part(reader, encoding.as_ref(), input)
            {
                parts.insert(field.name.clone(), part);
            }
        }
    }
    (open, body(media, words, Encode::Multipart { from, parts }))
}

fn body(media: &Media<'_>, words: Words<'_>, encode: Encode) -> Body {
    let class = if matches!(encode, Encode::Form { .. }) { media::Class::Form } else { media::Class::Multipart };
    let media_type = media::to_send(&media.name, class);
    Body { required: words.required, media_type, media_type_slot: None, encode, renamed: BTreeMap::new() }
}

/// A form's fields as arguments of their own; a form that is no plain object is one argument. Required fields are required also
/// where the form as a whole is not: forgetting to say `required: true` of the body is the rule rather than the exception.
fn fields<'d>(
    reader: &mut Reader<'d>,
    media: &Media<'d>,
    words: Words<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> (bool, Assembly) {
    if let Some(node) = &media.schema {
        let schema = reader.pool.canonical(node, Direction::Input, findings);
        if let Some(view) = reader.pool.object_view(&schema) {
            let fields = properties(view.properties, &view.required, inputs);
            return (view.open, Assembly::Fields { fields, open: view.open });
        }
    }
    (false, Assembly::Whole(whole(reader, media, words, inputs, findings)))
}

fn encoding<'d>(media: &Media<'d>, property: &str) -> Option<Node<'d>> {
    media.node.as_ref()?.get("encoding")?.get(property)
}

/// The kind of value that a canonical schema describes, past references and nullability.
pub(super) fn kind<'v>(reader: &'v Reader<'_>, schema: &'v Value) -> &'v str {
    let schema = reader.pool.dereference(schema);
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or(""),
        _ if schema.get("properties").is_some() => "object",
        _ => schema.get("anyOf").and_then(|list| list.get(0)).map_or("", |first| kind(reader, first)),
    }
}

/// How a field is written, where that differs from `form`, exploded. Objects are JSON unless a style is given (OpenAPI 3.1
/// section 4.8.15.1).
fn field_format(encoding: Option<&Node<'_>>, kind: &str) -> Option<Format> {
    let style = encoding.and_then(|encoding| encoding.str("style"));
    let explode = encoding.and_then(|encoding| encoding.flag("explode"));
    if style.is_none() && explode.is_none() {
        let content_type =
            encoding.and_then(|encoding| encoding.text("contentType")).filter(|text| !text.contains("text/"));
        let media_type = content_type.or_else(|| (kind == "object").then(|| "application/json".to_owned()))?;
        return Some(Format::Content { media_type });
    }
    let style = match style {
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        _ => Style::Form,
    };
    let reserved = encoding.and_then(|encoding| encoding.flag("allowReserved")) == Some(true);
    Some(Format::Style {
        style,
        explode: explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
        reserved,
    })
}

/// How a property becomes a part, where that differs from the default; turns binary properties into file arguments.
fn part(reader: &Reader<'_>, encoding: Option<&Node<'_>>, input: &mut Input) -> Option<Part> {
    let declared = encoding.and_then(|encoding| encoding.text("contentType")).unwrap_or_default();
    let media_type = declared.split(',').next().unwrap_or_default().trim().to_owned();
    let media_type = if media_type.contains('*') { String::new() } else { media_type };
    let textual = media_type.is_empty()
        || media_type.starts_with("text/")
        || media_type.ends_with("json")
        || media_type.ends_with("xml");
    let schema = reader.pool.dereference(&input.schema).clone();
    if is_binary(&schema) || !textual && kind(reader, &schema) != "object" && kind(reader, &schema) != "array" {
        become_file(input, &schema, file::schema());
        return Some(Part { media_type, file: true, ..Part::default() });
    }
    let items = schema.get("items").map(|items| reader.pool.dereference(items).clone());
    if let Some(items) = items.filter(is_binary) {
        become_file(input, &items, json!({ "type": "array", "items": file::schema() }));
        return Some(Part { media_type, file: true, ..Part::default() });
    }
    // Before 3.1 a style is ignored outside of urlencoded forms; since then it takes the place of the content type.
    if reader.version >= Version::V3_1
        && let Some(format @ Format::Style { .. }) = field_format(encoding, kind(reader, &schema))
    {
        return Some(Part { format: Some(format), ..Part::default() });
    }
    // One JSON part for an array only where the document says that the part is JSON.
    let whole_array = kind(reader, &schema) == "array" && media_type.ends_with("json");
    (!media_type.is_empty()).then_some(Part { media_type, whole_array, ..Part::default() })
}

fn become_file(input: &mut Input, old: &Value, new: Value) {
    if input.description.is_empty()
        && let Some(words) = old.get("description").or_else(|| input.schema.get("description")).and_then(Value::as_str)
    {
        input.description = words.to_owned();
    }
    input.schema = new;
}

/// `format: binary`, or 3.1's `contentMediaType` without an encoding; nullable or not.
fn is_binary(schema: &Value) -> bool {
    let format = schema.get("format").and_then(Value::as_str);
    if format == Some("binary") {
        return true;
    }
    let media_type = schema.get("contentMediaType").and_then(Value::as_str);
    if media_type.is_some_and(|name| !name.contains("json") && !name.starts_with("text/"))
        && schema.get("contentEncoding").is_none()
    {
        return true;
    }
    let mut alternatives = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    alternatives.any(|alternative| alternative.get("format").and_then(Value::as_str) == Some("binary"))
}

/// Swagger 2.0 `in: formData`.
pub(super) fn of_parameters<'d>(
    reader: &mut Reader<'d>,
    types: &[String],
    parameters: &[&Node<'d>],
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> Body {
    let is_file = |parameter: &&&Node<'d>| parameter.str("type").is_some_and(|kind| kind.eq_ignore_ascii_case("file"));
    let files = parameters.iter().any(|parameter| is_file(&parameter));
    let offers = |name: &str| types.iter().any(|offered| media::base(offered) == name);
    let multipart = files || (offers("multipart/form-data") && !offers("application/x-www-form-urlencoded"));
    let (mut fields, mut parts, mut formats) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut any_required = false;
    for parameter in parameters {
        let Some(name) = parameter.text("name") else { continue };
        let required = parameter.flag("required") == Some(true);
        any_required |= required;
        let description = parameter.text("description").unwrap_or_default();
        fields.push(BodyField { slot: inputs.len(), name: name.clone() });
        if is_file(&parameter) {
            inputs.push(Input::file(&name, &description, required));
            parts.insert(name, Part { file: true, ..Part::default() });
            continue;
        }
        let node = parameter.get("schema").unwrap_or_else(|| (*parameter).clone());
        let schema = reader.pool.canonical(&node, Direction::Input, findings);
        formats.insert(name.clone(), parameters::form_field_format(parameter));
        inputs.push(Input { wire: name, place: "body", schema, description, required, fixed: None });
    }
    if files && !offers("multipart/form-data") && !types.is_empty() {
        let place = parameters.first().map(|parameter| parameter.place()).unwrap_or_default();
        let message = "files can only be sent as multipart/form-data, which `consumes` does not name";
        findings.push(Diagnostic::info("file-without-multipart", message, place));
    }
    let from = Assembly::Fields { fields, open: false };
    let (media_type, encode) = if multipart {
        ("multipart/form-data", Encode::Multipart { from, parts })
    } else {
        ("application/x-www-form-urlencoded", Encode::Form { from, formats })
    };
    let media_type = media_type.to_owned();
    Body { required: any_required, media_type, media_type_slot: None, encode, renamed: BTreeMap::new() }
}
