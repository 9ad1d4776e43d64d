//! Request bodies: JSON, JSON lines, forms, text; the bigger kinds have files of their own.

use std::{borrow::Cow, collections::BTreeMap};

use bytes::Bytes;
use http::HeaderValue;
use hub_model::binding::http::{Assembly, Body, Encode, Format, Style, Template};

use super::{
    Values,
    encode::Place,
    file, multipart,
    style::{Pairs, scalar},
    xml,
};
use crate::{
    fetch::Fetcher,
    json::{Node, quote},
    settings::Limits,
};

/// A body, ready to be sent.
pub(super) struct Encoded {
    pub(super) bytes: Bytes,
    /// Where it differs from what the plan says.
    pub(super) content_type: Option<HeaderValue>,
}

/// Properties of an assembled body, in order.
pub(crate) type Properties<'v, 'a> = Vec<(Cow<'v, str>, Cow<'v, Node<'a>>)>;

const FORM: Format = Format::Style { style: Style::Form, explode: true, reserved: false };

/// Writes the body. `None` when there is none to send.
pub(super) async fn encode(
    body: &Body,
    values: &Values<'_>,
    fetcher: &Fetcher,
    limits: &Limits,
) -> Result<Option<Encoded>, String> {
    let mut content_type = named_type(body, values)?;
    let bytes: Option<Bytes> = match &body.encode {
        Encode::Json(from) => json(body, from, values).map(Into::into),
        Encode::JsonLines(slot) => values.get(*slot).map(|value| json_lines(value, &body.renamed).into()),
        Encode::Form { from, formats } => form(body, from, formats, values).map(Into::into),
        Encode::Text(slot) => values.get(*slot).map(|value| scalar(value).into_owned().into()),
        Encode::Xml { from, root, shapes } => xml_body(body, from, *root, shapes, values)?.map(Into::into),
        Encode::Binary(slot) => match values.get(*slot).filter(|value| !value.is_null()) {
            Some(value) => {
                let file = file::load(value, values.name(*slot), fetcher, limits).await?;
                if content_type.is_none() && body.media_type.contains('*') {
                    content_type = file.content_type_within(&body.media_type);
                }
                Some(file.bytes)
            }
            None => None,
        },
        Encode::Multipart { from, parts } => match assembled(body, from, values) {
            Some(properties) => {
                let (bytes, kind) = multipart::encode(&body.media_type, &properties, parts, fetcher, limits).await?;
                content_type = Some(kind);
                Some(bytes)
            }
            None => None,
        },
    };
    let bytes = bytes.or_else(|| body.required.then(Bytes::new));
    Ok(bytes.map(|bytes| Encoded { bytes, content_type }))
}

/// The media type that an argument names, when the plan has such an argument.
fn named_type(body: &Body, values: &Values<'_>) -> Result<Option<HeaderValue>, String> {
    let Some(slot) = body.media_type_slot else { return Ok(None) };
    let Some(text) = values.get(slot).and_then(Node::as_str) else { return Ok(None) };
    let argument = values.name(slot);
    let wrong = || format!("argument `{argument}` must be a media type such as `image/png`");
    if !file::is_media_type(&text) {
        return Err(wrong());
    }
    HeaderValue::from_str(&text).map(Some).map_err(|_| wrong())
}

fn json(body: &Body, from: &Assembly, values: &Values<'_>) -> Option<String> {
    let mut out = String::new();
    match from {
        Assembly::Whole(slot) => match values.get(*slot) {
            Some(value) => renamed(value, &body.renamed).write(&mut out),
            None => body.required.then(|| out.push_str("{}"))?,
        },
        Assembly::Template(template) => {
            filled(template, &body.renamed, values).unwrap_or_else(|| empty(template)).write(&mut out);
        }
        Assembly::Fields { .. } => {
            let properties = assembled(body, from, values)?;
            out.push('{');
            for (at, (name, value)) in properties.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quote(&mut out, name);
                out.push(':');
                value.write(&mut out);
            }
            out.push('}');
        }
    }
    Some(out)
}

fn json_lines(value: &Node<'_>, names: &BTreeMap<String, String>) -> String {
    let value = renamed(value, names);
    let mut out = String::new();
    for item in match value.as_ref() {
        Node::Array(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    } {
        item.write(&mut out);
        out.push('\n');
    }
    out
}

fn form(body: &Body, from: &Assembly, formats: &BTreeMap<String, Format>, values: &Values<'_>) -> Option<String> {
    if let Assembly::Whole(slot) = from
        && let Some(text) = values.get(*slot).and_then(Node::as_str)
    {
        return Some(text.into_owned());
    }
    let mut pairs = Pairs::new(Place::Form);
    for (name, value) in assembled(body, from, values)? {
        pairs.value(&name, &value, formats.get(name.as_ref()).unwrap_or(&FORM));
    }
    Some(pairs.text)
}

fn xml_body(
    body: &Body,
    from: &Assembly,
    root: usize,
    shapes: &[hub_model::binding::http::XmlShape],
    values: &Values<'_>,
) -> Result<Option<String>, String> {
    if let Assembly::Whole(slot) = from {
        let Some(value) = values.get(*slot) else {
            return if body.required {
                xml::write(&Node::Object(Vec::new()), root, shapes).map(Some)
            } else {
                Ok(None)
            };
        };
        return xml::write(&renamed(value, &body.renamed), root, shapes).map(Some);
    }
    let Some(properties) = assembled(body, from, values) else { return Ok(None) };
    let entries = properties.into_iter().map(|(name, value)| (name, value.into_owned())).collect();
    xml::write(&Node::Object(entries), root, shapes).map(Some)
}

/// The properties of the body; `None` when there is no body to send.
fn assembled<'v, 'a>(body: &'v Body, from: &'v Assembly, values: &'v Values<'a>) -> Option<Properties<'v, 'a>> {
    let mut properties = Properties::new();
    match from {
        Assembly::Whole(slot) => match values.get(*slot) {
            Some(Node::Object(entries)) => {
                for (name, value) in entries {
                    let wire = body.renamed.get(name.as_ref()).map_or(name.as_ref(), String::as_str);
                    properties.push((wire.into(), renamed(value, &body.renamed)));
                }
                return Some(properties);
            }
            _ => return body.required.then_some(properties),
        },
        Assembly::Template(template) => {
            let value = filled(template, &body.renamed, values).unwrap_or_else(|| empty(template));
            if let Node::Object(entries) = value {
                properties.extend(entries.into_iter().map(|(name, value)| (name, Cow::Owned(value))));
            }
        }
        Assembly::Fields { fields, open } => {
            for field in fields {
                if let Some(value) = values.get(field.slot) {
                    properties.push((field.name.as_str().into(), renamed(value, &body.renamed)));
                }
            }
            if *open {
                properties.extend(values.others().map(|(name, value)| (name.into(), renamed(value, &body.renamed))));
            }
        }
    }
    (!properties.is_empty() || body.required).then_some(properties)
}

/// A template with its arguments; `None` when all of them are absent.
fn filled<'v, 'a>(
    template: &'v Template,
    names: &BTreeMap<String, String>,
    values: &'v Values<'a>,
) -> Option<Node<'a>> {
    match template {
        Template::Slot(slot) => values.get(*slot).map(|value| renamed(value, names).into_owned()),
        Template::Object(entries) => {
            let filled = entries
                .iter()
                .filter_map(|(name, part)| Some((Cow::Owned(name.clone()), filled(part, names, values)?)));
            let filled: Vec<_> = filled.collect();
            (!filled.is_empty() || entries.is_empty()).then_some(Node::Object(filled))
        }
        Template::Array(items) => {
            let filled: Vec<_> = items.iter().filter_map(|item| filled(item, names, values)).collect();
            (!filled.is_empty() || items.is_empty()).then_some(Node::Array(filled))
        }
    }
}

/// What a template is when nothing of it is given.
fn empty<'a>(template: &Template) -> Node<'a> {
    match template {
        Template::Array(_) => Node::Array(Vec::new()),
        _ => Node::Object(Vec::new()),
    }
}

fn renamed<'v, 'a>(value: &'v Node<'a>, names: &BTreeMap<String, String>) -> Cow<'v, Node<'a>> {
    if names.is_empty() { Cow::Borrowed(value) } else { Cow::Owned(value.renamed(names)) }
}
