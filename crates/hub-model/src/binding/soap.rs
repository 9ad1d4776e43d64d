//! One SOAP call, as a plan over argument slots, and the XML types that the calls of a blueprint share.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Slot;
use crate::Alternative;

/// An operation of a SOAP binding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoapBinding {
    /// Key in [`crate::Blueprint::upstreams`]; its URL is the endpoint.
    pub upstream: String,
    /// Key in [`crate::Blueprint::xml`].
    pub types: String,
    /// SOAP 1.2; 1.1 otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub soap_12: bool,
    /// `SOAPAction`, or 1.2's `action` parameter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// The message says where it goes, with this action and an id of its own (WS-Addressing 1.0).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressing: Option<String>,
    /// What stands in the header, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<SoapPart>,
    /// The element that the parts stand in (rpc style): its name and namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrapper: Option<(String, String)>,
    /// What stands in the body, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<SoapPart>,
    /// Parts say their type (rpc/encoded, SOAP 1.1 section 5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub encoded: bool,
    /// The parts of the answer by their names, with their types; a single one is answered without its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<(String, usize)>,
    /// The parts of the answer stand in an element of their own (rpc style).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer_wrapped: bool,
    /// Nothing comes back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_way: bool,
    /// Only reads, as far as its name says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reads: bool,
    /// Credentials: any one alternative, all of its requirements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Alternative>,
    /// Nested properties whose names clients refuse: from the schema's to the wire's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
}

/// An element of a header or body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoapPart {
    /// Local name.
    pub name: String,
    /// Its namespace; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Index into [`XmlTypes::types`].
    #[serde(rename = "type")]
    pub ty: usize,
    /// What fills it.
    pub from: PartSource,
    /// It is written also when nothing is given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
}

/// Where the value of a part comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartSource {
    /// The slot's value.
    Whole(Slot),
    /// An object of which each property comes from a slot.
    Fields(Vec<(String, Slot)>),
}

/// The types of one document: what of its schemas writing and reading XML needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlTypes {
    /// Namespaces, by index.
    pub namespaces: Vec<String>,
    /// Types, by index.
    pub types: Vec<XmlType>,
}

/// A simple or complex type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlType {
    /// Namespace (by index) and local name; anonymous types have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<(usize, String)>,
    /// It cannot be used itself: one of `derived` has to be named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not", rename = "abstract")]
    pub is_abstract: bool,
    /// Types that may stand in its place (`xsi:type`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<usize>,
    /// What it holds.
    pub content: XmlContent,
    /// Attributes of a complex type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<XmlAttribute>,
    /// Which of its elements exclude each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<XmlChoice>,
}

/// Elements of which only those of one alternative may be given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlChoice {
    /// One of the alternatives has to be given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// What may be given together.
    pub alternatives: Vec<XmlAlternative>,
}

/// Elements that may be given together, as indices into the elements of their type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlAlternative {
    /// Those that have to be there when this alternative is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needed: Vec<usize>,
    /// Those that may be there as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional: Vec<usize>,
}

/// What stands between the tags of an element.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum XmlContent {
    /// Anything: what no schema describes.
    #[default]
    Any,
    /// Text of this kind. With attributes, the text is the property `value`.
    Text(XmlText),
    /// A list of texts with spaces between them.
    List(XmlText),
    /// Elements, in order.
    Elements(Vec<XmlElement>),
}

/// Kinds of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum XmlText {
    /// As it is.
    #[default]
    String,
    /// `true` and `false`; `1` and `0` are read too.
    Boolean,
    /// A number, of any size.
    Number,
}

/// An element within another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlElement {
    /// Local name; empty for a wildcard (`xs:any`), whose property is `any`.
    pub name: String,
    /// Its property, where that is not its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// Namespace by index; none where it is unqualified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<usize>,
    /// Index into [`XmlTypes::types`].
    #[serde(rename = "type")]
    pub ty: usize,
    /// It may come more than once: its value is a list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub many: bool,
    /// It must be there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Null is written as `xsi:nil`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nillable: bool,
    /// Elements of one number come in turns: the first of each, the second of each, ….
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<usize>,
    /// The only value it can have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// An attribute. Its property is its name after an `@`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlAttribute {
    /// Local name.
    pub name: String,
    /// Namespace by index; most attributes have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<usize>,
    /// Kind of its text.
    #[serde(default)]
    pub text: XmlText,
    /// It must be there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The only value it can have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

impl XmlChoice {
    /// The rule in words: "exactly one of: `a` and `b` (perhaps with `x`); `c`".
    #[must_use]
    pub fn words(&self, elements: &[XmlElement]) -> String {
        let name = |at: &usize| elements.get(*at).map(|element| format!("`{}`", element.key()));
        let alternative = |one: &XmlAlternative| {
            let needed = one.needed.iter().filter_map(name).collect::<Vec<_>>().join(" and ");
            let optional = one.optional.iter().filter_map(name).collect::<Vec<_>>().join(", ");
            match (needed.is_empty(), optional.is_empty()) {
                (true, _) => optional,
                (false, true) => needed,
                (false, false) => format!("{needed} (perhaps with {optional})"),
            }
        };
        let how = if self.required { "exactly" } else { "at most" };
        let mut sets: Vec<String> = self.alternatives.iter().map(alternative).collect();
        sets.dedup();
        format!("{how} one of: {}", sets.join("; "))
    }

    /// Whether what is given, as the indices of elements, is one of the alternatives.
    #[must_use]
    pub fn allows(&self, given: &[usize]) -> bool {
        let mine: Vec<usize> =
            given.iter().copied().filter(|at| self.alternatives.iter().any(|one| one.has(*at))).collect();
        let fits =
            |one: &XmlAlternative| mine.iter().all(|at| one.has(*at)) && one.needed.iter().all(|at| mine.contains(at));
        if mine.is_empty() { !self.required } else { self.alternatives.iter().any(fits) }
    }
}

impl XmlAlternative {
    /// Whether the element at this index belongs to it.
    #[must_use]
    pub fn has(&self, at: usize) -> bool {
        self.needed.contains(&at) || self.optional.contains(&at)
    }
}

impl XmlElement {
    /// The property of the parent that it is.
    #[must_use]
    pub fn key(&self) -> &str {
        match &self.property {
            Some(property) => property,
            None if self.name.is_empty() => "any",
            None => &self.name,
        }
    }
}
