//! Content models (XML Schema part 1 section 3.8) as a flat list of elements in order, and beside it which of them exclude each other.

use hub_model::binding::soap::{XmlAlternative, XmlAttribute, XmlChoice, XmlElement};
use roxmltree::Node;

use super::components::Found;
use super::qname::{QName, documentation, xsd};
use super::simple::Simple;
use super::types::{DEEPEST, MOST_DERIVED, MOST_PARTS, Notes, Types, Use, is_true};

/// Alternatives of one choice that are told apart; of more it is only said that they are alternatives at all.
const MOST_ALTERNATIVES: usize = 40;

/// What is gathered of one complex type.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) elements: Vec<XmlElement>,
    pub(super) choices: Vec<XmlChoice>,
    pub(super) attributes: Vec<XmlAttribute>,
    pub(super) text: Option<Simple>,
    pub(super) mixed: bool,
    pub(super) notes: Notes,
    groups: usize,
}

impl Parts {
    fn next_group(&mut self) -> usize {
        self.groups += 1;
        self.groups
    }
}

/// How often the parts of a group may come, and what they stand in.
#[derive(Clone, Copy)]
struct Times {
    required: bool,
    many: bool,
    /// The repeated sequence that they are part of.
    group: Option<usize>,
    /// The choice that they stand in begins at this element.
    choice: Option<usize>,
}

/// What a particle may come to: any one of these.
type Alternatives = Vec<XmlAlternative>;

impl<'x> Types<'x> {
    /// Adds the elements of a complex type's own content model.
    pub(super) fn particles(&mut self, parent: Node<'x, 'x>, home: usize, parts: &mut Parts) {
        let once = Times { required: true, many: false, group: None, choice: None };
        self.sequence(parent, home, once, parts, 0);
    }

    fn sequence(
        &mut self,
        parent: Node<'x, 'x>,
        home: usize,
        times: Times,
        parts: &mut Parts,
        depth: usize,
    ) -> Alternatives {
        let mut all = vec![XmlAlternative::default()];
        for node in xsd(parent) {
            let next = self.particle(node, home, times, parts, depth);
            if times.choice.is_some() {
                all = product(all, next, &mut parts.elements);
            }
        }
        all
    }

    fn particle(
        &mut self,
        node: Node<'x, 'x>,
        home: usize,
        times: Times,
        parts: &mut Parts,
        depth: usize,
    ) -> Alternatives {
        if depth > DEEPEST || parts.elements.len() > MOST_PARTS || !self.components.step() {
            return vec![XmlAlternative::default()];
        }
        let here = within(node, times);
        let made = match node.tag_name().name() {
            "element" => self.element(Found { node, home }, here, parts),
            "any" => {
                let required = here.required && here.choice.is_none();
                parts.elements.push(XmlElement { many: here.many, required, ..XmlElement::default() });
                parts.notes.elements.push(Use { words: "Further elements, as XML.".to_owned(), ..Use::default() });
                vec![XmlAlternative { needed: Vec::new(), optional: vec![parts.elements.len() - 1] }]
            }
            "sequence" | "all" => {
                let group = (here.many && here.group.is_none()).then(|| parts.next_group());
                self.sequence(node, home, Times { group: here.group.or(group), ..here }, parts, depth + 1)
            }
            "choice" => self.choice(node, home, here, parts, depth),
            "group" => {
                let name = QName::of_attribute(&node, "ref", self.components.namespace(home));
                let found = name.and_then(|name| self.components.groups.get(&name).copied());
                found.map_or_else(Vec::new, |found| self.sequence(found.node, found.home, here, parts, depth + 1))
            }
            _ => Vec::new(),
        };
        let may_be_absent = within(node, Times { required: true, ..times }).required;
        if may_be_absent { made } else { made.into_iter().map(loose).collect() }
    }

    fn choice(
        &mut self,
        node: Node<'x, 'x>,
        home: usize,
        here: Times,
        parts: &mut Parts,
        depth: usize,
    ) -> Alternatives {
        if here.many {
            // Its parts may come in any number and order.
            let free = Times { required: false, group: None, ..here };
            let all =
                self.sequence(node, home, Times { choice: here.choice.or(Some(usize::MAX)), ..free }, parts, depth + 1);
            return all.into_iter().map(loose).collect();
        }
        let start = here.choice.unwrap_or(parts.elements.len());
        let mut alternatives = Vec::new();
        for child in xsd(node) {
            let times = Times { required: true, choice: Some(start), ..here };
            alternatives.extend(self.particle(child, home, times, parts, depth + 1));
        }
        alternatives.dedup();
        if here.choice.is_none() {
            if let [only] = alternatives.as_slice() {
                for at in only.needed.iter().filter(|_| here.required) {
                    if let Some(element) = parts.elements.get_mut(*at) {
                        element.required = true;
                    }
                }
                return Vec::new();
            }
            let can_be_empty = alternatives.iter().any(|one| one.needed.is_empty());
            parts.choices.push(XmlChoice { required: here.required && !can_be_empty, alternatives });
            return Vec::new();
        }
        alternatives
    }

    fn element(&mut self, used: Found<'x>, times: Times, parts: &mut Parts) -> Alternatives {
        let home = self.components.namespace(used.home);
        let Some(reference) = QName::of_attribute(&used.node, "ref", home) else {
            let Some(name) = used.node.attribute("name") else { return Vec::new() };
            let namespace = self.components.local_namespace(&used.node, used.home).to_owned();
            let ty = self.element_type(used);
            return self.push(&QName::new(&namespace, name), used, used.node, ty, times, parts).into_iter().collect();
        };
        let Some(&found) = self.components.elements.get(&reference) else {
            return self.push(&reference, used, used.node, 0, times, parts).into_iter().collect();
        };
        // Any member of a substitution group may stand where its head is asked for.
        let members: Vec<QName> = self.components.substitutes.get(&reference).cloned().unwrap_or_default();
        let is_abstract = found.node.attribute("abstract").is_some_and(is_true);
        let each = if members.is_empty() {
            times
        } else {
            Times { choice: times.choice.or(Some(parts.elements.len())), ..times }
        };
        let mut alternatives = Vec::new();
        if !is_abstract {
            let ty = self.element_type(found);
            alternatives.extend(self.push(&reference, found, used.node, ty, each, parts));
        }
        for member in members.into_iter().take(MOST_DERIVED) {
            if let Some(&found) = self.components.elements.get(&member) {
                let ty = self.element_type(found);
                alternatives.extend(self.push(&member, found, used.node, ty, each, parts));
            }
        }
        if times.choice.is_none() && !times.many && alternatives.len() > 1 {
            parts.choices.push(XmlChoice { required: times.required, alternatives });
            return Vec::new();
        }
        alternatives
    }

    /// Adds an element, or finds the one that it is once more.
    fn push(
        &mut self,
        name: &QName,
        declared: Found<'x>,
        used: Node<'x, 'x>,
        ty: usize,
        times: Times,
        parts: &mut Parts,
    ) -> Option<XmlAlternative> {
        if parts.elements.len() > MOST_PARTS {
            return None;
        }
        let alternative = |at: usize| {
            let needed = times.required && !times.many;
            let at = vec![at];
            if needed {
                XmlAlternative { needed: at, optional: Vec::new() }
            } else {
                XmlAlternative { needed: Vec::new(), optional: at }
            }
        };
        let same = parts.elements.iter().position(|element| element.name == name.name && element.ty == ty);
        if let Some((at, element)) = same.and_then(|at| Some((at, parts.elements.get_mut(at)?))) {
            // In another alternative of its choice it is the same once; in one sequence it comes as often as both say.
            if times.choice.is_none_or(|start| at < start) {
                element.many = true;
                element.required |= times.required && times.choice.is_none();
            }
            return Some(alternative(at));
        }
        let taken = |key: &str| parts.elements.iter().any(|element| element.key() == key);
        let property = taken(&name.name)
            .then(|| (2..).map(|number| format!("{}_{number}", name.name)).find(|key| !taken(key)).unwrap_or_default());
        let namespace = (!name.namespace.is_empty()).then(|| self.namespace(&name.namespace));
        let attribute = |attribute: &str| declared.node.attribute(attribute);
        let own = documentation(used);
        let words = if own.is_empty() { documentation(declared.node) } else { own };
        let count = |name: &str| used.attribute(name).and_then(|count| count.trim().parse().ok());
        parts.notes.elements.push(Use { words, least: count("minOccurs"), most: count("maxOccurs") });
        parts.elements.push(XmlElement {
            name: name.name.clone(),
            property,
            namespace,
            ty,
            many: times.many,
            required: times.required && times.choice.is_none() && attribute("default").is_none(),
            nillable: attribute("nillable").is_some_and(is_true),
            group: times.group,
            fixed: attribute("fixed").map(str::to_owned),
        });
        Some(alternative(parts.elements.len() - 1))
    }
}

/// An alternative of which nothing has to be there.
fn loose(one: XmlAlternative) -> XmlAlternative {
    let mut optional = one.needed;
    optional.extend(one.optional);
    XmlAlternative { needed: Vec::new(), optional }
}

/// One after the other. An element that is in both comes more than once.
fn product(before: Alternatives, after: Alternatives, elements: &mut [XmlElement]) -> Alternatives {
    if after.is_empty() {
        return before;
    }
    for at in after.iter().flat_map(|one| one.needed.iter().chain(&one.optional)) {
        if before.iter().any(|one| one.has(*at))
            && let Some(element) = elements.get_mut(*at)
        {
            element.many = true;
        }
    }
    if before.len() * after.len() > MOST_ALTERNATIVES {
        return vec![joined(before.into_iter().chain(after).map(loose))];
    }
    before.iter().flat_map(|one| after.iter().map(move |other| joined([one.clone(), other.clone()]))).collect()
}

fn joined(parts: impl IntoIterator<Item = XmlAlternative>) -> XmlAlternative {
    let mut all = XmlAlternative::default();
    for part in parts {
        all.needed.extend(part.needed);
        all.optional.extend(part.optional);
    }
    all.needed.sort_unstable();
    all.needed.dedup();
    all.optional.sort_unstable();
    all.optional.dedup();
    all.optional.retain(|at| !all.needed.contains(at));
    all
}

fn within(node: Node<'_, '_>, times: Times) -> Times {
    let least = node.attribute("minOccurs").map_or(Some(1), |least| least.trim().parse::<u32>().ok());
    let most = node.attribute("maxOccurs").map_or(Some(1), |most| most.trim().parse::<u32>().ok());
    // A group that comes many times makes lists of its parts; an element's own list within it could not be told apart.
    Times { required: times.required && least != Some(0), many: times.many || most != Some(1), ..times }
}
