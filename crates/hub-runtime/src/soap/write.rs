//! Arguments to an envelope.

use hub_model::binding::soap::{
    PartSource, SoapBinding, SoapPart, XmlAttribute, XmlContent, XmlElement, XmlType, XmlTypes,
};

use bytes::Bytes;

use super::{ENVELOPE_11, ENVELOPE_12, Plan};
use crate::{bind::Values, json::Node};

/// Elements within elements.
const DEEPEST: usize = 100;
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The envelope's start tag. Namespaces of the table are `n0`, `n1`, …; those of parts that are not in it follow.
pub(super) fn start(binding: &SoapBinding, types: &XmlTypes) -> String {
    let envelope = if binding.soap_12 { ENVELOPE_12 } else { ENVELOPE_11 };
    let mut out = format!("<s:Envelope xmlns:s=\"{envelope}\" xmlns:xsi=\"{XSI}\"");
    for (at, namespace) in reachable(binding, types).into_iter().enumerate() {
        if let Some(namespace) = namespace {
            out.push_str(&format!(" xmlns:n{at}=\""));
            escape(&mut out, namespace, true);
            out.push('"');
        }
    }
    out.push('>');
    out
}

/// The namespaces that an envelope of this operation may use, by index.
fn reachable<'t>(binding: &SoapBinding, types: &'t XmlTypes) -> Vec<Option<&'t str>> {
    let mut used = vec![false; types.namespaces.len()];
    let mut seen = vec![false; types.types.len()];
    let mut waiting: Vec<usize> = binding.headers.iter().chain(&binding.body).map(|part| part.ty).collect();
    while let Some(at) = waiting.pop() {
        let (Some(ty), Some(flag)) = (types.types.get(at), seen.get_mut(at)) else { continue };
        if std::mem::replace(flag, true) {
            continue;
        }
        waiting.extend(&ty.derived);
        let mut mark = |namespace: Option<usize>| {
            if let Some(flag) = namespace.and_then(|at| used.get_mut(at)) {
                *flag = true;
            }
        };
        mark(ty.name.as_ref().map(|(namespace, _)| *namespace));
        ty.attributes.iter().for_each(|attribute| mark(attribute.namespace));
        if let XmlContent::Elements(elements) = &ty.content {
            for element in elements {
                mark(element.namespace);
                waiting.push(element.ty);
            }
        }
    }
    types.namespaces.iter().zip(used).map(|(namespace, used)| used.then_some(namespace.as_str())).collect()
}

/// The whole request body.
///
/// # Errors
/// What is wrong with an argument, for the model.
pub(super) fn envelope(plan: &Plan, values: &Values<'_>) -> Result<String, String> {
    let mut out = String::with_capacity(1024);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    out.push_str(&plan.start);
    let mut writer = Writer { types: &plan.types, plan, out };
    let addressed = plan.binding.addressing.as_ref();
    if !plan.binding.headers.is_empty() || addressed.is_some() {
        let before = writer.out.len();
        writer.out.push_str("<s:Header>");
        let empty = writer.out.len();
        if let Some(action) = addressed {
            addressing(&mut writer.out, action, &plan.endpoint)?;
        }
        for part in &plan.binding.headers {
            writer.part(part, values)?;
        }
        if writer.out.len() == empty {
            writer.out.truncate(before);
        } else {
            writer.out.push_str("</s:Header>");
        }
    }
    writer.out.push_str("<s:Body>");
    if let Some((name, namespace)) = &plan.binding.wrapper {
        writer.out.push_str(&format!("<w:{name} xmlns:w=\""));
        escape(&mut writer.out, namespace, true);
        writer.out.push('"');
        if plan.binding.encoded {
            writer.out.push_str(" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"");
        }
        writer.out.push('>');
    }
    for part in &plan.binding.body {
        writer.part(part, values)?;
    }
    if let Some((name, _)) = &plan.binding.wrapper {
        writer.out.push_str(&format!("</w:{name}>"));
    }
    writer.out.push_str("</s:Body></s:Envelope>");
    Ok(writer.out)
}

/// WS-Addressing 1.0 - SOAP Binding: what is meant, for whom, and which message it is. Answers come back on the same connection.
fn addressing(out: &mut String, action: &str, endpoint: &str) -> Result<(), String> {
    const NAMESPACE: &str = "http://www.w3.org/2005/08/addressing";
    let mut id = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut id).map_err(|_| "the machine has no randomness for a message id".to_owned())?;
    // Version 4 (RFC 9562 section 5.4): random but for six bits.
    let id = (u128::from_be_bytes(id) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{id:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let uuid = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
    out.push_str(&format!("<a:Action xmlns:a=\"{NAMESPACE}\">"));
    escape(out, action, false);
    out.push_str(&format!(
        "</a:Action><a:MessageID xmlns:a=\"{NAMESPACE}\">urn:uuid:{uuid}</a:MessageID><a:ReplyTo xmlns:a=\"{NAMESPACE}\">\
         <a:Address>{NAMESPACE}/anonymous</a:Address></a:ReplyTo><a:To xmlns:a=\"{NAMESPACE}\">"
    ));
    escape(out, endpoint, false);
    out.push_str("</a:To>");
    Ok(())
}

/// An envelope of [`envelope`]'s with one more block in its header.
pub(crate) fn put_in_header(envelope: &[u8], block: &str) -> Bytes {
    let header = b"<s:Header>".as_slice();
    // What follows the first tag, and nowhere else: an argument that is XML may hold elements of these names, and a
    // password among the data could be read back.
    let start = memchr::memmem::find(envelope, b"<s:Envelope").unwrap_or_default();
    let end = envelope.get(start..).and_then(|rest| memchr::memchr(b'>', rest)).map_or(envelope.len(), |end| start + end + 1);
    let has_header = envelope.get(end..).is_some_and(|rest| rest.starts_with(header));
    let at = if has_header { end + header.len() } else { end };
    let (before, after) = envelope.split_at_checked(at).unwrap_or((envelope, &[]));
    let (open, close) = if has_header { ("", "") } else { ("<s:Header>", "</s:Header>") };
    let mut out = Vec::with_capacity(envelope.len() + block.len() + 24);
    for part in [before, open.as_bytes(), block.as_bytes(), close.as_bytes(), after] {
        out.extend_from_slice(part);
    }
    Bytes::from(out)
}

struct Writer<'p> {
    types: &'p XmlTypes,
    plan: &'p Plan,
    out: String,
}

/// Where the properties of an object come from.
enum Properties<'v, 'a> {
    Object(&'v [(std::borrow::Cow<'a, str>, Node<'a>)]),
    Slots(&'v [(String, usize)], &'v Values<'a>),
}

impl<'v, 'a> Properties<'v, 'a> {
    fn get(&self, plan: &Plan, name: &str) -> Option<&'v Node<'a>> {
        match self {
            Self::Object(entries) => {
                let is = |key: &str| key == name || plan.renamed().get(key).is_some_and(|wire| wire == name);
                entries.iter().find(|(key, _)| is(key)).map(|(_, value)| value)
            }
            Self::Slots(fields, values) => {
                values.get(fields.iter().find(|(field, _)| field == name).map(|(_, slot)| *slot)?)
            }
        }
    }
}

impl<'p> Writer<'p> {
    fn part(&mut self, part: &SoapPart, values: &Values<'_>) -> Result<(), String> {
        let tag = if part.namespace.is_empty() { part.name.clone() } else { format!("p:{}", part.name) };
        let declared = if part.namespace.is_empty() {
            String::new()
        } else {
            let mut declared = String::from(" xmlns:p=\"");
            escape(&mut declared, &part.namespace, true);
            declared.push('"');
            declared
        };
        match &part.from {
            PartSource::Whole(slot) => match values.get(*slot) {
                Some(value) if !value.is_null() => self.element(&tag, &declared, part.ty, value, 0),
                _ if part.required => {
                    self.out.push_str(&format!("<{tag}{declared}/>"));
                    Ok(())
                }
                _ => Ok(()),
            },
            PartSource::Fields(fields) => {
                let types: &'p XmlTypes = self.types;
                let Some(ty) = types.types.get(part.ty) else { return Ok(()) };
                self.complex(&tag, &declared, (part.ty, ty), &Properties::Slots(fields, values), 0)
            }
        }
    }

    /// One element with its value.
    fn element(&mut self, tag: &str, declared: &str, at: usize, value: &Node<'_>, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!("`{}` is nested more than {DEEPEST} levels deep", local(tag)));
        }
        let types: &'p XmlTypes = self.types;
        let Some(ty) = types.types.get(at) else { return Ok(()) };
        match (&ty.content, value) {
            (_, Node::Null) => self.out.push_str(&format!("<{tag}{declared} xsi:nil=\"true\"/>")),
            (XmlContent::Any, value) => self.anything(tag, declared, value, depth)?,
            (XmlContent::Elements(_), Node::Object(entries)) => {
                self.complex(tag, declared, (at, ty), &Properties::Object(entries), depth)?;
            }
            (XmlContent::Text(_) | XmlContent::List(_), Node::Object(entries)) if !ty.attributes.is_empty() => {
                self.complex(tag, declared, (at, ty), &Properties::Object(entries), depth)?;
            }
            (XmlContent::Elements(_), _) => {
                return Err(format!("`{}` must be an object with properties", local(tag)));
            }
            (XmlContent::Text(_) | XmlContent::List(_), value) => {
                self.out.push_str(&format!("<{tag}{declared}"));
                self.encoded_type(ty);
                self.out.push('>');
                self.text(value);
                self.out.push_str(&format!("</{tag}>"));
            }
        }
        Ok(())
    }

    /// rpc/encoded: every value says its type.
    fn encoded_type(&mut self, ty: &XmlType) {
        if let Some((namespace, name)) = ty.name.as_ref().filter(|_| self.plan.binding.encoded) {
            self.out.push_str(&format!(" xsi:type=\"n{namespace}:{name}\""));
        }
    }

    fn complex(
        &mut self,
        tag: &str,
        declared: &str,
        (at, declared_type): (usize, &XmlType),
        properties: &Properties<'_, '_>,
        depth: usize,
    ) -> Result<(), String> {
        let (chosen, ty) = self.chosen((at, declared_type), properties, tag)?;
        self.out.push_str(&format!("<{tag}{declared}"));
        if let Some((namespace, name)) = ty.name.as_ref().filter(|_| chosen != at || self.plan.binding.encoded) {
            self.out.push_str(&format!(" xsi:type=\"n{namespace}:{name}\""));
        }
        for attribute in &ty.attributes {
            self.attribute(attribute, properties);
        }
        self.out.push('>');
        match &ty.content {
            XmlContent::Elements(elements) => {
                self.choices(ty, elements, properties, tag)?;
                self.elements(elements, properties, depth)?;
            }
            _ => {
                if let Some(value) = properties.get(self.plan, "value") {
                    self.text(value);
                }
            }
        }
        self.out.push_str(&format!("</{tag}>"));
        Ok(())
    }

    /// The type that `@type` names, or the declared one.
    fn chosen<'t>(
        &self,
        (at, ty): (usize, &'t XmlType),
        properties: &Properties<'_, '_>,
        tag: &str,
    ) -> Result<(usize, &'t XmlType), String>
    where
        'p: 't,
    {
        let named = properties.get(self.plan, "@type").and_then(Node::as_str);
        let Some(named) = named.filter(|_| !ty.derived.is_empty()) else {
            if ty.is_abstract && !ty.derived.is_empty() {
                return Err(format!("`{}` must say by `@type` which kind it is", local(tag)));
            }
            return Ok((at, ty));
        };
        let is = |ty: &XmlType| ty.name.as_ref().is_some_and(|(_, name)| *name == named);
        if is(ty) {
            return Ok((at, ty));
        }
        let types: &'p XmlTypes = self.types;
        let mut derived = ty.derived.iter().filter_map(|at| Some((*at, types.types.get(*at)?)));
        derived.find(|(_, ty)| is(ty)).ok_or_else(|| format!("`{}` cannot be of the type `{named}`", local(tag)))
    }

    fn attribute(&mut self, attribute: &XmlAttribute, properties: &Properties<'_, '_>) {
        let given = properties.get(self.plan, &format!("@{}", attribute.name)).filter(|value| !value.is_null());
        let text = match (&attribute.fixed, given) {
            (_, Some(value)) => scalar(value),
            (Some(fixed), None) if attribute.required => fixed.clone(),
            _ => return,
        };
        self.out.push(' ');
        if let Some(namespace) = attribute.namespace {
            self.out.push_str(&format!("n{namespace}:"));
        }
        self.out.push_str(&attribute.name);
        self.out.push_str("=\"");
        escape(&mut self.out, &text, true);
        self.out.push('"');
    }

    /// Alternatives exclude each other; the service would refuse them with less to go by.
    fn choices(
        &self,
        ty: &XmlType,
        elements: &[XmlElement],
        properties: &Properties<'_, '_>,
        tag: &str,
    ) -> Result<(), String> {
        if ty.choices.is_empty() {
            return Ok(());
        }
        let is_given =
            |element: &XmlElement| properties.get(self.plan, element.key()).is_some_and(|value| !value.is_null());
        let given: Vec<usize> =
            elements.iter().enumerate().filter(|(_, element)| is_given(element)).map(|(at, _)| at).collect();
        match ty.choices.iter().find(|choice| !choice.allows(&given)) {
            Some(choice) => Err(format!("`{}` takes {}", local(tag), choice.words(elements))),
            None => Ok(()),
        }
    }

    fn elements(
        &mut self,
        elements: &[XmlElement],
        properties: &Properties<'_, '_>,
        depth: usize,
    ) -> Result<(), String> {
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            // The members of a repeated sequence come in turns.
            let together = elements
                .iter()
                .skip(at)
                .take_while(|other| element.group.is_some() && other.group == element.group)
                .count();
            if together > 1 {
                let members = elements.get(at..at + together).unwrap_or_default();
                self.turns(members, properties, depth)?;
                at += together;
                continue;
            }
            at += 1;
            match properties.get(self.plan, element.key()) {
                Some(Node::Array(items)) if element.many => {
                    for item in items {
                        self.child(element, item, depth)?;
                    }
                }
                Some(Node::Null) if !element.nillable || !element.required => {}
                Some(value) => self.child(element, value, depth)?,
                None => self.absent(element),
            }
        }
        Ok(())
    }

    fn turns(&mut self, members: &[XmlElement], properties: &Properties<'_, '_>, depth: usize) -> Result<(), String> {
        let items = |element: &XmlElement| match properties.get(self.plan, element.key()) {
            Some(Node::Array(items)) => items.iter().collect::<Vec<_>>(),
            Some(Node::Null) | None => Vec::new(),
            Some(single) => vec![single],
        };
        let lists: Vec<Vec<&Node<'_>>> = members.iter().map(items).collect();
        for turn in 0..lists.iter().map(Vec::len).max().unwrap_or_default() {
            for (element, list) in members.iter().zip(&lists) {
                if let Some(value) = list.get(turn) {
                    self.child(element, value, depth)?;
                }
            }
        }
        Ok(())
    }

    /// What has a fixed value needs no argument.
    fn absent(&mut self, element: &XmlElement) {
        if let Some(fixed) = element.fixed.as_ref().filter(|_| element.required) {
            let tag = tag(element);
            self.out.push_str(&format!("<{tag}>"));
            escape(&mut self.out, fixed, false);
            self.out.push_str(&format!("</{tag}>"));
        }
    }

    fn child(&mut self, element: &XmlElement, value: &Node<'_>, depth: usize) -> Result<(), String> {
        if element.name.is_empty() {
            return self.wildcard(value);
        }
        self.element(&tag(element), "", element.ty, value, depth + 1)
    }

    /// An element that a model wrote itself: it must be whole, so that it cannot close what is around it.
    fn wildcard(&mut self, value: &Node<'_>) -> Result<(), String> {
        let text = scalar(value);
        let text = text.trim();
        let options = roxmltree::ParsingOptions { allow_dtd: false, nodes_limit: 10_000, ..Default::default() };
        match roxmltree::Document::parse_with_options(text, options) {
            Ok(_) if text.starts_with('<') && !text.starts_with("<?") => {
                self.out.push_str(text);
                Ok(())
            }
            Ok(_) => Err("`any` must be one XML element, without a declaration before it".to_owned()),
            Err(why) => Err(format!("`any` must be one XML element: {why}")),
        }
    }

    /// Content that no schema describes: objects become elements, the rest text.
    fn anything(&mut self, tag: &str, declared: &str, value: &Node<'_>, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!("`{}` is nested more than {DEEPEST} levels deep", local(tag)));
        }
        self.out.push_str(&format!("<{tag}{declared}>"));
        match value {
            Node::Object(entries) => {
                for (name, value) in entries {
                    if !is_name(name) {
                        return Err(format!("`{}` cannot be the name of an XML element", name.escape_debug()));
                    }
                    let items = match value {
                        Node::Array(items) => items.as_slice(),
                        single => std::slice::from_ref(single),
                    };
                    for item in items {
                        self.anything(name, "", item, depth + 1)?;
                    }
                }
            }
            Node::Array(items) => {
                for item in items {
                    self.anything("item", "", item, depth + 1)?;
                }
            }
            Node::Null => {}
            value => self.text(value),
        }
        self.out.push_str(&format!("</{tag}>"));
        Ok(())
    }

    fn text(&mut self, value: &Node<'_>) {
        let text = match value {
            Node::Array(items) => items.iter().map(scalar).collect::<Vec<_>>().join(" "),
            value => scalar(value),
        };
        escape(&mut self.out, &text, false);
    }
}

fn tag(element: &XmlElement) -> String {
    match element.namespace {
        Some(namespace) => format!("n{namespace}:{}", element.name),
        None => element.name.clone(),
    }
}

fn local(tag: &str) -> &str {
    tag.rsplit(':').next().unwrap_or(tag)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The text of a value.
fn scalar(value: &Node<'_>) -> String {
    match value {
        Node::String(_) => value.as_str().unwrap_or_default().into_owned(),
        Node::Null => String::new(),
        other => other.to_json(),
    }
}

/// Writes text so that it stays text. Characters that XML cannot carry (section 2.2) are left out.
pub(crate) fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if attribute => out.push_str(if c == '\n' { "&#10;" } else { "&#9;" }),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
