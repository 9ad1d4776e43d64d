//! One HTTP request as a plan over argument slots: where each argument goes and how it is written there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Slot;
use crate::Alternative;

/// One HTTP request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpBinding {
    /// Key in [`crate::Blueprint::upstreams`].
    pub upstream: String,
    /// Upper case; may be any token (`QUERY`, `PURGE`).
    pub method: String,
    /// Path, and a fixed query where the document's path has one, after the upstream's base URL. Starts with `/` or is empty.
    pub target: Vec<Piece>,
    /// Query parameters, in the document's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<Field>,
    /// Header parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Field>,
    /// Cookie parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookies: Vec<Field>,
    /// Request body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Value of the `Accept` header, from the documented answers; never empty.
    pub accept: String,
    /// Credentials: any one alternative, all of its requirements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Alternative>,
    /// What is taken out of a JSON answer before anything else is done with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projection: Option<Projection>,
}

/// The part of a JSON answer that is of use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Projection {
    /// The keys that lead to it; `*` is every item of an array or every value of an object, and makes an array.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub select: Vec<String>,
    /// Of each object found there, only these, each as the keys that lead to it; empty for all. They keep their nesting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Vec<String>>,
}

/// A piece of the request target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// Already encoded, copied as it stands.
    Text(String),
    /// A path parameter (styles `simple`, `label`, `matrix`), percent-encoded so that it cannot leave its place.
    Value(Field),
}

/// An argument written under a name (OpenAPI 3.2 section 4.12, RFC 6570).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The argument.
    pub slot: Slot,
    /// Name on the wire.
    pub name: String,
    /// How the value is written.
    pub format: Format,
    /// What is sent when the argument is absent; a default that the document gives is left to the upstream and is not repeated here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
}

/// How a value becomes text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// By style and explode.
    Style {
        /// The style.
        style: Style,
        /// One `name=value` for each item or property.
        explode: bool,
        /// `allowReserved`: RFC 3986 reserved characters and percent-encoded triples pass as they are.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reserved: bool,
    },
    /// By a media type (`content` parameters): the value is serialised as that type, then percent-encoded. JSON for every
    /// type but `text/*`, which takes the string as it is.
    Content {
        /// `application/json`
        media_type: String,
    },
}

/// Parameter styles. `Tsv` is Swagger 2.0's `collectionFormat: tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `a,b` (path, header)
    Simple,
    /// `.a.b` (path)
    Label,
    /// `;name=a,b` (path)
    Matrix,
    /// `name=a&name=b` or `name=a,b` (query, cookie, form bodies)
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name[key]=value`, nested as `name[a][b]=value`; arrays inside as `name[a][0]=…` when they hold objects, else `name[a]=…&name[a]=…`
    DeepObject,
    /// `name=a%09b`
    Tsv,
    /// `a/b` (path): a text whose slashes part segments, each encoded for itself (`google.api.http`)
    Segments,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// An empty body is sent as `{}`, or its like, when required, and not at all otherwise.
    pub required: bool,
    /// Value of `Content-Type`, without a boundary.
    pub media_type: String,
    /// An argument that may name another type (bodies of raw bytes or text with several media types).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type_slot: Option<Slot>,
    /// How the arguments become the body.
    pub encode: Encode,
    /// Property names in nested objects that had to be renamed for clients: from the schema's name to the wire's. Applies at
    /// every depth below the arguments' own level.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
}

/// Where the body's value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assembly {
    /// One argument is the body.
    Whole(Slot),
    /// An object, put together from arguments.
    Fields {
        /// The arguments and the property each fills.
        fields: Vec<BodyField>,
        /// Arguments that the input schema does not name are properties of the body too.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        open: bool,
    },
    /// A value with arguments at some places of it.
    Template(Template),
}

/// A value in the making. What is constant in it is in slots that are fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// The argument; where it is absent, so is the property or item that it would be.
    Slot(Slot),
    /// An object; without any of its properties it is absent too, but at the top.
    Object(Vec<(String, Template)>),
    /// An array.
    Array(Vec<Template>),
}

/// One property of an assembled body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyField {
    /// The argument.
    pub slot: Slot,
    /// Property name on the wire.
    pub name: String,
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encode {
    /// JSON and everything that is JSON (`+json`, merge-patch, json-patch).
    Json(Assembly),
    /// One JSON text a line, from an array (`application/x-ndjson`, `application/jsonl`).
    JsonLines(Slot),
    /// `application/x-www-form-urlencoded`
    Form {
        /// The value.
        from: Assembly,
        /// How each property is written; one that is not listed is `form`, exploded.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        formats: BTreeMap<String, Format>,
    },
    /// `multipart/form-data` and other `multipart/*`
    Multipart {
        /// The value: each property is a part.
        from: Assembly,
        /// How each property is written; one that is not listed is text, or JSON if it is an object.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        parts: BTreeMap<String, Part>,
    },
    /// The string as it is, in UTF-8.
    Text(Slot),
    /// A [`file argument`](Part) object's bytes.
    Binary(Slot),
    /// XML by OpenAPI's `xml` hints.
    Xml {
        /// The value.
        from: Assembly,
        /// The root element, an index into `shapes`.
        root: usize,
        /// Elements; recursion is by index.
        shapes: Vec<XmlShape>,
    },
}

/// A part of a multipart body.
///
/// A file argument, here and for binary bodies, is an object `{content, encoding?: "text" | "base64" | "url", filename?, content_type?}`
/// (an array of them for several files): `content` is the text, the bytes in base64, or an address from which the runtime
/// fetches them under the egress rules. A bare string is taken for `{content}`; a `data:` URL in it is understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `Content-Type` of the part; empty for none (plain text).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub media_type: String,
    /// The value is a file argument, or an array of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub file: bool,
    /// An array is one JSON part instead of one part for each item.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole_array: bool,
    /// The value becomes parts as it would become pairs of a form (OpenAPI 3.1 section 4.8.15.1: `style` in `multipart/form-data`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
}

/// How a JSON value becomes an XML element (OpenAPI 3.2 section 4.25).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XmlShape {
    /// Element or attribute name, without a prefix.
    pub name: String,
    /// Namespace prefix.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Namespace, declared on this element.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Written as an attribute of its parent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub attribute: bool,
    /// Written as the text of its parent (`nodeType: text`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text: bool,
    /// An array with an element of its own around its items.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wrapped: bool,
    /// For an array: the shape of its items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<usize>,
    /// For an object: JSON property (wire name) and its shape, in schema order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<(String, usize)>,
}
