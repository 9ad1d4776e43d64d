//! Requests that somebody wrote out or recorded (Postman, HAR, cURL), and how they become operations: what was sent once says
//! which arguments there are, what they look like, and what is sent when they are not given.

mod address;
mod answer;
mod body;
mod credential;
pub(crate) mod infer;
mod request;
pub(crate) mod secret;
pub(crate) mod text;

use std::collections::{BTreeMap, HashMap, HashSet};

use hub_model::{Alternative, Requirement, Scheme, SchemeKind, Upstream};
use serde_json::Value;

use crate::findings::Findings;
pub(crate) use address::{Address, pairs as query_pairs};
pub(crate) use credential::{own_name, report as report_secret};
pub(crate) use request::is_token;
use text::Variables;

/// Why a request becomes no tool: code and reason.
pub(crate) type Refusal = (&'static str, String);

/// One request, or several of the same kind.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    /// Where it stands.
    pub(crate) place: String,
    /// The author's own name for it; empty for none.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) tags: Vec<String>,
    pub(crate) method: String,
    pub(crate) address: Address,
    pub(crate) query: Vec<Pair>,
    pub(crate) headers: Vec<Pair>,
    pub(crate) body: Option<Payload>,
    /// JSON bodies of successful answers.
    pub(crate) answers: Vec<Value>,
    /// Credentials that it declares apart from its headers.
    pub(crate) auth: Auth,
    /// Parts of addresses that are variables, with the author's words and a value each.
    pub(crate) path_variables: Vec<Pair>,
}

/// A named text of a request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pair {
    pub(crate) name: String,
    /// With variables as `{{name}}`.
    pub(crate) value: String,
    pub(crate) description: String,
    pub(crate) role: Role,
    /// Other values that were seen.
    pub(crate) others: Vec<String>,
}

/// What the value of a [`Pair`] is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// It was sent.
    #[default]
    Saved,
    /// It was sent at times.
    Sometimes,
    /// It was not sent.
    Example,
    /// It is always there, with one value or another: the call has to give one.
    Required,
}

/// A request body.
#[derive(Debug)]
pub(crate) enum Payload {
    /// Each value is one body that was seen.
    Json {
        media_type: String,
        samples: Vec<Value>,
    },
    /// Any other text.
    Text {
        media_type: String,
        example: String,
    },
    Form(Vec<Pair>),
    Multipart(Vec<FormPart>),
    /// Bytes.
    File {
        media_type: String,
    },
    /// A GraphQL operation as JSON; only its variables vary.
    GraphQl {
        query: String,
        operation: String,
        variables: Vec<Value>,
    },
}

/// A part of a multipart body.
#[derive(Debug, Clone)]
pub(crate) struct FormPart {
    pub(crate) pair: Pair,
    pub(crate) file: bool,
    pub(crate) media_type: String,
}

/// Credentials that are declared rather than written into headers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Auth {
    #[default]
    None,
    /// A kind, the name of the variable that held the secret (or empty), and the scopes that were asked for.
    Scheme { kind: SchemeKind, name: String, scopes: Vec<String> },
}

/// What the requests of a document share.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) variables: Variables,
    upstreams: Vec<Upstream>,
    schemes: BTreeMap<String, Scheme>,
    /// Operation keys so far, with how often.
    keys: HashMap<String, usize>,
    /// Secrets that were reported already, by what held them and their scheme.
    reported: HashSet<(String, String)>,
    /// Values are somebody's own and no examples.
    recorded: bool,
}

impl Shelf {
    /// For requests that were recorded rather than written: their values are not shown.
    pub(crate) fn recorded() -> Self {
        Self { recorded: true, ..Self::default() }
    }

    /// A name for a scheme: the wanted one, or that with a number when it means something else already.
    fn scheme(&mut self, wanted: &str, kind: &SchemeKind, description: &str) -> String {
        let mut name: String = wanted
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' })
            .take(60)
            .collect();
        if name.is_empty() {
            name = "key".to_owned();
        }
        let mut candidate = name.clone();
        let mut number = 2;
        loop {
            match self.schemes.get(&candidate) {
                None => {
                    let scheme = Scheme { kind: kind.clone(), description: description.to_owned() };
                    self.schemes.insert(candidate.clone(), scheme);
                    return candidate;
                }
                Some(known) if known.kind == *kind => return candidate,
                Some(_) => {
                    candidate = format!("{name}_{number}");
                    number += 1;
                }
            }
        }
    }

    /// The key of an operation, made unique: the first in the document keeps it bare.
    fn key(&mut self, method: &str, path: &str, name: &str) -> String {
        let bare = format!("{method} {path}");
        let mut key = bare.clone();
        if self.keys.contains_key(&key) && !name.is_empty() {
            key = format!("{bare} ({name})");
        }
        while self.keys.contains_key(&key) {
            let count = self.keys.entry(bare.clone()).or_default();
            *count += 1;
            key = format!("{bare} #{count}");
        }
        self.keys.insert(key.clone(), 1);
        key
    }

    /// Upstreams by key, and schemes by name.
    pub(crate) fn finish(self, findings: &mut Findings) -> (BTreeMap<String, Upstream>, BTreeMap<String, Scheme>) {
        (address::by_key(self.upstreams, findings), self.schemes)
    }
}

/// All of the credentials; a call may also go out without the cookies, which a browser sends to everything.
fn alternatives(needed: &[(String, Vec<String>, bool)]) -> Vec<Alternative> {
    let all = |with_cookies: bool| -> Alternative {
        let kept = needed.iter().filter(|(_, _, cookie)| with_cookies || !cookie);
        kept.map(|(scheme, scopes, _)| Requirement { scheme: scheme.clone(), scopes: scopes.clone() }).collect()
    };
    if needed.is_empty() {
        return Vec::new();
    }
    let mut alternatives = vec![all(true)];
    if needed.iter().any(|(_, _, cookie)| *cookie) {
        alternatives.push(all(false));
    }
    alternatives
}
