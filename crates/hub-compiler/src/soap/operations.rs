//! The operations of port types, by the SOAP bindings that offer them.

use hub_model::binding::soap::{PartSource, SoapBinding, SoapPart, XmlContent};
use hub_model::{Binding, Origin, Skipped};
use roxmltree::Node;
use serde_json::{Map, Value, json};

use super::components::Found;
use super::qname::{QName, documentation, wsdl};
use super::schema::{Schemas, choices};
use super::types::Types;
use super::wsdl::{Definition, SoapBindingOf, Wsdl, soap, soap_all};
use super::{TYPES, http};
use crate::api::{Api, Input, Operation};
use crate::passes::words;
use crate::schema::Direction;

/// First words of operations that only read.
const READING: [&str; 12] =
    ["get", "list", "find", "search", "read", "query", "lookup", "retrieve", "fetch", "describe", "check", "validate"];

/// An operation whose parts are known, before schemas are made.
pub(super) struct Planned<'w, 'x> {
    pub(super) binding: &'w SoapBindingOf<'x>,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) node: Node<'x, 'x>,
    pub(super) plan: SoapBinding,
    /// Parts whose source is to be chosen, with their words: headers first, then the body.
    parts: Vec<Part>,
}

struct Part {
    part: SoapPart,
    header: bool,
}

/// Every operation, those that are offered over plain HTTP only apart, and why others are none.
pub(super) fn plan<'w, 'x>(
    wsdl_of: &'w Wsdl<'x>,
    types: &mut Types<'x>,
    skipped: &mut Vec<Skipped>,
) -> (Vec<Planned<'w, 'x>>, Vec<http::Planned<'w, 'x>>) {
    let mut over_http = Vec::new();
    let mut planned: Vec<Planned<'w, 'x>> = Vec::new();
    let mut taken = std::collections::HashSet::new();
    for (port_type, definition) in &wsdl_of.port_types {
        for node in wsdl(definition.node, "operation") {
            let name = node.attribute("name").unwrap_or_default().trim().to_owned();
            let input = wsdl(node, "input").next();
            // An overloaded operation is told apart by the name of its input.
            let overload = input.and_then(|input| input.attribute("name")).unwrap_or_default();
            let mut key = format!("{}.{name}", port_type.name);
            if !taken.insert(key.clone()) {
                key = format!("{key}({overload})");
                if !taken.insert(key.clone()) {
                    continue;
                }
            }
            match one(wsdl_of, types, (port_type, definition, node), &key, &name) {
                Ok(operation) => planned.push(operation),
                Err(("no-soap-binding", _))
                    if let Some(other) = http::plan(wsdl_of, types, (port_type, definition, node), &key, &name) =>
                {
                    over_http.push(other);
                }
                Err((code, reason)) => skipped.push(Skipped {
                    operation: key.clone(),
                    code: code.to_owned(),
                    reason,
                    place: format!("#/portType/{}/{name}", port_type.name),
                }),
            }
        }
    }
    // The same operations over other protocols are said to be what they are: the same.
    let name = |key: &str| key.split_once('.').map_or(key, |(_, name)| name).to_owned();
    let mut done: std::collections::HashSet<String> = planned.iter().map(|done| name(&done.key)).collect();
    over_http.retain(|other: &http::Planned<'_, '_>| done.insert(name(&other.key)));
    skipped.retain(|left| left.code != "no-soap-binding" || !done.contains(&name(&left.operation)));
    (planned, over_http)
}

type Skip = (&'static str, String);

fn one<'w, 'x>(
    all: &'w Wsdl<'x>,
    types: &mut Types<'x>,
    (port_type, definition, node): (&QName, &Definition<'x>, Node<'x, 'x>),
    key: &str,
    name: &str,
) -> Result<Planned<'w, 'x>, Skip> {
    let Some(input) = wsdl(node, "input").next() else {
        return Err(("notification", "the service sends it by itself; nobody can call it".to_owned()));
    };
    let (binding, bound) = offered(all, port_type, node, name)?;
    let message = |place: Node<'x, 'x>, namespace: &str| -> Result<&'w Definition<'x>, Skip> {
        let name = QName::of_attribute(&place, "message", namespace).unwrap_or_else(|| QName::new("", ""));
        all.messages
            .get(&name)
            .ok_or_else(|| ("missing-message", format!("its message `{}` is not defined", name.name)))
    };
    let operation = soap(bound, "operation");
    let rpc = operation.and_then(|operation| operation.attribute("style")).map_or(binding.rpc, |style| style == "rpc");
    let bound_input = wsdl(bound, "input").next();
    let body = bound_input.and_then(|input| soap(input, "body"));
    let mut plan = SoapBinding {
        upstream: String::new(),
        types: TYPES.to_owned(),
        soap_12: binding.soap_12,
        action: operation.and_then(|operation| operation.attribute("soapAction")).unwrap_or_default().to_owned(),
        headers: Vec::new(),
        wrapper: None,
        body: Vec::new(),
        encoded: rpc && body.and_then(|body| body.attribute("use")) == Some("encoded"),
        answer: Vec::new(),
        answer_wrapped: rpc,
        one_way: wsdl(node, "output").next().is_none(),
        reads: reads(name),
        security: binding.wants.security(),
        addressing: binding.wants.addressing.then(|| action(input, operation, definition, port_type, name)),
        renamed: std::collections::BTreeMap::new(),
    };
    if rpc {
        let namespace = body.and_then(|body| body.attribute("namespace")).unwrap_or(&definition.namespace);
        plan.wrapper = Some((name.to_owned(), namespace.to_owned()));
    }
    let mut parts = Vec::new();
    for header in bound_input.into_iter().flat_map(|input| soap_all(input, "header")) {
        let Ok(message) = message(header, &binding.namespace) else { continue };
        let wanted = header.attribute("part").unwrap_or_default();
        let found = wsdl(message.node, "part").find(|part| part.attribute("name") == Some(wanted));
        if let Some(part) = found.and_then(|part| of_part(types, part, &message.namespace)) {
            parts.push(Part { part: SoapPart { required: false, ..part }, header: true });
        }
    }
    let message_in = message(input, &definition.namespace)?;
    let only: Option<Vec<&str>> =
        body.and_then(|body| body.attribute("parts")).map(|parts| parts.split_whitespace().collect());
    for part in wsdl(message_in.node, "part") {
        let wanted = only.as_ref().is_none_or(|only| only.contains(&part.attribute("name").unwrap_or_default()));
        if let Some(part) = of_part(types, part, &message_in.namespace).filter(|_| wanted) {
            parts.push(Part { part, header: false });
        }
    }
    let output = wsdl(node, "output").next().and_then(|output| message(output, &definition.namespace).ok());
    plan.answer = parts_of_answer(types, output, &definition.namespace);
    Ok(Planned { binding, key: key.to_owned(), name: name.to_owned(), node, plan, parts })
}

/// The parts of an answer, which are told apart by name: a header that is called like a part of the body would be that part twice.
fn parts_of_answer<'x>(
    types: &mut Types<'x>,
    output: Option<&Definition<'x>>,
    namespace: &str,
) -> Vec<(String, usize)> {
    let mut answer: Vec<(String, usize)> = Vec::new();
    for part in output.into_iter().flat_map(|output| wsdl(output.node, "part")) {
        let Some(part) = of_part(types, part, namespace) else { continue };
        if answer.iter().all(|(known, _)| *known != part.name) {
            answer.push((part.name, part.ty));
        }
    }
    answer
}

/// The action that WS-Addressing says (1.0 - Metadata, section 4.4): the message's own, `soapAction`, or one put together.
fn action(
    input: Node<'_, '_>,
    operation: Option<Node<'_, '_>>,
    definition: &Definition<'_>,
    port_type: &QName,
    name: &str,
) -> String {
    let own = input.attributes().find(|attribute| {
        attribute.name() == "Action" && attribute.namespace().is_some_and(|name| name.contains("addressing"))
    });
    let soap = operation.and_then(|operation| operation.attribute("soapAction")).filter(|action| !action.is_empty());
    if let Some(said) = own.map(|own| own.value()).or(soap) {
        return said.to_owned();
    }
    let between = if definition.namespace.starts_with("urn:") { ':' } else { '/' };
    let message = input.attribute("name").map_or_else(|| format!("{name}Request"), str::to_owned);
    let namespace = definition.namespace.trim_end_matches(between);
    format!("{namespace}{between}{}{between}{message}", port_type.name)
}

/// The binding to use, and its operation: one that a service offers rather than one that none does, SOAP 1.1 rather than 1.2.
fn offered<'w, 'x>(
    all: &'w Wsdl<'x>,
    port_type: &QName,
    node: Node<'x, 'x>,
    name: &str,
) -> Result<(&'w SoapBindingOf<'x>, Node<'x, 'x>), Skip> {
    let mut bindings: Vec<&SoapBindingOf<'x>> =
        all.bindings.iter().filter(|binding| binding.port_type == *port_type).collect();
    if bindings.is_empty() {
        let why = if all.foreign.contains(port_type) {
            "it is offered over another protocol than SOAP over HTTP only"
        } else {
            "no binding says how its port type is called"
        };
        return Err(("no-soap-binding", why.to_owned()));
    }
    bindings.sort_by_key(|binding| (binding.address.is_none(), binding.soap_12));
    let input = |node: Node<'x, 'x>| wsdl(node, "input").next().and_then(|input| input.attribute("name"));
    for binding in bindings {
        let mut same: Vec<Node<'x, 'x>> = wsdl(binding.node, "operation")
            .filter(|bound| bound.attribute("name").map(str::trim) == Some(name))
            .collect();
        if same.len() > 1 {
            same.sort_by_key(|bound| input(*bound) != input(node));
        }
        if let Some(&bound) = same.first() {
            return Ok((binding, bound));
        }
    }
    Err(("not-bound", "none of the bindings of its port type has it".to_owned()))
}

/// A part of a message: an element, or in rpc style a type under the part's name.
fn of_part<'x>(types: &mut Types<'x>, part: Node<'x, 'x>, namespace: &str) -> Option<SoapPart> {
    let slot = PartSource::Whole(0);
    if let Some(element) = QName::of_attribute(&part, "element", namespace) {
        let found: Option<Found<'x>> = types.components.elements.get(&element).copied();
        let ty = found.map_or(0, |found| types.of_element(found));
        return Some(SoapPart { name: element.name, namespace: element.namespace, ty, from: slot, required: true });
    }
    let ty = QName::of_attribute(&part, "type", namespace)?;
    let ty = types.named(&ty);
    let name = part.attribute("name")?.trim().to_owned();
    // A type in document style is the content of the body itself; nobody but its author knows what that means.
    Some(SoapPart { name, namespace: String::new(), ty, from: slot, required: true })
}

/// Whether the name says that it only reads.
pub(super) fn reads(name: &str) -> bool {
    let first: String = name
        .char_indices()
        .take_while(|(at, c)| *at == 0 || c.is_lowercase())
        .map(|(_, c)| c.to_ascii_lowercase())
        .collect();
    READING.contains(&first.as_str())
}

/// Makes the operation, now that all types are known.
pub(super) fn finish(
    planned: Planned<'_, '_>,
    upstream: &str,
    schemas: &mut Schemas<'_, '_>,
    api: &mut Api<'_>,
) -> Operation {
    let Planned { key, name, node, mut plan, parts, binding, .. } = planned;
    upstream.clone_into(&mut plan.upstream);
    let (mut inputs, mut notes): (Vec<Input>, Vec<String>) = (Vec::new(), Vec::new());
    let single = parts.iter().filter(|part| !part.header).count() == 1;
    for Part { mut part, header } in parts {
        part.from = source(&part, single && !header && plan.wrapper.is_none(), header, schemas, api, &mut inputs);
        if matches!(part.from, PartSource::Fields(_)) {
            notes.extend(schemas.types.table.types.get(part.ty).map(choices).unwrap_or_default());
        }
        if header { plan.headers.push(part) } else { plan.body.push(part) }
    }
    let output = (!plan.one_way).then(|| answer(&plan, schemas, api)).flatten();
    if plan.one_way {
        notes.push("Nothing comes back but that it was taken.".to_owned());
    }
    let verb = if plan.reads { "GET" } else { "POST" };
    let said = documentation(node);
    let description = if said.is_empty() { documentation(binding.node) } else { said };
    Operation {
        origin: Origin {
            place: format!("#/portType/{}", key.replace('.', "/")),
            tags: vec![key.split('.').next().unwrap_or_default().to_owned()],
            operation: key,
            deprecated: false,
        },
        path: format!("/{name}"),
        id: Some(name),
        verb: verb.to_owned(),
        summary: String::new(),
        description,
        notes,
        inputs,
        open: false,
        output,
        binding: Binding::Soap(Box::new(plan)),
    }
}

/// Where a part's value comes from: its properties are arguments of their own where it is a plain object.
fn source(
    part: &SoapPart,
    spread: bool,
    header: bool,
    schemas: &mut Schemas<'_, '_>,
    api: &mut Api<'_>,
    inputs: &mut Vec<Input>,
) -> PartSource {
    let types = schemas.types;
    let known = types.table.types.get(part.ty).zip(types.notes.get(part.ty));
    if let Some((ty, notes)) = known.filter(|(ty, _)| spread && ty.derived.is_empty())
        && let XmlContent::Elements(elements) = &ty.content
    {
        let mut fields = Vec::new();
        for (attribute, (words, schema)) in ty.attributes.iter().zip(&notes.attributes) {
            if attribute.fixed.is_none() {
                let name = format!("@{}", attribute.name);
                fields.push((name.clone(), inputs.len()));
                inputs.push(input(&name, schema.clone(), words, attribute.required));
            }
        }
        for (element, said) in elements.iter().zip(&notes.elements) {
            if schemas.asked_for(element, elements) {
                let schema = schemas.argument(&mut api.pool, element, said);
                fields.push((element.key().to_owned(), inputs.len()));
                inputs.push(input(element.key(), schema, "", element.required));
            }
        }
        return PartSource::Fields(fields);
    }
    let schema = schemas.of(&mut api.pool, part.ty, Direction::Input);
    let slot = inputs.len();
    let words = known.map_or("", |(_, notes)| notes.description.as_str());
    // What may be anything may be nothing.
    let is_any = known.is_none_or(|(ty, _)| ty.content == XmlContent::Any);
    inputs.push(input(&part.name, schema, words, part.required && !header && !is_any));
    PartSource::Whole(slot)
}

fn input(name: &str, schema: Value, description: &str, required: bool) -> Input {
    Input { wire: name.to_owned(), place: "body", schema, description: description.to_owned(), required, fixed: None }
}

/// The schema of the answer: of its single part, or of an object of all parts.
fn answer(plan: &SoapBinding, schemas: &mut Schemas<'_, '_>, api: &mut Api<'_>) -> Option<Value> {
    if let [(_, ty)] = plan.answer.as_slice() {
        return Some(schemas.of(&mut api.pool, *ty, Direction::Output));
    }
    let mut properties = Map::new();
    for (name, ty) in &plan.answer {
        properties.insert(name.clone(), schemas.of(&mut api.pool, *ty, Direction::Output));
    }
    (!properties.is_empty()).then(|| json!({ "type": "object", "properties": properties }))
}

/// Words about the whole service.
pub(super) fn description(all: &Wsdl<'_>) -> String {
    words::clean(&all.documentation, 2_000).text
}
