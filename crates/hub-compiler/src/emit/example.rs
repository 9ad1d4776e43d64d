//! The least that a tool can be called with, for the project's own tests.

use std::collections::BTreeSet;

use hub_model::Binding;
use hub_model::binding::http::Piece;
use hub_model::binding::soap::XmlContent;
use serde_json::{Map, Number, Value, json};

use super::plan::{Plan, ToolPlan, tidy};

/// Nesting of an example.
const DEEPEST: usize = 12;

/// `examples.json`: for each tool arguments, and the request that has to arrive.
pub(super) fn all(plan: &Plan<'_>) -> String {
    let examples = plan.tools().filter(|tool| !has_to_choose(plan, tool)).filter_map(|tool| {
        let arguments = value(&tool.tool.input_schema, &tool.tool.input_schema, DEEPEST)?;
        Some(json!({
            "tool": tool.tool.name, "arguments": arguments, "kind": kind_of(&tool.tool.binding), "method": method(tool),
            "path": path(tool), "credentials": tool.security.is_some(),
        }))
    });
    super::data::pretty(&Value::Array(examples.collect()))
}

/// Whether an envelope may have to hold one of several elements: schemas of arguments do not say which.
fn has_to_choose(plan: &Plan<'_>, tool: &ToolPlan<'_>) -> bool {
    let Binding::Soap(soap) = &tool.tool.binding else { return false };
    let Some(types) = plan.blueprint.xml.get(&soap.types) else { return false };
    let mut waiting: Vec<usize> = soap.headers.iter().chain(&soap.body).map(|part| part.ty).collect();
    let mut seen = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        let Some(ty) = types.types.get(at).filter(|_| seen.insert(at)) else { continue };
        if ty.choices.iter().any(|choice| choice.required) {
            return true;
        }
        if let XmlContent::Elements(elements) = &ty.content {
            waiting.extend(elements.iter().filter(|element| element.required).map(|element| element.ty));
        }
    }
    false
}

/// The kind of the call, which decides how the mock answers.
fn kind_of(binding: &Binding) -> &'static str {
    match binding {
        Binding::Http(_) => "http",
        Binding::GraphQl(_) => "graphql",
        Binding::Grpc(_) => "grpc",
        Binding::Soap(_) => "soap",
    }
}

/// Everything but plain HTTP is posted.
fn method<'b>(tool: &ToolPlan<'b>) -> &'b str {
    tool.http().map_or("POST", |http| http.method.as_str())
}

/// The path as a regular expression that all languages read alike.
fn path(tool: &ToolPlan<'_>) -> String {
    let mut out = String::from("^");
    if let Binding::Grpc(grpc) = &tool.tool.binding {
        escape(&mut out, &grpc.path);
    }
    for piece in tool.http().map_or(&[][..], |http| &http.target) {
        match piece {
            Piece::Text(text) => {
                let text = tidy(text);
                escape(&mut out, text.split('?').next().unwrap_or_default());
                if text.contains('?') {
                    break;
                }
            }
            Piece::Value(_) => out.push_str(".+"),
        }
    }
    if out == "^" {
        out.push_str("\\/?");
    }
    out.push('$');
    out
}

fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        if !letter.is_ascii_alphanumeric() {
            out.push('\\');
        }
        out.push(letter);
    }
}

/// The smallest value that fits; nothing where none is known to.
fn value(schema: &Value, root: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let keywords = match schema {
        Value::Bool(true) => return Some(json!("text")),
        Value::Object(keywords) => keywords,
        _ => return None,
    };
    if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
        return value(root.pointer(reference.strip_prefix('#')?)?, root, depth);
    }
    if let Some(constant) = keywords.get("const") {
        return Some(constant.clone());
    }
    if let Some(values) = keywords.get("enum").and_then(Value::as_array) {
        return values.iter().find(|value| !value.is_null()).or(values.first()).cloned();
    }
    for union in ["anyOf", "oneOf"] {
        if let Some(alternatives) = keywords.get(union).and_then(Value::as_array) {
            // Alternatives that only add rules to what stands beside them are left alone.
            if keywords.contains_key("properties") {
                return None;
            }
            return alternatives.iter().find_map(|one| value(one, root, depth).filter(|value| !value.is_null()));
        }
    }
    if ["allOf", "not", "if", "dependentRequired", "contains"].iter().any(|keyword| keywords.contains_key(*keyword)) {
        return None;
    }
    match kind(keywords) {
        "object" => object(keywords, root, depth),
        "array" => {
            let count = keywords.get("minItems").and_then(Value::as_u64).unwrap_or(0).max(1);
            if count > 1 && keywords.contains_key("uniqueItems") || count > 8 || keywords.contains_key("prefixItems") {
                return None;
            }
            let item = keywords.get("items").map_or(Some(json!("text")), |items| value(items, root, depth))?;
            Some(Value::Array((0..count).map(|_| item.clone()).collect()))
        }
        "integer" | "number" => number(keywords),
        "boolean" => Some(json!(true)),
        "null" => Some(Value::Null),
        _ => text(keywords),
    }
}

fn kind(keywords: &Map<String, Value>) -> &str {
    match keywords.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("string")
        }
        _ if keywords.contains_key("properties") => "object",
        _ => "string",
    }
}

fn object(keywords: &Map<String, Value>, root: &Value, depth: usize) -> Option<Value> {
    if keywords.get("minProperties").and_then(Value::as_u64).unwrap_or(0) > 0 {
        return None;
    }
    let mut out = Map::new();
    let properties = keywords.get("properties").and_then(Value::as_object);
    for name in keywords.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        let property = properties.and_then(|properties| properties.get(name));
        out.insert(name.to_owned(), property.map_or(Some(json!("text")), |property| value(property, root, depth))?);
    }
    Some(Value::Object(out))
}

fn number(keywords: &Map<String, Value>) -> Option<Value> {
    let limit = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
    let least = limit("minimum").or_else(|| limit("exclusiveMinimum").map(|least| least + 1.0));
    let most = limit("maximum").or_else(|| limit("exclusiveMaximum").map(|most| most - 1.0));
    let mut found = least.map_or(1.0, f64::ceil);
    if let Some(most) = most.filter(|most| *most < found) {
        found = most.floor();
    }
    if let Some(step) = limit("multipleOf").filter(|step| *step > 0.0) {
        found = (found / step).ceil() * step;
    }
    let fits = least.is_none_or(|least| found >= least) && most.is_none_or(|most| found <= most);
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within what doubles hold exactly")]
    let whole = (fits && found.fract() == 0.0 && found.abs() < 9e15).then_some(found as i64)?;
    Some(Value::Number(Number::from(whole)))
}

fn text(keywords: &Map<String, Value>) -> Option<Value> {
    if keywords.contains_key("pattern") {
        return None;
    }
    let format = keywords.get("format").and_then(Value::as_str).unwrap_or_default();
    let mut text = match format {
        "date" => "2026-02-03",
        "date-time" => "2026-02-03T04:05:06Z",
        "uuid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "uri" | "url" => "https://example.com/a",
        "email" => "ann@example.com",
        _ => "text",
    }
    .to_owned();
    let length = |keyword: &str| keywords.get(keyword).and_then(Value::as_u64);
    while (text.len() as u64) < length("minLength").unwrap_or(0) {
        if text.len() > 1_000 {
            return None;
        }
        text.push('x');
    }
    let most = length("maxLength").unwrap_or(u64::MAX);
    let text: String = text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
    Some(Value::String(text))
}
