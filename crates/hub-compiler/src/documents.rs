//! The documents of one compilation, each under the address it came from, and the way from a reference to what it names.

mod address;
mod anchors;
mod explorer;
mod format;
mod kind;
mod lenient;
mod node;
mod page;
mod parse;
mod scan;
mod text;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use crate::{front, graphql, grpc, openapi, soap};
use hub_model::Diagnostic;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) use address::join;
pub(crate) use anchors::Anchors;
pub(crate) use format::Format;
pub use kind::Kind;
pub(crate) use node::{Node, dangling, escape};

/// Addresses of a page that are tried.
const MOST_SHOWN: usize = 12;

/// A root document and the documents that it refers to.
#[derive(Debug, Default)]
pub struct Documents {
    loaded: Vec<Loaded>,
    index: HashMap<String, usize>,
    failed: BTreeMap<String, String>,
    root: usize,
    /// Where a page that merely shows a document says the document is, in the order in which they are to be tried.
    shown_by_root: Vec<String>,
    /// What the root document is, where the caller says so.
    pub(crate) kind: Option<Kind>,
    /// Whether the root document is what an endpoint answered, and no file that lies there.
    pub(crate) is_answer: bool,
}

/// One document.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// File path or URL.
    pub(crate) uri: String,
    /// The parsed document; `Null` when it could not be read.
    pub(crate) value: Value,
    /// Why it could not be read, or what had to be repaired.
    pub(crate) findings: Vec<Diagnostic>,
    /// `sha256:` and hex of the bytes as they came.
    pub(crate) digest: String,
    /// The bytes as they came.
    pub(crate) bytes: Vec<u8>,
    /// `application/json`, `application/yaml`, …
    pub(crate) media_type: &'static str,
    /// The language that it is written in.
    pub(crate) format: Format,
    anchors: OnceLock<Anchors>,
}

impl Loaded {
    /// The document as text.
    pub(crate) fn text(&self) -> String {
        text::decode(&self.bytes).text.trim_start_matches('\u{feff}').to_owned()
    }
}

impl Documents {
    /// Starts with the root document. `uri` is a file path or URL: references resolve against it. `bytes` are as they came;
    /// the encoding and the format (JSON, YAML) are recognised. A page that shows a document (Swagger UI, Redoc) makes
    /// [`Self::missing`] ask for that document, which then becomes the root.
    #[must_use]
    pub fn new(uri: &str, bytes: Vec<u8>) -> Self {
        Self::begin(None, uri, bytes)
    }

    /// [`Self::new`] with a root document that is of this kind, whatever it looks like.
    #[must_use]
    pub fn of_kind(kind: Kind, uri: &str, bytes: Vec<u8>) -> Self {
        Self::begin(Some(kind), uri, bytes)
    }

    /// Starts with what the GraphQL endpoint at `uri` answered to the introspection query: the tools call that endpoint.
    #[must_use]
    pub fn answered(uri: &str, bytes: Vec<u8>) -> Self {
        Self { is_answer: true, ..Self::begin(None, uri, bytes) }
    }

    fn begin(kind: Option<Kind>, uri: &str, bytes: Vec<u8>) -> Self {
        let mut documents = Self { kind, ..Self::default() };
        documents.add(uri, bytes);
        let page = documents.loaded.first().filter(|root| root.format == Format::Page);
        if let Some(text) = page.map(|root| text::decode(&root.bytes).text) {
            documents.shown_by_root = page::documents_shown(&text, uri);
            documents.take_embedded(&text);
        }
        documents
    }

    /// A document that is written into the page, or into a script of its, becomes the root.
    fn take_embedded(&mut self, text: &str) {
        let page = self.loaded.first().map(|page| page.uri.clone());
        if let Some((uri, document)) = page.zip(page::embedded(text)) {
            self.root = self.loaded.len();
            self.shown_by_root.clear();
            self.add(&uri, document.into_bytes());
        }
    }

    /// What the page refers to is the document, or says where it is.
    fn take_shown(&mut self, uri: &str, position: usize, value: &Value, bytes: &[u8]) {
        let is_document = openapi::version(value).is_some();
        let text = text::decode(bytes).text;
        let page = self.loaded.first().map_or("", |page| page.uri.as_str());
        let further: Vec<String> = if is_document { Vec::new() } else { page::addresses(&text, page) };
        let new = further.into_iter().filter(|address| !self.shown_by_root.contains(address)).collect::<Vec<_>>();
        if is_document {
            self.root = position;
            self.shown_by_root.clear();
            return;
        }
        // Before what the page names itself, which may be but an example.
        let after = self.shown_by_root.iter().position(|shown| shown == uri).map_or(0, |at| at + 1);
        self.shown_by_root.splice(after..after, new);
        self.shown_by_root.truncate(MOST_SHOWN);
    }

    /// Whether the root document is of a kind that has a front end. It may still hold mistakes, or nothing to call.
    #[must_use]
    pub fn is_recognised(&self) -> bool {
        self.root().is_some_and(front::recognises)
    }

    /// The GraphQL endpoints that the root document may come from when it is none, in the order in which they are to be tried:
    /// those that an explorer's page may send its queries to, or the one that answers without a query by saying so.
    #[must_use]
    pub fn graphql_endpoints(&self) -> Vec<String> {
        let Some(root) = self.root() else { return Vec::new() };
        let is_own = match root.format {
            Format::Page => {
                let Some(named) = explorer::endpoints(&text::decode(&root.bytes).text, &root.uri) else {
                    return Vec::new();
                };
                if !named.is_empty() {
                    return named;
                }
                // Explorers that are told nothing ask where they came from.
                true
            }
            Format::Data => graphql::is_complaint(&root.value),
            _ => false,
        };
        if is_own { vec![root.uri.clone()] } else { Vec::new() }
    }

    /// Adds a document that [`Self::missing`] asked for.
    pub fn add(&mut self, uri: &str, bytes: Vec<u8>) {
        let is_shown = self.shown_by_root.iter().any(|shown| shown == uri);
        let kind = self.kind.filter(|_| self.loaded.is_empty());
        let parsed = parse::parse(uri, &bytes, kind);
        let digest = format!("sha256:{:x}", Sha256::digest(&bytes));
        let position = self.loaded.len();
        self.index.insert(uri.to_owned(), position);
        if is_shown {
            self.take_shown(uri, position, &parsed.value, &bytes);
        }
        let script = is_shown.then(|| text::decode(&bytes).text);
        self.loaded.push(Loaded {
            uri: uri.to_owned(),
            value: parsed.value,
            findings: parsed.findings,
            media_type: parsed.media_type,
            format: parsed.format,
            digest,
            bytes,
            anchors: OnceLock::new(),
        });
        if let Some(script) = script.filter(|_| self.root == 0) {
            self.take_embedded(&script);
        }
    }

    /// Notes that a document could not be had, and why: references into it are then reported as dangling, with this reason.
    pub fn fail(&mut self, uri: &str, reason: &str) {
        self.failed.insert(uri.to_owned(), reason.to_owned());
    }

    /// Addresses that loaded documents refer to and that were neither added nor failed, in a stable order.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        if let Some(shown) = self.shown_by_root.iter().find(|shown| !self.known(shown)) {
            return vec![shown.clone()];
        }
        if self.root().is_some_and(|root| root.format == Format::Proto) {
            return self.missing_imports();
        }
        let is_xml = self.root().is_some_and(|root| root.format == Format::Wsdl);
        let mut wanted: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        for loaded in &self.loaded {
            let references: Vec<Cow<'_, str>> = if is_xml {
                soap::references(&loaded.text()).into_iter().map(Cow::Owned).collect()
            } else {
                scan::external_references(&loaded.value).into_iter().map(Cow::Borrowed).collect()
            };
            for reference in references {
                let address = join(self.base(loaded), &reference);
                if !self.known(&address) && seen.insert(address.clone()) {
                    wanted.push(address);
                }
            }
        }
        wanted
    }

    /// Where the imports of protocol buffers sources may be.
    fn missing_imports(&self) -> Vec<String> {
        let texts: Vec<_> = self.loaded.iter().map(|loaded| (loaded.uri.as_str(), grpc::text(loaded))).collect();
        let sources: Vec<(&str, &str)> = texts.iter().map(|(uri, text)| (*uri, text.as_ref())).collect();
        let loaded = |uri: &str| self.index.contains_key(uri);
        let failed = |uri: &str| self.failed.contains_key(uri);
        grpc::missing(&sources, &grpc::Known { loaded: &loaded, failed: &failed })
    }

    fn known(&self, uri: &str) -> bool {
        self.index.contains_key(uri) || self.failed.contains_key(uri)
    }

    /// The root document; `None` only before anything was added.
    pub(crate) fn root(&self) -> Option<&Loaded> {
        self.loaded.get(self.root)
    }

    /// The root document as text.
    pub(crate) fn root_text(&self) -> Option<String> {
        self.root().map(|loaded| text::decode(&loaded.bytes).text)
    }

    /// The root document's top.
    pub(crate) fn root_node(&self) -> Option<Node<'_>> {
        let loaded = self.root()?;
        Some(Node { documents: self, document: self.root, pointer: String::new(), value: &loaded.value })
    }

    /// Every document with the address it came from, the root document first, as they came.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let rest =
            self.loaded.iter().enumerate().filter(|(position, _)| *position != self.root).map(|(_, loaded)| loaded);
        self.root().into_iter().chain(rest).map(|loaded| (loaded.uri.as_str(), loaded.bytes.as_slice()))
    }

    pub(crate) fn loaded(&self) -> &[Loaded] {
        &self.loaded
    }

    pub(crate) fn root_index(&self) -> usize {
        self.root
    }

    /// The base that a document's references resolve against: OpenAPI 3.2 `$self`, or else its address.
    fn base<'d>(&self, loaded: &'d Loaded) -> &'d str {
        match loaded.value.get("$self").and_then(Value::as_str) {
            Some(own) if own.contains("://") => own,
            _ => &loaded.uri,
        }
    }

    /// What `reference`, standing in document `from`, names.
    ///
    /// # Errors
    /// A sentence that says why there is nothing.
    pub(crate) fn lookup(&self, from: usize, reference: &str) -> Result<Node<'_>, String> {
        let origin = self.loaded.get(from).ok_or("no such document")?;
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() { from } else { self.document_named(origin, file)? };
        let loaded = self.loaded.get(document).ok_or("no such document")?;
        let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy().into_owned();
        if fragment.is_empty() || fragment.starts_with('/') {
            let value = node::pointer(&loaded.value, &fragment).ok_or_else(|| format!("nothing at `{reference}`"))?;
            return Ok(Node { documents: self, document, pointer: value.0, value: value.1 });
        }
        let anchors = loaded.anchors.get_or_init(|| Anchors::of(&loaded.value));
        let pointer = anchors.get(&fragment).ok_or_else(|| format!("no anchor `{fragment}`"))?;
        let (pointer, value) = node::pointer(&loaded.value, pointer).ok_or("the anchor leads nowhere")?;
        Ok(Node { documents: self, document, pointer, value })
    }

    /// The value at a JSON pointer of a document.
    pub(crate) fn at(&self, document: usize, pointer: &str) -> Option<Node<'_>> {
        let (pointer, value) = node::pointer(&self.loaded.get(document)?.value, pointer)?;
        Some(Node { documents: self, document, pointer, value })
    }

    fn document_named(&self, origin: &Loaded, file: &str) -> Result<usize, String> {
        let address = join(self.base(origin), file);
        if let Some(&found) = self.index.get(&address) {
            let unreadable = self.loaded.get(found).is_none_or(|loaded| loaded.value.is_null());
            return if unreadable { Err(format!("`{address}` is no JSON or YAML document")) } else { Ok(found) };
        }
        // A document may be known by a name of its own (`$id`, `$self`) instead of its address.
        let own_name = |loaded: &Loaded| {
            ["$id", "$self"].iter().any(|key| loaded.value.get(*key).and_then(Value::as_str) == Some(address.as_str()))
        };
        if let Some(found) = self.loaded.iter().position(own_name) {
            return Ok(found);
        }
        match self.failed.get(&address) {
            Some(reason) => Err(format!("`{address}` could not be read: {reason}")),
            None => Err(format!("`{address}` was not given")),
        }
    }
}
