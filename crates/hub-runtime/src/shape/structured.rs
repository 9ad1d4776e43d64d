//! `structuredContent`: the JSON of an answer under the tool's output schema.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use std::sync::OnceLock;

use super::conform::Conformer;
use crate::{
    json::{Node, quote},
    validate::Schema,
};

/// The structured answer of a tool, prepared.
pub(crate) struct Output {
    schema: Schema,
    wrap: Option<String>,
    /// The quick way to check an answer, where the schema allows it.
    conformer: OnceLock<Option<Conformer>>,
}

/// Where what does not fit the schema goes.
const UNEXPECTED: &str = "unexpected";
/// Where a cut is noted.
const CUT: &str = "_cut";

/// The structured form of a compact JSON text. An object passes through byte for byte; anything else needs the tool's wrapping.
/// `node` is the same JSON where it was read already.
pub(super) fn structured(json: &str, node: Option<Node<'_>>, note: &str, output: Option<&Output>) -> Option<Bytes> {
    let Some(output) = output else {
        return json.starts_with('{').then(|| Bytes::from(noted(json, note).unwrap_or_else(|| json.to_owned())));
    };
    // Always under the key where there is one, also when an object came for once: that is what the schema describes.
    let text = match &output.wrap {
        Some(key) => {
            let mut text = String::with_capacity(json.len() + key.len() + 8);
            text.push('{');
            quote(&mut text, key);
            text.push(':');
            text.push_str(json);
            text.push('}');
            text
        }
        None => json.to_owned(),
    };
    if let Some(text) = noted(&text, note).filter(|text| fits(output, text)) {
        return Some(text.into());
    }
    if node.is_some_and(|node| output.takes(node)) {
        return Some(text.into());
    }
    let wrapped: Value = serde_json::from_str(&text).ok()?;
    if wrapped.is_object() && output.schema.validator().is_none_or(|validator| validator.is_valid(&wrapped)) {
        return Some(text.into());
    }
    if output.wrap.is_some() && json.starts_with('{') && fits(output, json) {
        return Some(Bytes::from(json.to_owned()));
    }
    output.adapted(&wrapped)
}

/// The object with the note about what was cut in it.
fn noted(json: &str, note: &str) -> Option<String> {
    let inner = json.strip_prefix('{').filter(|_| !note.is_empty())?;
    let mut text = String::with_capacity(json.len() + note.len() + 16);
    text.push('{');
    quote(&mut text, CUT);
    text.push(':');
    quote(&mut text, note);
    if inner != "}" {
        text.push(',');
    }
    text.push_str(inner);
    Some(text)
}

fn fits(output: &Output, json: &str) -> bool {
    let Some(validator) = output.schema.validator() else { return true };
    serde_json::from_str::<Value>(json).is_ok_and(|value| validator.is_valid(&value))
}

impl Output {
    pub(crate) fn new(schema: &Value, wrap: Option<String>) -> Self {
        Self { schema: Schema::new(schema), wrap, conformer: OnceLock::new() }
    }

    /// Whether an answer, wrapped where it has to be, certainly fits.
    fn takes(&self, node: Node<'_>) -> bool {
        let conformer = self.conformer.get_or_init(|| Conformer::of(self.schema.value()));
        let Some(conformer) = conformer else { return false };
        let whole = match &self.wrap {
            Some(key) => Node::Object(vec![(key.as_str().into(), node)]),
            None => node,
        };
        matches!(whole, Node::Object(_)) && conformer.fits(&whole)
    }

    /// What an answer carries whose content has no JSON at all.
    pub(super) fn instead(&self, json: &str, what: &str) -> Option<Bytes> {
        if json == "null" && self.wrap.as_ref().is_some_and(|key| fits(self, &json!({ key: null }).to_string())) {
            return self.wrap.as_ref().map(|key| Bytes::from(json!({ key: null }).to_string()));
        }
        let mut told = Map::new();
        told.insert(UNEXPECTED.into(), what.into());
        self.first_that_fits([Value::Object(told), json!({})])
    }

    /// Real APIs break their own documents, and a client throws when structured content does not fit the schema it was promised,
    /// which would lose the whole answer. So what fits stays, the rest moves under a key that the schema does not know, and the
    /// text is the upstream's answer as it was.
    fn adapted(&self, value: &Value) -> Option<Bytes> {
        let mut candidates = Vec::new();
        if let (Value::Object(object), Some(validator)) = (value, self.schema.validator()) {
            let mut kept = object.clone();
            let mut moved = Map::new();
            for error in validator.iter_errors(value).take(100) {
                let name = error.instance_path().segments().next().map(|segment| segment.to_string());
                if let Some((name, value)) = name.and_then(|name| kept.shift_remove(&name).map(|value| (name, value))) {
                    moved.insert(name, value);
                }
            }
            kept.insert(UNEXPECTED.into(), Value::Object(moved));
            candidates.push(Value::Object(kept));
        }
        candidates.extend([json!({ UNEXPECTED: value }), json!({ UNEXPECTED: value.to_string() }), json!({})]);
        self.first_that_fits(candidates)
    }

    fn first_that_fits(&self, candidates: impl IntoIterator<Item = Value>) -> Option<Bytes> {
        let validator = self.schema.validator();
        let mut fitting =
            candidates.into_iter().filter(|value| validator.is_none_or(|validator| validator.is_valid(value)));
        fitting.next().map(|value| value.to_string().into())
    }
}
