//! Headers that repeat parts of the body (2026-07-28), so that intermediaries can route without reading it. What they say
//! must be what the body says: somebody may have been let through because of a header.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderMap;
use serde_json::{Value, value::RawValue};

use super::{HeaderParameter, Params, RpcError};

/// Checks the headers of a request of the stateless era. `parameters` says which arguments of a tool are repeated.
///
/// # Errors
/// When a header is missing, is no text, or says something else than the body.
pub(crate) fn check<'s>(
    headers: &HeaderMap,
    method: &str,
    params: &Params<'_>,
    parameters: impl FnOnce(&str) -> &'s [HeaderParameter],
) -> Result<(), RpcError> {
    // A method is a token and goes as it is.
    matches(headers, "mcp-method", Some(method), false)?;
    let name = match method {
        "tools/call" | "prompts/get" => params.name.as_deref(),
        "resources/read" => params.uri.as_deref(),
        _ => return Ok(()),
    };
    matches(headers, "mcp-name", name, true)?;
    if method == "tools/call" {
        let expected = parameters(name.unwrap_or_default());
        if !expected.is_empty() {
            check_arguments(headers, params.arguments, expected)?;
        }
    }
    Ok(())
}

fn check_arguments(
    headers: &HeaderMap,
    arguments: Option<&RawValue>,
    expected: &[HeaderParameter],
) -> Result<(), RpcError> {
    let arguments = arguments.map(RawValue::get).unwrap_or("{}");
    let arguments: Value = serde_json::from_str(arguments)
        .map_err(|problem| RpcError::invalid_params(format!("`arguments`: {problem}")))?;
    for parameter in expected {
        let value = match arguments.get(&parameter.argument) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(other) => Some(other.to_string()),
        };
        matches(headers, &format!("mcp-param-{}", parameter.header.to_ascii_lowercase()), value.as_deref(), true)?;
    }
    Ok(())
}

fn matches(headers: &HeaderMap, name: &str, body: Option<&str>, encodable: bool) -> Result<(), RpcError> {
    let mut values = headers.get_all(name).iter();
    let (first, second) = (values.next(), values.next());
    if second.is_some() {
        return Err(RpcError::header_mismatch(format!("header `{name}` is there more than once")));
    }
    let Some(first) = first else {
        return match body {
            Some(_) => Err(RpcError::header_mismatch(format!("header `{name}` is missing"))),
            None => Ok(()),
        };
    };
    let text = first.to_str().map_err(|_| RpcError::header_mismatch(format!("header `{name}` is no plain text")))?;
    let text = text.trim_matches([' ', '\t']);
    let decoded = match text.strip_prefix("=?base64?").and_then(|rest| rest.strip_suffix("?=")) {
        Some(encoded) if encodable => Some(
            STANDARD
                .decode(encoded)
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or_else(|| RpcError::header_mismatch(format!("header `{name}` is no base64 of UTF-8")))?,
        ),
        _ => None,
    };
    if body == Some(decoded.as_deref().unwrap_or(text)) {
        return Ok(());
    }
    Err(RpcError::header_mismatch(format!("header `{name}` does not say what the body says")))
}
