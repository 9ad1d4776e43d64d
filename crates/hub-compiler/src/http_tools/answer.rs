//! Which part of the answer is of use.

use hub_model::binding::http::Projection;
use serde_json::Value;

use super::{Reader, keys};
use crate::documents::Node;
use crate::findings::Findings;
use crate::sample::Refusal;
use crate::schema::Direction;

const KEYS: [&str; 4] = ["select", "fields", "schema", "accept"];

/// Keys that a path may have.
const LONGEST_PATH: usize = 32;

/// What `answer` says.
#[derive(Default)]
pub(super) struct Answer {
    pub(super) projection: Option<Projection>,
    pub(super) schema: Option<Value>,
    pub(super) accept: String,
}

pub(super) fn read<'d>(reader: &mut Reader<'d>, tool: &Node<'d>, findings: &mut Findings) -> Result<Answer, Refusal> {
    let json = "application/json, */*;q=0.5".to_owned();
    let Some(node) = tool.get("answer") else { return Ok(Answer { accept: json, ..Answer::default() }) };
    if node.object().is_none() {
        return Err((
            "invalid-answer",
            "`answer` must be an object with `select`, `fields`, `schema` or `accept`".to_owned(),
        ));
    }
    keys::check(&node, "an answer", &KEYS, findings);
    let select = node.get("select").map(|select| path(select.value)).transpose()?.unwrap_or_default();
    let mut fields = Vec::new();
    for field in node.get("fields").iter().flat_map(Node::items) {
        fields.push(path(field.value)?);
    }
    if fields.iter().any(Vec::is_empty) || fields.len() > 500 {
        return Err(("invalid-answer", "`fields` must be a list of at most 500 keys".to_owned()));
    }
    let empty = select.is_empty() && fields.is_empty();
    let accept = node.text("accept").filter(|accept| !accept.trim().is_empty() && !accept.contains(char::is_control));
    let schema = node.get("schema").map(|schema| reader.pool.canonical(&schema, Direction::Output, findings));
    Ok(Answer { projection: (!empty).then_some(Projection { select, fields }), schema, accept: accept.unwrap_or(json) })
}

/// `data.items`, or a list of keys where a key has a dot in it.
fn path(value: &Value) -> Result<Vec<String>, Refusal> {
    let keys: Vec<String> = match value {
        Value::String(text) => {
            text.split('.').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
        }
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return Err(("invalid-answer", "a path into the answer is a text such as `data.items`".to_owned())),
    };
    if keys.len() > LONGEST_PATH {
        return Err(("invalid-answer", format!("a path into the answer has at most {LONGEST_PATH} keys")));
    }
    Ok(keys)
}
