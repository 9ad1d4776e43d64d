//! The styles of OpenAPI 3.x section "Style Values" and RFC 6570: how a value is written under a name.

use std::borrow::Cow;

use hub_model::binding::http::{Format, Style};

use super::encode::{Place, push};
use crate::json::Node;

/// How deep `deepObject` goes; what is deeper is written as JSON.
const DEEP: usize = 16;

/// `name=value` pairs in the making: a query, a form body or a `Cookie` header.
pub(super) struct Pairs {
    pub(super) text: String,
    place: Place,
}

impl Pairs {
    pub(super) fn new(place: Place) -> Self {
        Self { text: String::new(), place }
    }

    /// Adds one pair. The name is not encoded yet.
    fn add(&mut self, name: &str, value: impl FnOnce(&mut String)) {
        if !self.text.is_empty() {
            self.text.push_str(if self.place == Place::Cookie { "; " } else { "&" });
        }
        push(&mut self.text, name, self.place, false);
        self.text.push('=');
        value(&mut self.text);
    }

    /// Adds a value that stands in the plan and not in the arguments.
    pub(super) fn literal(&mut self, name: &str, value: &str) {
        let place = self.place;
        self.add(name, |out| push(out, value, place, false));
    }

    /// Adds an argument by its format. Nothing is written for null and for empty lists.
    pub(super) fn value(&mut self, name: &str, value: &Node<'_>, format: &Format) {
        let place = self.place;
        let (style, explode, reserved) = match format {
            Format::Content { media_type } => {
                let text = content(value, media_type);
                return self.add(name, |out| push(out, &text, place, false));
            }
            Format::Style { style, explode, reserved } => (*style, *explode, *reserved),
        };
        if style == Style::DeepObject {
            // The style is only defined for objects. APIs that use it for a list (Stripe's `expand`) read numbered items.
            if let Node::Array(items) = value {
                for (at, item) in items.iter().enumerate() {
                    self.deep(&format!("{name}[{at}]"), item, DEEP);
                }
                return;
            }
            return self.deep(name, value, DEEP);
        }
        let delimiter = delimiter(style);
        match value {
            Node::Null => {}
            Node::Array(items) if explode => {
                for item in items.iter().filter(|item| !item.is_null()) {
                    self.add(name, |out| push(out, &scalar(item), place, reserved));
                }
            }
            Node::Object(entries) if explode => {
                for (key, item) in entries.iter().filter(|(_, item)| !item.is_null()) {
                    self.add(key, |out| push(out, &scalar(item), place, reserved));
                }
            }
            Node::Array(_) | Node::Object(_) => {
                if !is_empty(value) {
                    self.add(name, |out| flat(out, value, delimiter, place, reserved));
                }
            }
            single => self.add(name, |out| push(out, &scalar(single), place, reserved)),
        }
    }

    /// `name[a][b]=value`. Arrays are repeated, or numbered when they hold objects or arrays.
    fn deep(&mut self, name: &str, value: &Node<'_>, depth: usize) {
        let place = self.place;
        let Some(depth) = depth.checked_sub(1) else {
            return self.add(name, |out| push(out, &value.to_json(), place, false));
        };
        match value {
            Node::Null => {}
            Node::Object(entries) => {
                for (key, item) in entries {
                    self.deep(&format!("{name}[{key}]"), item, depth);
                }
            }
            Node::Array(items) => {
                let numbered = items.iter().any(|item| matches!(item, Node::Object(_) | Node::Array(_)));
                for (at, item) in items.iter().enumerate() {
                    if numbered {
                        self.deep(&format!("{name}[{at}]"), item, depth);
                    } else {
                        self.deep(name, item, depth);
                    }
                }
            }
            single => self.add(name, |out| push(out, &scalar(single), place, false)),
        }
    }
}

/// Writes a path or header value (styles `simple`, `label`, `matrix`). Writes nothing for null and empty lists.
pub(super) fn single(out: &mut String, name: &str, value: &Node<'_>, format: &Format, place: Place) {
    let (style, explode, reserved) = match format {
        Format::Content { media_type } => return push(out, &content(value, media_type), place, false),
        Format::Style { style, explode, reserved } => (*style, *explode, *reserved),
    };
    if value.is_null() || is_empty(value) {
        return;
    }
    match style {
        Style::Label => {
            out.push('.');
            members(out, value, explode, if explode { "." } else { "," }, place, reserved);
        }
        Style::Segments => segments(out, &scalar(value), place),
        Style::Matrix => matrix(out, name, value, explode, place, reserved),
        other => members(out, value, explode, delimiter(other), place, reserved),
    }
}

/// A text of several segments. None of them can climb: the whole is checked when it is in its place.
fn segments(out: &mut String, text: &str, place: Place) {
    for (at, segment) in text.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        push(out, segment, place, false);
    }
}

fn matrix(out: &mut String, name: &str, value: &Node<'_>, explode: bool, place: Place, reserved: bool) {
    let mut assign = |key: &str, write: &dyn Fn(&mut String)| {
        out.push(';');
        push(out, key, place, false);
        let before = out.len();
        out.push('=');
        write(out);
        // RFC 6570 section 3.2.7: an empty value has no equals sign.
        if out.len() == before + 1 {
            out.truncate(before);
        }
    };
    match value {
        Node::Array(items) if explode => {
            for item in items.iter().filter(|item| !item.is_null()) {
                assign(name, &|out| push(out, &scalar(item), place, reserved));
            }
        }
        Node::Object(entries) if explode => {
            for (key, item) in entries.iter().filter(|(_, item)| !item.is_null()) {
                assign(key, &|out| push(out, &scalar(item), place, reserved));
            }
        }
        other => assign(name, &|out| flat(out, other, ",", place, reserved)),
    }
}

fn members(out: &mut String, value: &Node<'_>, explode: bool, between: &str, place: Place, reserved: bool) {
    match value {
        Node::Object(entries) if explode => {
            let mut first = true;
            for (key, item) in entries.iter().filter(|(_, item)| !item.is_null()) {
                if !std::mem::take(&mut first) {
                    out.push_str(between);
                }
                push(out, key, place, false);
                out.push('=');
                push(out, &scalar(item), place, reserved);
            }
        }
        other => flat(out, other, between, place, reserved),
    }
}

/// `a,b` for an array, `k,v,k,v` for an object, the text for anything else.
fn flat(out: &mut String, value: &Node<'_>, between: &str, place: Place, reserved: bool) {
    let mut first = true;
    let mut item = |text: &str| {
        if !std::mem::take(&mut first) {
            out.push_str(between);
        }
        push(out, text, place, reserved);
    };
    match value {
        Node::Array(items) => items.iter().filter(|node| !node.is_null()).for_each(|node| item(&scalar(node))),
        Node::Object(entries) => {
            for (key, node) in entries.iter().filter(|(_, node)| !node.is_null()) {
                item(key);
                item(&scalar(node));
            }
        }
        other => item(&scalar(other)),
    }
}

fn is_empty(value: &Node<'_>) -> bool {
    match value {
        Node::Array(items) => items.iter().all(Node::is_null),
        Node::Object(entries) => entries.iter().all(|(_, item)| item.is_null()),
        _ => false,
    }
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        // A bare `|` is no URI character (OpenAPI 3.1.1 writes it encoded too).
        Style::PipeDelimited => "%7C",
        Style::Tsv => "%09",
        _ => ",",
    }
}

fn content(value: &Node<'_>, media_type: &str) -> String {
    match value.as_str() {
        Some(text) if media_type.starts_with("text/") => text.into_owned(),
        _ => value.to_json(),
    }
}

/// A value as plain text: strings without quotation marks, numbers as written, everything structured as JSON.
pub(super) fn scalar<'a>(value: &Node<'a>) -> Cow<'a, str> {
    match value {
        Node::Null => Cow::Borrowed(""),
        Node::Bool(true) => Cow::Borrowed("true"),
        Node::Bool(false) => Cow::Borrowed("false"),
        // `5.0` is an integer for JSON Schema, but no upstream reads it as one in a URL.
        Node::Number(text) => Cow::Borrowed(whole(text).unwrap_or(text)),
        Node::String(_) => value.as_str().unwrap_or_default(),
        Node::Array(_) | Node::Object(_) => Cow::Owned(value.to_json()),
    }
}

fn whole(number: &str) -> Option<&str> {
    let (whole, fraction) = number.split_once('.')?;
    (whole != "-0" && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

#[cfg(test)]
mod tests;
