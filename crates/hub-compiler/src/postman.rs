//! The Postman front end: collections 2.0 and 2.1. Every saved request is an operation; folders are tags.

mod auth;
mod body;
mod url;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Skipped};
use serde_json::Value;

use crate::api::{Api, Operation};
use crate::documents::{Documents, Node};
use crate::findings::Findings;
use crate::sample::{Auth, Pair, Refusal, Role, Sample, Shelf};
use crate::schema::{Dialect, Pool};

/// Folders within folders.
const DEEPEST: usize = 24;

/// Whether a document is one of Postman's, of any kind.
pub(crate) fn is_postman(value: &Value) -> bool {
    let inner = value.get("collection").unwrap_or(value);
    let schema = inner.get("info").and_then(|info| info.get("schema")).and_then(Value::as_str);
    let collection = inner.get("info").is_some_and(Value::is_object) && inner.get("item").is_some_and(Value::is_array);
    collection || schema.is_some_and(|schema| schema.contains("getpostman")) || is_old(value) || is_environment(value)
}

/// Version 1: `requests` and `order`.
fn is_old(value: &Value) -> bool {
    value.get("requests").is_some_and(Value::is_array)
        && (value.get("order").is_some() || value.get("folders").is_some())
}

fn is_environment(value: &Value) -> bool {
    value.get("_postman_variable_scope").is_some() && value.get("values").is_some()
}

/// Reads a collection; `None`, with a finding that says why, when it is no collection that can be read.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let root = documents.root_node()?;
    let refused = |message: &str, help: &str| Diagnostic::error("unknown-document", message, "#").help(help);
    if is_environment(root.value) {
        let help = "give the collection; its secrets are given with --auth, and the address with --upstream";
        findings.push(refused("this is a Postman environment, not a collection", help));
        return None;
    }
    if is_old(root.value) {
        let help = "export it from Postman as Collection v2.1";
        findings.push(refused("this is a Postman collection of version 1, which Postman itself no longer reads", help));
        return None;
    }
    let root = root.get("collection").unwrap_or(root);
    let info = root.get("info");
    let text = |key: &str| info.as_ref().and_then(|info| info.text(key)).unwrap_or_default();
    let mut walk =
        Walk { shelf: Shelf::default(), operations: Vec::new(), skipped: Vec::new(), tags: Vec::new(), scripts: 0 };
    walk.variables(&root);
    walk.folder(&root, &Inherited::default(), 0, findings);
    if walk.scripts > 0 {
        let message = format!("{} scripts of the collection are not run; what they set has to be given", walk.scripts);
        findings.push(Diagnostic::info("scripts-not-run", message, "#/event"));
    }
    for name in std::mem::take(&mut walk.shelf.variables.secret) {
        let message = format!("the variable `{name}` holds a secret, which is not kept");
        findings.push(Diagnostic::warning("secret-removed", message, "#/variable"));
    }
    let (upstreams, schemes) = walk.shelf.finish(findings);
    let format_version = if text("schema").contains("v2.0") { "2.0" } else { "2.1" };
    Some(Api {
        kind: "postman",
        format_version: format_version.to_owned(),
        title: text("name"),
        version: version(info.as_ref()),
        description: info.as_ref().map(description).unwrap_or_default(),
        tags: walk.tags,
        upstreams,
        schemes,
        operations: walk.operations,
        skipped: walk.skipped,
        pool: Pool::new(documents, Dialect::Standard),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    })
}

/// A text, or an object of numbers.
fn version(info: Option<&Node<'_>>) -> String {
    let Some(version) = info.and_then(|info| info.get("version")) else { return String::new() };
    let number = |key: &str| version.text(key).unwrap_or_else(|| "0".to_owned());
    match version.value {
        Value::String(text) => text.clone(),
        Value::Object(_) => format!("{}.{}.{}", number("major"), number("minor"), number("patch")),
        _ => String::new(),
    }
}

/// A description is a text or `{content, type}`.
fn description(owner: &Node<'_>) -> String {
    let inner = owner.get("description").and_then(|inner| inner.text("content"));
    inner.or_else(|| owner.text("description")).unwrap_or_default()
}

/// What a folder hands down.
#[derive(Clone, Default)]
struct Inherited {
    auth: Option<Auth>,
    /// The names of the folders above.
    path: Vec<String>,
}

struct Walk {
    shelf: Shelf,
    operations: Vec<Operation>,
    skipped: Vec<Skipped>,
    tags: Vec<(String, String)>,
    scripts: usize,
}

impl Walk {
    /// Variables of the collection or of a folder.
    fn variables(&mut self, owner: &Node<'_>) {
        for variable in owner.get("variable").iter().flat_map(Node::items) {
            let Some(name) = variable.text("key").or_else(|| variable.text("id")) else { continue };
            if variable.flag("disabled") == Some(true) {
                continue;
            }
            let value = variable.text("value").unwrap_or_default();
            let secret = variable.str("type") == Some("secret");
            self.shelf.variables.add(&name, &value, secret, &description(&variable));
        }
    }

    fn folder(&mut self, owner: &Node<'_>, above: &Inherited, depth: usize, findings: &mut Findings) {
        let inherited =
            Inherited { auth: auth::own(owner, &above.path, findings).or_else(|| above.auth.clone()), ..above.clone() };
        self.note_scripts(owner);
        for item in owner.get("item").iter().flat_map(Node::items) {
            let name = item.text("name").unwrap_or_default();
            if item.get("item").is_some() && item.get("request").is_none() {
                if depth >= DEEPEST {
                    let reason = format!("the folder is more than {DEEPEST} folders deep");
                    self.skip(&item, &name, ("too-deep", reason));
                    continue;
                }
                let mut below = inherited.clone();
                below.path.push(if name.trim().is_empty() { "folder".to_owned() } else { name });
                let tag = below.path.join(" / ");
                if !self.tags.iter().any(|(known, _)| *known == tag) {
                    self.tags.push((tag, description(&item)));
                }
                let outer = item.get("variable").map(|_| self.shelf.variables.clone());
                self.variables(&item);
                self.folder(&item, &below, depth + 1, findings);
                if let Some(mut outer) = outer {
                    outer.secret.append(&mut self.shelf.variables.secret);
                    outer.secret.dedup();
                    self.shelf.variables = outer;
                }
            } else if item.value.is_object() {
                self.request(&item, &name, &inherited, findings);
            } else {
                self.skip(&item, &name, ("invalid-operation", "the item is not an object".to_owned()));
            }
        }
    }

    fn note_scripts(&mut self, owner: &Node<'_>) {
        let wordless = |event: &Node<'_>| {
            let lines = event.value.get("script").and_then(|script| script.get("exec"));
            match lines {
                Some(Value::Array(lines)) => {
                    lines.iter().all(|line| line.as_str().is_none_or(|line| line.trim().is_empty()))
                }
                Some(Value::String(text)) => text.trim().is_empty(),
                _ => true,
            }
        };
        let events = owner.get("event");
        self.scripts += events
            .iter()
            .flat_map(Node::items)
            .filter(|event| event.str("listen") == Some("prerequest") && !wordless(event))
            .count();
    }

    fn request(&mut self, item: &Node<'_>, name: &str, inherited: &Inherited, findings: &mut Findings) {
        self.note_scripts(item);
        let made =
            self.sample(item, name, inherited, findings).and_then(|sample| self.shelf.operation(sample, findings));
        match made {
            Ok(operation) => self.operations.push(operation),
            Err(refusal) => self.skip(item, name, refusal),
        }
    }

    fn skip(&mut self, item: &Node<'_>, name: &str, (code, reason): Refusal) {
        let operation =
            if name.trim().is_empty() { "unnamed request".to_owned() } else { name.chars().take(120).collect() };
        self.skipped.push(Skipped { operation, code: code.to_owned(), reason, place: item.place() });
    }

    fn sample(
        &self,
        item: &Node<'_>,
        name: &str,
        inherited: &Inherited,
        findings: &mut Findings,
    ) -> Result<Sample, Refusal> {
        let request = item.get("request").ok_or(("no-request", "the item has no request".to_owned()))?;
        let mut sample = Sample {
            place: item.place(),
            name: name.trim().to_owned(),
            tags: if inherited.path.is_empty() { Vec::new() } else { vec![inherited.path.join(" / ")] },
            method: "GET".to_owned(),
            ..Sample::default()
        };
        let Some(_) = request.object() else {
            // A request may be just its address.
            let raw = request.value.as_str().ok_or(("invalid-operation", "the request is not an object".to_owned()))?;
            (sample.address, sample.query) = crate::sample::Address::parse(raw);
            sample.auth = inherited.auth.clone().unwrap_or_default();
            return Ok(sample);
        };
        sample.method = request.text("method").unwrap_or_else(|| "GET".to_owned()).trim().to_ascii_uppercase();
        sample.description = description(&request);
        if sample.description.is_empty() {
            sample.description = description(item);
        }
        let found = request.get("url").map(|url| url::read(&url)).unwrap_or_default();
        (sample.address, sample.query, sample.path_variables) = (found.address, found.query, found.variables);
        sample.headers = headers(&request);
        let own = auth::own(&request, std::slice::from_ref(&sample.name), findings);
        sample.auth = own.or_else(|| inherited.auth.clone()).unwrap_or_default();
        let behaviour = item.get("protocolProfileBehavior");
        let sends_any_body = behaviour.is_some_and(|behaviour| behaviour.flag("disableBodyPruning") == Some(true));
        if sends_any_body || !matches!(sample.method.as_str(), "GET" | "HEAD" | "COPY" | "PURGE" | "UNLOCK") {
            sample.body = request.get("body").and_then(|body| body::read(&body, &sample.headers));
        }
        examples(item, &mut sample);
        Ok(sample)
    }
}

/// Headers: a list of pairs, or their text.
fn headers(owner: &Node<'_>) -> Vec<Pair> {
    let Some(list) = owner.get("header") else { return Vec::new() };
    if let Some(text) = list.value.as_str() {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        return lines
            .map(|(name, value)| Pair {
                name: name.trim().to_owned(),
                value: value.trim().to_owned(),
                ..Pair::default()
            })
            .collect();
    }
    list.items().filter_map(|header| pair(&header)).collect()
}

/// `{key, value, description, disabled}`
fn pair(node: &Node<'_>) -> Option<Pair> {
    let words = description(node);
    // Generated collections say so in words.
    let required = words.strip_prefix("(Required)");
    let role = match required {
        _ if node.flag("disabled") == Some(true) => Role::Example,
        Some(_) => Role::Required,
        None => Role::Saved,
    };
    Some(Pair {
        name: node.text("key")?.trim().to_owned(),
        value: node.text("value").unwrap_or_default(),
        description: required.unwrap_or(&words).trim().to_owned(),
        role,
        others: Vec::new(),
    })
}

/// Saved answers, and the requests that they answer.
fn examples(item: &Node<'_>, sample: &mut Sample) {
    for answer in item.get("response").iter().flat_map(Node::items) {
        let code = answer.value.get("code").and_then(Value::as_u64).unwrap_or_default();
        if (200..300).contains(&code)
            && let Some(value) = answer.str("body").and_then(crate::sample::infer::json)
            && (value.is_object() || value.is_array())
        {
            sample.answers.push(value);
        }
        if let Some(original) = answer.get("originalRequest") {
            body::widen(&mut sample.body, original.get("body").as_ref(), &headers(&original));
        }
    }
}
