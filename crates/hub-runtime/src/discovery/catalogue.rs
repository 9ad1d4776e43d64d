//! What the four tools do.

use std::{collections::HashMap, ops::Range};

use bytes::Bytes;
use hub_model::Blueprint;
use serde_json::{Map, Value, json, value::RawValue};

use super::{
    index::Index,
    listing::{self, CALL_READ, CALL_WRITE, DESCRIBE, MOST_DESCRIBED, MOST_FOUND, SEARCH, USUALLY_FOUND},
};
use crate::{
    answer::{Answer, Content},
    mcp::CallRequest,
    validate::{self, Schema, nearest},
};

/// Characters of a description that a search shows.
const SUMMARY: usize = 200;

/// The tools of a server behind four.
pub(crate) struct Catalogue {
    /// The list of all tools as it would be served, and where each of them is in it.
    listing: Box<str>,
    entries: Vec<Entry>,
    positions: HashMap<String, usize>,
    index: Index,
    schemas: HashMap<&'static str, Schema>,
    listed: Vec<Value>,
    instructions: String,
}

struct Entry {
    name: String,
    title: String,
    summary: String,
    reads: bool,
    /// Names of the arguments, those that must be given first.
    required: Vec<String>,
    optional: usize,
    listed: Range<usize>,
}

/// What a call comes to.
pub(crate) enum Step {
    /// It is answered already.
    Answered(Answer),
    /// It is a call of this tool.
    Call(CallRequest),
}

impl Catalogue {
    /// `listing` is the JSON list of all tools, `ranges` where each is in it.
    pub(crate) fn new(blueprint: &Blueprint, listing: &str, ranges: &[Range<usize>]) -> Self {
        let tools = &blueprint.tools;
        let entries: Vec<Entry> = tools
            .iter()
            .zip(ranges)
            .map(|(tool, listed)| {
                let (required, optional) = arguments(&tool.input_schema);
                Entry {
                    name: tool.name.clone(),
                    title: tool.title.clone(),
                    summary: summary(&tool.description),
                    reads: tool.annotations.read_only_hint,
                    required,
                    optional,
                    listed: listed.clone(),
                }
            })
            .collect();
        let positions = entries.iter().enumerate().map(|(at, entry)| (entry.name.clone(), at)).collect();
        let schemas = listing::schemas(blueprint.profile);
        Self {
            listing: listing.into(),
            positions,
            index: Index::new(tools),
            schemas: schemas.into_iter().map(|(name, schema)| (name, Schema::new(&schema))).collect(),
            listed: listing::list(blueprint.profile, &blueprint.title, tools.len()),
            instructions: format!("{}{}", listing::instructions(tools.len()), blueprint.instructions),
            entries,
        }
    }

    /// What `tools/list` shows.
    pub(crate) fn listed(&self) -> &[Value] {
        &self.listed
    }

    /// The server's instructions, which say how tools are found.
    pub(crate) fn instructions(&self) -> &str {
        &self.instructions
    }

    /// The list of all tools.
    pub(crate) fn whole(&self) -> &str {
        &self.listing
    }

    /// Takes a call. What is none of the four is let through: a model may name a tool that it has found directly.
    pub(crate) fn take(&self, request: &CallRequest) -> Step {
        let Some(schema) = self.schemas.get(request.name.as_str()) else { return Step::Call(request.clone()) };
        let given = request.arguments.as_deref().map(RawValue::get);
        let arguments = match validate::arguments(&request.name, schema, given) {
            Ok(arguments) => arguments,
            Err(wrong) => return Step::Answered(Answer::error(wrong)),
        };
        let Ok(arguments) = serde_json::from_str::<Map<String, Value>>(&arguments) else {
            return Step::Answered(Answer::error("the arguments are no JSON object"));
        };
        match request.name.as_str() {
            SEARCH => Step::Answered(self.search(&arguments)),
            DESCRIBE => Step::Answered(self.describe(&arguments)),
            name => self.call(&arguments, name == CALL_READ),
        }
    }

    fn search(&self, arguments: &Map<String, Value>) -> Answer {
        let query = arguments.get("query").and_then(Value::as_str).unwrap_or_default();
        let limit = arguments.get("limit").and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.filter(|limit| *limit > 0).unwrap_or(USUALLY_FOUND).min(MOST_FOUND);
        let found: Vec<Value> = self
            .index
            .search(query, limit)
            .into_iter()
            .filter_map(|at| self.entries.get(at))
            .map(|entry| {
                json!({
                    "name": entry.name,
                    "title": entry.title,
                    "summary": entry.summary,
                    "required": entry.required,
                    "optional": entry.optional,
                    "call_with": call_with(entry),
                })
            })
            .collect();
        if found.is_empty() {
            let tools = self.entries.len();
            return Answer::error(format!(
                "none of the {tools} tools has a word of `{}`; say what is to be done in other words",
                query.chars().take(80).collect::<String>()
            ));
        }
        structured(&json!({ "tools": found }))
    }

    fn describe(&self, arguments: &Map<String, Value>) -> Answer {
        let names = arguments.get("names").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (mut described, mut unknown) = (Vec::new(), Vec::new());
        for name in names.iter().filter_map(Value::as_str).take(MOST_DESCRIBED) {
            match self.positions.get(name).and_then(|at| self.entries.get(*at)) {
                Some(entry) => described.push(self.described(entry)),
                None => unknown.push(self.unknown(name)),
            }
        }
        match (described.is_empty(), unknown.first()) {
            (true, Some(first)) => Answer::error(first.clone()),
            (true, None) => Answer::error("`names` is empty; give the names that search_tools gave"),
            (false, None) => structured(&json!({ "tools": described })),
            (false, Some(_)) => structured(&json!({ "tools": described, "unknown": unknown })),
        }
    }

    fn described(&self, entry: &Entry) -> Value {
        let listed = self.listing.get(entry.listed.clone()).unwrap_or_default();
        let mut tool: Map<String, Value> = serde_json::from_str(listed).unwrap_or_default();
        // What the answer looks like costs as much again and is seen when it comes.
        tool.shift_remove("outputSchema");
        tool.shift_remove("annotations");
        tool.insert("call_with".to_owned(), json!(call_with(entry)));
        Value::Object(tool)
    }

    fn call(&self, arguments: &Map<String, Value>, reading: bool) -> Step {
        let name = arguments.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(entry) = self.positions.get(name).and_then(|at| self.entries.get(*at)) else {
            return Step::Answered(Answer::error(self.unknown(name)));
        };
        if reading && !entry.reads {
            return Step::Answered(Answer::error(format!(
                "`{name}` may change something and was not called; call it with {CALL_WRITE}"
            )));
        }
        let arguments = match arguments.get("arguments") {
            None | Some(Value::Null) => None,
            // The strict profile's JSON text; what it is not, the tool's own check will say.
            Some(Value::String(text)) => RawValue::from_string(text.clone()).ok(),
            Some(value) => RawValue::from_string(value.to_string()).ok(),
        };
        Step::Call(CallRequest { name: name.to_owned(), arguments })
    }

    fn unknown(&self, name: &str) -> String {
        let near = nearest(name, self.positions.keys().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(", the nearest is `{near}`"));
        format!("there is no tool `{}`{near}; find tools with {SEARCH}", name.chars().take(80).collect::<String>())
    }
}

fn call_with(entry: &Entry) -> &'static str {
    if entry.reads { CALL_READ } else { CALL_WRITE }
}

fn structured(value: &Value) -> Answer {
    let text = value.to_string();
    Answer { structured: Some(Bytes::from(text.clone())), content: vec![Content::Text(text)], ..Answer::default() }
}

/// Names of the required arguments, and how many others there are.
fn arguments(schema: &Value) -> (Vec<String>, usize) {
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let required: Vec<String> = required.map(str::to_owned).collect();
    let all = schema.get("properties").and_then(Value::as_object).map_or(0, Map::len);
    let optional = all.saturating_sub(required.len());
    (required, optional)
}

/// The first lines of a description, as one.
fn summary(description: &str) -> String {
    let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() <= SUMMARY {
        return line;
    }
    let cut = line.get(..line.floor_char_boundary(SUMMARY)).unwrap_or_default();
    let cut = cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole);
    format!("{cut} …")
}
