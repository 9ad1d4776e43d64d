//! Types of XML Schema as the table that writing and reading needs, and beside it what the table does not say: words and facets.

use std::collections::HashMap;

use hub_model::binding::soap::{XmlAttribute, XmlContent, XmlElement, XmlType, XmlTypes};
use roxmltree::{Node, NodeId};
use serde_json::Value;

use super::components::{Components, Found};
use super::particles::Parts;
use super::qname::{QName, SOAP_ENCODING, XML, XSD, documentation, xsd};
use super::simple::{self, Simple};

/// Levels of groups within groups, and of types that build on types.
pub(super) const DEEPEST: usize = 60;
/// Elements and attributes of one type.
pub(super) const MOST_PARTS: usize = 4_000;
/// Types that a tool may name in the place of one.
pub(super) const MOST_DERIVED: usize = 40;

/// The table in the making.
pub(super) struct Types<'x> {
    pub(super) components: &'x Components<'x>,
    pub(super) table: XmlTypes,
    /// Words and facets, by type.
    pub(super) notes: Vec<Notes>,
    known: HashMap<QName, usize>,
    /// Types without a name, by where they stand.
    inline: HashMap<(usize, NodeId), usize>,
    pending: Vec<(usize, Source<'x>)>,
}

/// What the table does not say of a type.
#[derive(Default, Clone)]
pub(super) struct Notes {
    /// The element that it is the type of, where it has no name.
    pub(super) label: String,
    pub(super) description: String,
    /// The schema of its text.
    pub(super) text: Option<Value>,
    /// Its elements and attributes, in their order.
    pub(super) elements: Vec<Use>,
    pub(super) attributes: Vec<(String, Value)>,
}

/// What the table does not say of an element.
#[derive(Default, Clone)]
pub(super) struct Use {
    pub(super) words: String,
    /// How often it has to come and how often it may, where the document says so.
    pub(super) least: Option<u32>,
    pub(super) most: Option<u32>,
}

/// Where a type is defined.
#[derive(Clone)]
enum Source<'x> {
    Definition(Found<'x>),
    BuiltIn(String),
}

impl<'x> Types<'x> {
    pub(super) fn new(components: &'x Components<'x>) -> Self {
        let mut types = Self {
            components,
            table: XmlTypes::default(),
            notes: Vec::new(),
            known: HashMap::new(),
            inline: HashMap::new(),
            pending: Vec::new(),
        };
        // The first is anything: what nothing else is known of.
        types.reserve(None);
        types
    }

    /// The type of this name; anything when nobody defines it.
    pub(super) fn named(&mut self, name: &QName) -> usize {
        let made = self.reference(name);
        self.work();
        made
    }

    /// The type of an element, global or not.
    pub(super) fn of_element(&mut self, found: Found<'x>) -> usize {
        let made = self.element_type(found);
        self.work();
        made
    }

    fn reserve(&mut self, name: Option<&QName>) -> usize {
        let position = self.table.types.len();
        let name = name.map(|name| (self.namespace(&name.namespace), name.name.clone()));
        self.table.types.push(XmlType { name, ..XmlType::default() });
        self.notes.push(Notes::default());
        position
    }

    pub(super) fn namespace(&mut self, uri: &str) -> usize {
        let known = self.table.namespaces.iter().position(|known| known == uri);
        known.unwrap_or_else(|| {
            self.table.namespaces.push(uri.to_owned());
            self.table.namespaces.len() - 1
        })
    }

    fn reference(&mut self, name: &QName) -> usize {
        if let Some(&known) = self.known.get(name) {
            return known;
        }
        let source = match self.components.types.get(name) {
            Some(&found) => Source::Definition(found),
            None if [XSD, SOAP_ENCODING].contains(&name.namespace.as_str()) && name.name != "anyType" => {
                Source::BuiltIn(name.name.clone())
            }
            // Some authors name an element and mean its type.
            None => return self.components.elements.get(name).copied().map_or(0, |found| self.meant(name, found)),
        };
        let position = self.reserve(Some(name));
        self.known.insert(name.clone(), position);
        self.pending.push((position, source));
        position
    }

    /// The type of an element in the place of a type with its name; anything where that is the same name once more.
    fn meant(&mut self, name: &QName, found: Found<'x>) -> usize {
        self.known.insert(name.clone(), 0);
        let meant = self.element_type(found);
        self.known.insert(name.clone(), meant);
        meant
    }

    pub(super) fn element_type(&mut self, found: Found<'x>) -> usize {
        let home = self.components.namespace(found.home);
        if let Some(name) = QName::of_attribute(&found.node, "type", home) {
            return self.reference(&name);
        }
        let inline = xsd(found.node).find(|child| matches!(child.tag_name().name(), "complexType" | "simpleType"));
        match inline {
            Some(node) => {
                // An element that holds itself has one type, however often it is used.
                if let Some(&known) = self.inline.get(&(found.home, node.id())) {
                    return known;
                }
                let position = self.reserve(None);
                self.inline.insert((found.home, node.id()), position);
                if let Some(notes) = self.notes.get_mut(position) {
                    found.node.attribute("name").unwrap_or_default().clone_into(&mut notes.label);
                }
                self.pending.push((position, Source::Definition(Found { node, home: found.home })));
                position
            }
            None => 0,
        }
    }

    /// Works until no type is left that something refers to.
    fn work(&mut self) {
        while let Some((position, source)) = self.pending.pop() {
            self.components.begin();
            let (ty, notes) = match source {
                Source::BuiltIn(name) => of_simple(simple::built_in(&name)),
                Source::Definition(found) if found.node.tag_name().name() == "simpleType" => {
                    of_simple(simple::of(self.components, found, 0))
                }
                Source::Definition(found) => self.complex(position, found),
            };
            if let (Some(slot), Some(kept)) = (self.table.types.get_mut(position), self.notes.get_mut(position)) {
                *slot = XmlType { name: slot.name.take(), ..ty };
                *kept = Notes { label: std::mem::take(&mut kept.label), ..notes };
            }
        }
    }

    fn complex(&mut self, position: usize, found: Found<'x>) -> (XmlType, Notes) {
        let mut parts = Parts::default();
        self.gather(found, &mut parts, 0);
        let mut notes = parts.notes;
        notes.description = documentation(found.node);
        let content = match parts.text {
            Some(Simple { text, list, schema }) => {
                notes.text = Some(schema);
                if list { XmlContent::List(text) } else { XmlContent::Text(text) }
            }
            None if parts.elements.is_empty() && parts.mixed => XmlContent::Any,
            None => XmlContent::Elements(parts.elements),
        };
        let own = self.table.types.get(position).and_then(|ty| ty.name.clone());
        let own = own.and_then(|(namespace, name)| {
            Some(QName { namespace: self.table.namespaces.get(namespace)?.clone(), name })
        });
        let derived = own.map(|own| self.derived(&own)).unwrap_or_default();
        let is_abstract = found.node.attribute("abstract").is_some_and(is_true);
        let (attributes, choices) = (parts.attributes, parts.choices);
        (XmlType { name: None, is_abstract, derived, content, attributes, choices }, notes)
    }

    /// The types that extend or restrict one, and those that do so with them.
    fn derived(&mut self, name: &QName) -> Vec<usize> {
        let (mut found, mut waiting) = (Vec::new(), vec![name.clone()]);
        let mut seen = std::collections::HashSet::from([name.clone()]);
        while let Some(name) = waiting.pop() {
            for next in self.components.derived.get(&name).into_iter().flatten() {
                if seen.insert(next.clone()) && found.len() < MOST_DERIVED {
                    waiting.push(next.clone());
                    found.push(self.reference(next));
                }
            }
        }
        found
    }

    /// Adds what a complex type has, after what it builds on.
    fn gather(&mut self, found: Found<'x>, parts: &mut Parts, depth: usize) {
        if depth > DEEPEST || !self.components.step() {
            return;
        }
        let Found { node, home } = found;
        parts.mixed |= node.attribute("mixed").is_some_and(is_true);
        let derivation =
            xsd(node).find(|child| matches!(child.tag_name().name(), "complexContent" | "simpleContent")).and_then(
                |content| xsd(content).find(|child| matches!(child.tag_name().name(), "extension" | "restriction")),
            );
        let Some(derivation) = derivation else {
            self.particles(node, home, parts);
            self.attributes(node, home, parts, depth);
            return;
        };
        let base = QName::of_attribute(&derivation, "base", self.components.namespace(home));
        let extends = derivation.tag_name().name() == "extension";
        if let Some(base) = &base {
            self.gather_base(base, derivation, home, extends, parts, depth);
        }
        self.particles(derivation, home, parts);
        self.attributes(derivation, home, parts, depth);
    }

    fn gather_base(
        &mut self,
        base: &QName,
        derivation: Node<'x, 'x>,
        home: usize,
        extends: bool,
        parts: &mut Parts,
        depth: usize,
    ) {
        if base.namespace == SOAP_ENCODING && base.name == "Array" {
            self.array(derivation, home, parts);
            return;
        }
        match self.components.types.get(base).copied() {
            Some(base) if base.node.tag_name().name() == "simpleType" => {
                parts.text = Some(simple::of(self.components, base, 0));
            }
            Some(base) => {
                let (before, choices) = (parts.elements.len(), parts.choices.len());
                self.gather(base, parts, depth + 1);
                if !extends {
                    // A restriction says its elements again; its attributes stay.
                    parts.elements.truncate(before);
                    parts.notes.elements.truncate(before);
                    parts.choices.truncate(choices);
                }
            }
            None if base.namespace == XSD && base.name != "anyType" => parts.text = Some(simple::built_in(&base.name)),
            None => {}
        }
        if let Some(text) = parts.text.as_mut().filter(|_| !extends) {
            simple::restrict(text, derivation);
        }
    }

    /// SOAP 1.1 section 5.4.2: `wsdl:arrayType="tns:Item[]"`.
    fn array(&mut self, derivation: Node<'x, 'x>, home: usize, parts: &mut Parts) {
        let declared = derivation.descendants().find_map(|node| {
            let attribute = node.attributes().find(|attribute| attribute.name() == "arrayType")?;
            Some((node, attribute.value().split('[').next()?.to_owned()))
        });
        let ty = declared.map_or(0, |(node, name)| {
            let name = QName::resolve(&node, &name, self.components.namespace(home));
            self.reference(&name)
        });
        parts.elements.push(XmlElement { name: "item".to_owned(), ty, many: true, ..XmlElement::default() });
        parts.notes.elements.push(Use::default());
    }

    fn attributes(&mut self, parent: Node<'x, 'x>, home: usize, parts: &mut Parts, depth: usize) {
        if depth > DEEPEST || parts.attributes.len() > MOST_PARTS || !self.components.step() {
            return;
        }
        for node in xsd(parent) {
            let namespace = self.components.namespace(home).to_owned();
            match node.tag_name().name() {
                "attributeGroup" => {
                    let name = QName::of_attribute(&node, "ref", &namespace);
                    if let Some(&found) = name.and_then(|name| self.components.attribute_groups.get(&name)) {
                        self.attributes(found.node, found.home, parts, depth + 1);
                    }
                }
                "attribute" => self.attribute(Found { node, home }, parts),
                _ => {}
            }
        }
    }

    fn attribute(&mut self, used: Found<'x>, parts: &mut Parts) {
        let home = self.components.namespace(used.home);
        let reference = QName::of_attribute(&used.node, "ref", home);
        let declared = match &reference {
            Some(name) => self.components.attributes.get(name).copied().unwrap_or(used),
            None => used,
        };
        let name = match &reference {
            Some(name) => name.clone(),
            None => {
                let Some(name) = used.node.attribute("name") else { return };
                QName::new(self.components.local_namespace(&used.node, used.home), name)
            }
        };
        if name.namespace == SOAP_ENCODING || used.node.attribute("use") == Some("prohibited") {
            parts.attributes.retain(|attribute: &XmlAttribute| attribute.name != name.name);
            return;
        }
        let simple = simple::of_attribute(self.components, declared);
        let namespace = (!name.namespace.is_empty() && name.namespace != XML).then(|| self.namespace(&name.namespace));
        let attribute = XmlAttribute {
            name: if name.namespace == XML { format!("xml:{}", name.name) } else { name.name },
            namespace,
            text: simple.text,
            required: used.node.attribute("use") == Some("required"),
            fixed: used.node.attribute("fixed").or(declared.node.attribute("fixed")).map(str::to_owned),
        };
        let notes = (documentation(declared.node), simple.schema);
        match parts.attributes.iter().position(|known| known.name == attribute.name) {
            Some(at) => {
                parts.attributes.splice(at..=at, [attribute]);
                parts.notes.attributes.splice(at..=at, [notes]);
            }
            None => {
                parts.attributes.push(attribute);
                parts.notes.attributes.push(notes);
            }
        }
    }
}

fn of_simple(simple: Simple) -> (XmlType, Notes) {
    let content = if simple.list { XmlContent::List(simple.text) } else { XmlContent::Text(simple.text) };
    (XmlType { content, ..XmlType::default() }, Notes { text: Some(simple.schema), ..Notes::default() })
}

pub(super) fn is_true(text: &str) -> bool {
    matches!(text.trim(), "true" | "1")
}
