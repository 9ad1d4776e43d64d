//! The schemas of a WSDL and of all documents that they import and include, as components by name.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::Texts;
use super::qname::{QName, SOAP_ENCODING, XML, XSD, xsd};

/// Namespaces that need no document.
const KNOWN: [&str; 3] = [XSD, XML, SOAP_ENCODING];

/// A definition, and the schema that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Found<'x> {
    pub(super) node: Node<'x, 'x>,
    /// Index into [`Components::homes`].
    pub(super) home: usize,
}

/// What holds for all definitions of one schema.
pub(super) struct Home {
    pub(super) namespace: String,
    elements_qualified: bool,
    attributes_qualified: bool,
}

/// All definitions that can be reached.
#[derive(Default)]
pub(super) struct Components<'x> {
    pub(super) homes: Vec<Home>,
    pub(super) elements: HashMap<QName, Found<'x>>,
    pub(super) types: HashMap<QName, Found<'x>>,
    pub(super) groups: HashMap<QName, Found<'x>>,
    pub(super) attribute_groups: HashMap<QName, Found<'x>>,
    pub(super) attributes: HashMap<QName, Found<'x>>,
    /// By the head of a substitution group, what may stand in its place.
    pub(super) substitutes: HashMap<QName, Vec<QName>>,
    /// By a type, those that extend or restrict it directly.
    pub(super) derived: HashMap<QName, Vec<QName>>,
    /// Documents that are named and were not had.
    pub(super) missing: Vec<String>,
    /// Steps that may still be taken for the type at hand: groups that are used twice by others double with every level.
    steps: Cell<usize>,
}

/// Steps that one type may take. The largest published one takes a tenth of it.
const MOST_STEPS: usize = 20_000;

impl<'x> Components<'x> {
    /// Gathers from the schemas at `roots`, each with the document it stands in, and from what these refer to.
    pub(super) fn gather(texts: &'x Texts<'x>, roots: Vec<(usize, Node<'x, 'x>)>) -> Self {
        let mut all = Self::default();
        let mut seen: HashSet<(usize, usize, String)> = HashSet::new();
        let mut waiting: Vec<(usize, Node<'x, 'x>, String)> = roots
            .into_iter()
            .rev()
            .map(|(document, node)| (document, node, node.attribute("targetNamespace").unwrap_or_default().to_owned()))
            .collect();
        while let Some((document, schema, namespace)) = waiting.pop() {
            if !seen.insert((document, schema.range().start, namespace.clone())) {
                continue;
            }
            let home = all.homes.len();
            let qualified = |attribute: &str| schema.attribute(attribute) == Some("qualified");
            all.homes.push(Home {
                namespace: namespace.clone(),
                elements_qualified: qualified("elementFormDefault"),
                attributes_qualified: qualified("attributeFormDefault"),
            });
            for node in xsd(schema) {
                let kind = node.tag_name().name();
                if matches!(kind, "include" | "redefine" | "import") {
                    let Some(location) = node.attribute("schemaLocation") else { continue };
                    let found = texts.referred(document, location);
                    let Some((position, root)) = found.filter(|(_, root)| root.tag_name().namespace() == Some(XSD))
                    else {
                        let known = node.attribute("namespace").is_some_and(|name| KNOWN.contains(&name));
                        if !known && !all.missing.iter().any(|missing| missing == location) {
                            all.missing.push(location.to_owned());
                        }
                        continue;
                    };
                    let own = root.attribute("targetNamespace");
                    // A schema without a namespace takes that of the one that includes it.
                    let theirs = if kind == "import" { own.unwrap_or_default() } else { own.unwrap_or(&namespace) };
                    waiting.push((position, root, theirs.to_owned()));
                }
                if kind == "redefine" {
                    xsd(node).for_each(|inner| all.add(inner, home));
                } else {
                    all.add(node, home);
                }
            }
        }
        all
    }

    fn add(&mut self, node: Node<'x, 'x>, home: usize) {
        let Some(own) = node.attribute("name") else { return };
        let namespace = self.namespace(home).to_owned();
        let name = QName::new(&namespace, own);
        let found = Found { node, home };
        match node.tag_name().name() {
            "element" => {
                for head in node.attribute("substitutionGroup").into_iter().flat_map(str::split_whitespace) {
                    let head = QName::resolve(&node, head, &namespace);
                    self.substitutes.entry(head).or_default().push(name.clone());
                }
                self.elements.entry(name).or_insert(found);
            }
            "complexType" | "simpleType" => {
                let derivation = node.descendants().skip(1).find(|inner| {
                    matches!(inner.tag_name().name(), "extension" | "restriction")
                        && inner.parent_element().and_then(|parent| parent.parent_element()) == Some(node)
                });
                let base = derivation.and_then(|inner| QName::of_attribute(&inner, "base", &namespace));
                if let Some(base) = base.filter(|base| base.namespace != XSD) {
                    self.derived.entry(base).or_default().push(name.clone());
                }
                self.types.entry(name).or_insert(found);
            }
            "group" => _ = self.groups.entry(name).or_insert(found),
            "attributeGroup" => _ = self.attribute_groups.entry(name).or_insert(found),
            "attribute" => _ = self.attributes.entry(name).or_insert(found),
            _ => {}
        }
    }

    /// Begins another type.
    pub(super) fn begin(&self) {
        self.steps.set(MOST_STEPS);
    }

    /// Counts a step; whether it may be taken.
    pub(super) fn step(&self) -> bool {
        let left = self.steps.get().saturating_sub(1);
        self.steps.set(left);
        left > 0
    }

    pub(super) fn namespace(&self, home: usize) -> &str {
        self.homes.get(home).map_or("", |home| home.namespace.as_str())
    }

    /// The namespace of an element or attribute that is declared where it is used.
    pub(super) fn local_namespace(&self, node: &Node<'_, '_>, home: usize) -> &str {
        let Some(schema) = self.homes.get(home) else { return "" };
        let usual =
            if node.tag_name().name() == "attribute" { schema.attributes_qualified } else { schema.elements_qualified };
        let qualified = node.attribute("form").map_or(usual, |form| form == "qualified");
        if qualified { &schema.namespace } else { "" }
    }
}
