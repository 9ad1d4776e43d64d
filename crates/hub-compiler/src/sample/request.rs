//! One written-out request to an operation: where its path, query and headers have arguments.

use std::collections::HashMap;

use hub_model::binding::http::{Field, Format, HttpBinding, Piece, Style};
use hub_model::{Binding, Diagnostic, Origin};
use serde_json::{Value, json};

use super::text::{self, Part, Variables};
use super::{Pair, Refusal, Role, Sample, Shelf, alternatives, answer, body, infer, secret};
use crate::api::{Input, Operation};
use crate::findings::Findings;

/// Headers that the client sets by itself.
const SET_BY_CLIENT: [&str; 13] = [
    "accept",
    "content-type",
    "content-length",
    "host",
    "connection",
    "transfer-encoding",
    "user-agent",
    "accept-encoding",
    "expect",
    "te",
    "upgrade",
    "postman-token",
    "keep-alive",
];

/// Query parameters that say what a request does rather than what it is about: their saved value is sent unless the call gives
/// another. Any other value that somebody once typed in would silently narrow what a call finds.
const SELECTORS: [&str; 18] = [
    "action",
    "method",
    "op",
    "operation",
    "cmd",
    "command",
    "func",
    "function",
    "service",
    "request",
    "version",
    "v",
    "apiversion",
    "format",
    "output",
    "alt",
    "outputformat",
    "responseformat",
];

/// Parameters of one kind that a request may have; real ones have a tenth.
const MOST_PAIRS: usize = 500;

/// The arguments of a request in the making.
pub(super) struct Slots<'v> {
    pub(super) inputs: Vec<Input>,
    by_variable: HashMap<String, usize>,
    pub(super) variables: &'v Variables,
    /// Whether values may be shown as examples.
    pub(super) examples: bool,
}

impl Slots<'_> {
    pub(super) fn push(
        &mut self,
        wire: &str,
        place: &'static str,
        schema: Value,
        description: &str,
        required: bool,
    ) -> usize {
        let description = description.to_owned();
        let mut schema = schema;
        if let Some(map) = schema.as_object_mut()
            && !self.examples
        {
            map.remove("examples");
        }
        self.inputs.push(Input { wire: wire.to_owned(), place, schema, description, required, fixed: None });
        self.inputs.len() - 1
    }

    fn fixed(&mut self, wire: &str, place: &'static str, value: Value) -> usize {
        let slot = self.push(wire, place, json!({ "type": "string" }), "", false);
        if let Some(input) = self.inputs.get_mut(slot) {
            input.fixed = Some(value);
        }
        slot
    }

    /// The argument for a part of the path. A known value is sent by itself only where nothing can be changed by accident.
    fn of_path(&mut self, variable: &str, declared: Option<&Pair>, reads: bool) -> (usize, Option<String>) {
        let (name, variables) = (text::bare(variable), self.variables);
        let own = declared.map(|pair| pair.value.as_str()).filter(|value| !value.is_empty());
        let inherited = own.is_none().then(|| self.variables.value(variable)).flatten();
        let seen: Vec<String> =
            own.map(|own| self.variables.resolve(own)).or_else(|| inherited.clone()).into_iter().collect();
        let others = declared.into_iter().flat_map(|pair| pair.others.iter().cloned());
        let seen: Vec<String> = seen.into_iter().chain(others).filter(|value| !text::has_variable(value)).collect();
        let default = inherited.filter(|value| reads && !value.is_empty() && infer::placeholder(value).is_none());
        let slot = match self.by_variable.get(variable) {
            Some(&slot) => slot,
            None => {
                let mut schema = infer::of_text(name, seen.iter().map(String::as_str));
                set_default(&mut schema, default.as_deref());
                let own_words = declared.map_or("", |pair| pair.description.as_str());
                let about = if own_words.is_empty() { variables.about(variable) } else { own_words };
                let slot = self.push(name, "path", schema, about, default.is_none());
                self.by_variable.insert(variable.to_owned(), slot);
                slot
            }
        };
        (slot, default)
    }

    /// The argument for a named text.
    fn of_pair(&mut self, pair: &Pair, place: &'static str, repeated: bool) -> (usize, Option<String>) {
        let resolved = self.variables.resolve(&pair.value);
        let open = text::has_variable(&resolved);
        let placeholder = infer::placeholder(&resolved).is_some();
        if let Some(&slot) = text::only_variable(&pair.value).and_then(|name| self.by_variable.get(name)) {
            return (slot, None);
        }
        let literal = Some(resolved.as_str()).filter(|value| !value.is_empty() && !open);
        let seen: Vec<&str> = literal.into_iter().chain(pair.others.iter().map(String::as_str)).collect();
        let mut schema = infer::of_text(&pair.name, seen);
        let mut description = pair.description.clone();
        if description.is_empty()
            && let Some(variable) = text::only_variable(&pair.value)
        {
            description = self.variables.about(variable).to_owned();
        }
        if open && text::only_variable(&pair.value).is_none() && !secret::looks_secret(&resolved) {
            description = format!("{description} Sent as `{resolved}`, with the variable filled in.").trim().to_owned();
        }
        let name: String = pair.name.chars().filter(char::is_ascii_alphanumeric).collect();
        let constant = place == "header" || SELECTORS.contains(&name.to_ascii_lowercase().as_str());
        let saved = pair.role == Role::Saved && !repeated;
        let default = literal.filter(|_| saved && constant && !placeholder).map(str::to_owned);
        if repeated {
            schema = json!({ "type": "array", "items": schema });
        }
        set_default(&mut schema, default.as_deref());
        let required = pair.role == Role::Required || saved && open;
        let slot = self.push(&pair.name, place, schema, &description, required);
        if let Some(variable) = text::only_variable(&pair.value) {
            self.by_variable.insert(variable.to_owned(), slot);
        }
        (slot, default)
    }
}

fn set_default(schema: &mut Value, default: Option<&str>) {
    if let (Some(default), Some(map)) = (default, schema.as_object_mut()) {
        let kind = map.get("type").and_then(Value::as_str).unwrap_or("string").to_owned();
        map.insert("default".to_owned(), infer::typed(default, &kind));
        map.remove("examples");
    }
}

impl Shelf {
    /// Makes an operation of a request.
    ///
    /// # Errors
    /// Why it becomes no tool.
    pub(crate) fn operation(&mut self, mut sample: Sample, findings: &mut Findings) -> Result<Operation, Refusal> {
        if sample.method.is_empty() {
            sample.method = "GET".to_owned();
        }
        if sample.method.len() > 40 || !is_token(&sample.method) {
            return Err(("invalid-method", format!("`{}` is not an HTTP method", shown(&sample.method))));
        }
        sample.path_variables.truncate(MOST_PAIRS);
        sample.query.truncate(MOST_PAIRS);
        sample.headers.truncate(MOST_PAIRS);
        let upstream = self.upstream(&sample.address, &sample.place, findings)?;
        let invalid =
            |pair: &Pair| pair.name.is_empty() || !is_token(&pair.name) || pair.value.contains(char::is_control);
        for pair in sample.headers.extract_if(.., |pair| invalid(pair)) {
            if !pair.name.is_empty() {
                let message = format!("the header `{}` cannot be sent; it is left out", shown(&pair.name));
                findings.push(Diagnostic::warning("invalid-header", message, &*sample.place));
            }
        }
        let needed = self.credentials(&mut sample, findings);
        let mut slots = Slots {
            inputs: Vec::new(),
            by_variable: HashMap::new(),
            variables: &self.variables,
            examples: !self.recorded,
        };
        let (target, path) = target(&sample, &mut slots, findings);
        let query = query(&sample.query, &mut slots);
        let accept = answer::accept(&sample.headers, !sample.answers.is_empty());
        let headers = headers(&sample.headers, &mut slots);
        let body = sample.body.take().map(|payload| body::write(payload, &mut slots, &sample.place, findings));
        let output = answer::schema(&sample.answers, &self.variables);
        let inputs = slots.inputs;
        let key = self.key(&sample.method, &path, &sample.name);
        let binding = HttpBinding {
            upstream,
            method: sample.method.clone(),
            target,
            query,
            headers,
            cookies: Vec::new(),
            body,
            accept,
            security: alternatives(&needed),
            projection: None,
        };
        Ok(Operation {
            origin: Origin { operation: key, place: sample.place, tags: sample.tags, deprecated: false },
            id: is_name(&sample.name).then(|| sample.name.clone()),
            verb: sample.method,
            path,
            summary: sample.name,
            description: sample.description,
            notes: Vec::new(),
            inputs,
            open: false,
            output,
            binding: Binding::Http(Box::new(binding)),
        })
    }
}

/// Whether a request's name says more than its address.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains("://") && !name.contains("{{") && !name.starts_with('/')
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect::<String>().escape_debug().to_string()
}

/// RFC 9110 section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// The request target, and the path for naming.
fn target(sample: &Sample, slots: &mut Slots<'_>, findings: &mut Findings) -> (Vec<Piece>, String) {
    let reads = matches!(sample.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    let (mut pieces, mut named) = (Vec::new(), String::new());
    let mut text = String::new();
    let mut before = "";
    let path = sample.address.path.trim_start_matches('/');
    for (at, segment) in path.split('/').enumerate() {
        if at > 0 || sample.address.path.starts_with('/') {
            text.push('/');
            named.push('/');
        }
        let hidden;
        let mut segment_parts = of_segment(segment);
        if segment_parts.iter().any(|part| matches!(part, Part::Text(text) if secret::looks_secret(text))) {
            hidden = format!("{before}_key").trim_start_matches('_').to_owned();
            super::credential::report("the path", &hidden, &sample.place, findings);
            segment_parts = vec![Part::Variable(&hidden)];
        }
        for part in segment_parts {
            match part {
                Part::Text(piece) => {
                    text.push_str(&legal(piece));
                    named.push_str(piece);
                }
                Part::Variable(name) => {
                    let value = slots.variables.value(name);
                    if let Some(value) = value.filter(|value| value.contains('/') && !value.contains("..")) {
                        // It stands for a piece of the path rather than for a value in it.
                        text.push_str(&legal(value.trim_matches('/')));
                        named.push_str(value.trim_matches('/'));
                        continue;
                    }
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    let declared = sample.path_variables.iter().find(|pair| pair.name == name);
                    let (slot, absent) = slots.of_path(name, declared, reads);
                    let format = Format::Style { style: Style::Simple, explode: false, reserved: false };
                    pieces.push(Piece::Value(Field { slot, name: text::bare(name).to_owned(), format, absent }));
                    named.push_str(&format!("{{{}}}", text::bare(name)));
                }
            }
        }
        before = segment;
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    if pieces.is_empty() || matches!(pieces.first(), Some(Piece::Value(_))) {
        pieces.insert(0, Piece::Text("/".to_owned()));
        named.insert(0, '/');
    }
    (pieces, named)
}

/// The pieces of a path segment: `:id`, `{{id}}` and `{id}` are variables.
fn of_segment(segment: &str) -> Vec<Part<'_>> {
    if let Some(name) = segment.strip_prefix(':').filter(|name| is_identifier(name)) {
        return vec![Part::Variable(name)];
    }
    let mut parts = Vec::new();
    for part in text::parts(segment) {
        let Part::Text(mut rest) = part else {
            parts.push(part);
            continue;
        };
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_identifier(name)) else { break };
            if !before.is_empty() {
                parts.push(Part::Text(before));
            }
            parts.push(Part::Variable(name));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
    }
    parts
}

fn is_identifier(name: &str) -> bool {
    !name.is_empty() && name.len() < 80 && name.chars().all(|c| c.is_alphanumeric() || "_-.$".contains(c))
}

/// Text of an address, with what may not stand there percent-encoded; encoded triples stay.
fn legal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(c) {
            out.push(c);
        } else {
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

fn query(pairs: &[Pair], slots: &mut Slots<'_>) -> Vec<Field> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for pair in pairs.iter().filter(|pair| pair.role != Role::Example) {
        *counts.entry(&pair.name).or_default() += 1;
    }
    let mut done: Vec<&str> = Vec::new();
    let mut fields = Vec::new();
    for pair in pairs {
        if pair.name.is_empty() || done.contains(&pair.name.as_str()) {
            continue;
        }
        done.push(&pair.name);
        let repeated = counts.get(pair.name.as_str()).copied().unwrap_or_default() > 1;
        // The one that is sent counts before one that is only kept for later.
        let sent = pairs.iter().find(|other| other.name == pair.name && other.role != Role::Example).unwrap_or(pair);
        let (slot, absent) = slots.of_pair(sent, "query", repeated);
        let format = Format::Style { style: Style::Form, explode: true, reserved: false };
        fields.push(Field { slot, name: pair.name.clone(), format, absent });
    }
    fields
}

fn headers(pairs: &[Pair], slots: &mut Slots<'_>) -> Vec<Field> {
    let mut done: Vec<String> = Vec::new();
    let mut fields = Vec::new();
    for pair in pairs {
        let lower = pair.name.to_ascii_lowercase();
        if SET_BY_CLIENT.contains(&lower.as_str()) || done.contains(&lower) {
            continue;
        }
        let resolved = slots.variables.resolve(&pair.value);
        let literal = !text::has_variable(&resolved) && infer::placeholder(&resolved).is_none();
        if pair.role == Role::Saved && literal && resolved.trim().is_empty() {
            continue;
        }
        done.push(lower);
        // A header that its author explains is meant to be set; any other is part of what the request is.
        let constant = pair.role == Role::Saved && literal && pair.description.is_empty();
        let (slot, absent) = if constant && !resolved.contains(char::is_control) {
            (slots.fixed(&pair.name, "header", json!(resolved)), None)
        } else {
            slots.of_pair(pair, "header", false)
        };
        let absent = absent.filter(|value| !value.contains(char::is_control));
        let format = Format::Style { style: Style::Simple, explode: false, reserved: false };
        fields.push(Field { slot, name: pair.name.clone(), format, absent });
    }
    fields
}
