//! What a binding asks for beside its messages: addressing (WS-Addressing 1.0 - Metadata) and ways to sign in (WS-SecurityPolicy),
//! said in it or in policies that it refers to.

use std::collections::{BTreeMap, HashMap};

use hub_model::{Alternative, Requirement, Scheme, SchemeKind};
use roxmltree::Node;

/// Names of the ways to sign in, and of their secrets.
const BASIC: &str = "basic";
const DIGEST: &str = "digest";
const PASSWORD: &str = "ws_security";
const PASSWORD_DIGEST: &str = "ws_security_digest";
const SIGNATURE: &str = "ws_security_x509";
/// What is offered where the document says nothing, the likeliest first: most documents say nothing.
const USUAL: [&str; 5] = [BASIC, PASSWORD, PASSWORD_DIGEST, DIGEST, SIGNATURE];

/// What one binding asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Wants {
    /// Messages carry an action and an id in their headers.
    pub(super) addressing: bool,
    /// Ways to sign in that are named.
    ways: Vec<&'static str>,
}

/// Policies by their id.
#[derive(Default)]
pub(super) struct Policies<'x>(HashMap<&'x str, Node<'x, 'x>>);

impl<'x> Policies<'x> {
    /// Adds those of a document.
    pub(super) fn add(&mut self, top: Node<'x, 'x>) {
        for node in top.descendants().filter(|node| node.tag_name().name() == "Policy") {
            let id = node.attributes().find(|attribute| matches!(attribute.name(), "Id" | "id" | "Name"));
            if let Some(id) = id {
                self.0.insert(id.value(), node);
            }
        }
    }

    /// What is said within `node`, a binding or a port, and in what it refers to.
    pub(super) fn read(&self, node: Node<'x, 'x>, wants: &mut Wants) {
        wants.take(node);
        for reference in node.descendants().filter(|node| node.tag_name().name() == "PolicyReference") {
            let id = reference.attribute("URI").and_then(|uri| uri.strip_prefix('#'));
            if let Some(policy) = id.and_then(|id| self.0.get(id)) {
                wants.take(*policy);
            }
        }
    }
}

impl Wants {
    fn take(&mut self, within: Node<'_, '_>) {
        for node in within.descendants().filter(Node::is_element) {
            let namespace = node.tag_name().namespace().unwrap_or_default();
            let way = match node.tag_name().name() {
                "UsingAddressing" | "Addressing" if namespace.contains("addressing") => {
                    self.addressing = true;
                    continue;
                }
                "UsernameToken" if node.descendants().any(|inner| inner.tag_name().name() == "HashPassword") => {
                    PASSWORD_DIGEST
                }
                "UsernameToken" => PASSWORD,
                "X509Token" => SIGNATURE,
                "HttpBasicAuthentication" => BASIC,
                "HttpDigestAuthentication" => DIGEST,
                _ => continue,
            };
            if !self.ways.contains(&way) {
                self.ways.push(way);
            }
        }
    }

    /// Any one of the ways, or none: services that need no signing in do not say that either.
    pub(super) fn security(&self) -> Vec<Alternative> {
        let ways: &[&str] = if self.ways.is_empty() { &USUAL } else { &self.ways };
        ways.iter().map(alternative).chain(self.ways.is_empty().then(Vec::new)).collect()
    }
}

/// The ways that need no envelope, or none.
pub(super) fn over_http() -> Vec<Alternative> {
    [BASIC, DIGEST].iter().map(alternative).chain([Vec::new()]).collect()
}

fn alternative(way: &&str) -> Alternative {
    vec![Requirement { scheme: (*way).to_owned(), scopes: Vec::new() }]
}

/// All ways to sign in.
pub(super) fn schemes() -> BTreeMap<String, Scheme> {
    let ways = [
        (BASIC, SchemeKind::Basic, "A user's name and password, as HTTP carries them."),
        (DIGEST, SchemeKind::Http { scheme: "Digest".to_owned() }, "A user's name and password, for HTTP's digests."),
        (
            PASSWORD,
            SchemeKind::WsSecurity { digest: false },
            "A user's name and password in the envelope (WS-Security).",
        ),
        (
            PASSWORD_DIGEST,
            SchemeKind::WsSecurity { digest: true },
            "A user's name and password in the envelope, the password as a digest (WS-Security).",
        ),
        (SIGNATURE, SchemeKind::WsSignature, "A certificate and its key, in PEM, to sign messages with (WS-Security)."),
    ];
    let scheme = |(name, kind, words): (&str, SchemeKind, &str)| {
        (name.to_owned(), Scheme { kind, description: words.to_owned() })
    };
    ways.into_iter().map(scheme).collect()
}
