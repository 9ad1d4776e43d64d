//! Operations that a WSDL offers over plain HTTP (WSDL 1.1 section 4): query parameters, parts of the path, or a form.

use std::collections::BTreeMap;

use hub_model::binding::http::{Assembly, Body, BodyField, Encode, Field, Format, Piece, Style};
use hub_model::{Binding, HttpBinding, Origin};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use roxmltree::Node;

use super::operations::reads;
use super::policy;
use super::qname::{HTTP, QName, documentation, wsdl};
use super::schema::Schemas;
use super::types::Types;
use super::wsdl::{Definition, HttpBindingOf, Wsdl};
use crate::api::{Api, Input, Operation};
use crate::schema::Direction;

/// What a path of a document must not hold as it is.
const PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'#');

/// An operation whose parts are known, before schemas are made.
pub(super) struct Planned<'w, 'x> {
    pub(super) binding: &'w HttpBindingOf<'x>,
    pub(super) key: String,
    name: String,
    node: Node<'x, 'x>,
    bound: Node<'x, 'x>,
    /// Names and types of the parts of its message.
    parts: Vec<(String, usize, String)>,
}

/// The operation as the first of its port type's HTTP bindings offers it.
pub(super) fn plan<'w, 'x>(
    all: &'w Wsdl<'x>,
    types: &mut Types<'x>,
    (port_type, definition, node): (&QName, &Definition<'x>, Node<'x, 'x>),
    key: &str,
    name: &str,
) -> Option<Planned<'w, 'x>> {
    let message = wsdl(node, "input")
        .next()
        .and_then(|input| all.messages.get(&QName::of_attribute(&input, "message", &definition.namespace)?));
    let bindings = all.http.iter().filter(|binding| binding.port_type == *port_type);
    let (binding, bound) = bindings
        .filter_map(|binding| {
            let bound =
                wsdl(binding.node, "operation").find(|bound| bound.attribute("name").map(str::trim) == Some(name));
            Some((binding, bound?))
        })
        .min_by_key(|(binding, _)| binding.address.is_none())?;
    let mut parts = Vec::new();
    for part in message.into_iter().flat_map(|message| wsdl(message.node, "part")) {
        let own = part.attribute("name").unwrap_or_default().trim().to_owned();
        let ty = QName::of_attribute(&part, "type", &definition.namespace).map_or(0, |ty| types.named(&ty));
        parts.push((own, ty, documentation(part)));
    }
    Some(Planned { binding, key: key.to_owned(), name: name.to_owned(), node, bound, parts })
}

/// Makes the operation, now that all types are known.
pub(super) fn finish(
    planned: Planned<'_, '_>,
    upstream: &str,
    schemas: &mut Schemas<'_, '_>,
    api: &mut Api<'_>,
) -> Operation {
    let Planned { binding, key, name, node, bound, parts } = planned;
    let within = |place: &'static str, wanted: &str| {
        let place = wsdl(bound, place).next()?;
        place.descendants().find(|inner| inner.tag_name().name() == wanted)
    };
    let location = http(bound, "operation").and_then(|own| own.attribute("location")).unwrap_or_default().trim();
    let method = if binding.verb.eq_ignore_ascii_case("post") { "POST" } else { "GET" };
    let media_type = within("input", "content").and_then(|content| content.attribute("type"));
    let inputs: Vec<Input> = parts
        .into_iter()
        .map(|(wire, ty, description)| Input {
            wire,
            place: if method == "GET" { "query" } else { "body" },
            schema: schemas.of(&mut api.pool, ty, Direction::Input),
            description,
            required: true,
            fixed: None,
        })
        .collect();
    let field = |slot: usize, style: Style| Field {
        slot,
        name: inputs.get(slot).map(|input| input.wire.clone()).unwrap_or_default(),
        format: Format::Style { style, explode: true, reserved: false },
        absent: None,
    };
    let (target, in_path) = path(location, within("input", "urlReplacement").is_some(), &inputs, &field);
    let others: Vec<usize> = (0..inputs.len()).filter(|slot| !in_path.contains(slot)).collect();
    let as_form = method == "POST" && !others.is_empty();
    let (query, body) = if as_form {
        let fields =
            others.iter().map(|slot| BodyField { slot: *slot, name: field(*slot, Style::Form).name }).collect();
        (Vec::new(), Some(form(media_type, fields)))
    } else {
        (others.iter().map(|slot| field(*slot, Style::Form)).collect(), None)
    };
    Operation {
        origin: Origin {
            place: format!("#/portType/{}", key.replace('.', "/")),
            tags: vec![key.split('.').next().unwrap_or_default().to_owned()],
            operation: key,
            deprecated: false,
        },
        path: format!("/{name}"),
        verb: if method == "GET" || reads(&name) { "GET" } else { "POST" }.to_owned(),
        id: Some(name),
        summary: String::new(),
        description: documentation(node),
        notes: Vec::new(),
        inputs,
        open: false,
        output: None,
        binding: Binding::Http(Box::new(HttpBinding {
            upstream: upstream.to_owned(),
            method: method.to_owned(),
            target,
            query,
            headers: Vec::new(),
            cookies: Vec::new(),
            body,
            accept: "text/xml, */*".to_owned(),
            security: policy::over_http(),
            projection: None,
        })),
    }
}

fn form(media_type: Option<&str>, fields: Vec<BodyField>) -> Body {
    let from = Assembly::Fields { fields, open: false };
    Body {
        required: true,
        media_type: media_type.unwrap_or("application/x-www-form-urlencoded").to_owned(),
        media_type_slot: None,
        encode: Encode::Form { from, formats: BTreeMap::new() },
        renamed: BTreeMap::new(),
    }
}

/// The target with `(name)` replaced (section 4.6), and the slots that fill it.
fn path(
    location: &str,
    replaces: bool,
    inputs: &[Input],
    field: &impl Fn(usize, Style) -> Field,
) -> (Vec<Piece>, Vec<usize>) {
    let text = |text: &str| Piece::Text(utf8_percent_encode(text, PATH).to_string());
    let location =
        if location.is_empty() || location.starts_with('/') { location.to_owned() } else { format!("/{location}") };
    let (mut pieces, mut used, mut rest) = (Vec::new(), Vec::new(), location.as_str());
    while let Some((before, after)) = rest.split_once('(').filter(|_| replaces) {
        let Some((name, after)) = after.split_once(')') else { break };
        let Some(slot) = inputs.iter().position(|input| input.wire == name) else { break };
        pieces.push(text(before));
        pieces.push(Piece::Value(field(slot, Style::Simple)));
        used.push(slot);
        rest = after;
    }
    pieces.push(text(rest));
    (pieces, used)
}

/// What a WSDL's HTTP binding says of itself; `None` for other bindings.
pub(super) fn verb(binding: Node<'_, '_>) -> Option<String> {
    Some(http(binding, "binding")?.attribute("verb").unwrap_or("GET").to_owned())
}

/// The child with this name of WSDL's HTTP binding.
fn http<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().namespace() == Some(HTTP) && child.tag_name().name() == name)
}

#[cfg(test)]
mod tests {
    use super::{Piece, path};

    #[test]
    fn what_is_no_part_stays_as_it_is() {
        let field = |_, _| unreachable!("there is no part");
        let (pieces, used) = path("a b/(x)", true, &[], &field);
        assert_eq!((pieces, used), (vec![Piece::Text("/a%20b/(x)".to_owned())], Vec::new()));
    }
}
