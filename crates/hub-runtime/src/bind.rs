//! Arguments to a request: follows a binding's plan and decides nothing.

pub(crate) mod body;
mod encode;
mod file;
pub(crate) mod multipart;
mod style;
mod target;
mod values;
mod xml;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use hub_model::binding::http::{Body, Field, HttpBinding, Piece, Projection};

use crate::{fetch::Fetcher, settings::Limits};
use encode::Place;
pub(crate) use file::media_type_of;
use style::Pairs;
pub(crate) use target::append_query;
pub(crate) use values::{Slots, Values};

/// A binding, with everything prepared that does not depend on arguments.
pub(crate) struct Plan {
    pub(crate) method: Method,
    pub(crate) idempotent: bool,
    pub(crate) accepts_html: bool,
    pub(crate) projection: Option<Projection>,
    target: Vec<Piece>,
    query: Vec<Field>,
    headers: Vec<(HeaderName, Field)>,
    cookies: Vec<Field>,
    body: Option<BodyPlan>,
    fixed_headers: HeaderMap,
}

struct BodyPlan {
    body: Body,
    content_type: Option<HeaderValue>,
}

/// A request that lacks only its credentials.
pub(crate) struct Bound {
    /// Path and query, encoded.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    /// `Cookie` header so far; empty for none.
    pub(crate) cookies: String,
    pub(crate) body: Bytes,
}

impl Plan {
    /// Prepares a binding for the base URL whose path and query are given.
    pub(crate) fn new(binding: &HttpBinding, base_path: &str, base_query: &str) -> Result<Self, String> {
        let method = Method::from_bytes(binding.method.as_bytes())
            .map_err(|_| format!("the document's method `{}` is no HTTP method", binding.method.escape_debug()))?;
        let accept = HeaderValue::from_str(&binding.accept).unwrap_or(HeaderValue::from_static("*/*"));
        let idempotent = matches!(method.as_str(), "GET" | "HEAD" | "PUT" | "DELETE" | "OPTIONS" | "TRACE" | "QUERY");
        Ok(Self {
            idempotent,
            accepts_html: binding.accept.contains("text/html"),
            projection: binding.projection.clone(),
            method,
            target: target::prepare(&binding.target, base_path, base_query),
            query: binding.query.clone(),
            headers: binding.headers.iter().filter_map(header_field).collect(),
            cookies: binding.cookies.clone(),
            body: binding.body.clone().map(|body| {
                let content_type = HeaderValue::from_str(&body.media_type).ok().filter(|value| !value.is_empty());
                BodyPlan { body, content_type }
            }),
            fixed_headers: fixed_headers(accept),
        })
    }
}

/// The headers that every request has.
pub(crate) fn fixed_headers(accept: HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT, accept);
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br, zstd"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("mcphub/", env!("CARGO_PKG_VERSION"))));
    headers
}

/// A header parameter under a name that may be set. Names that belong to the connection or to the message's framing are left
/// out: with them an argument could smuggle a second request.
fn header_field(field: &Field) -> Option<(HeaderName, Field)> {
    let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
    let framing =
        ["host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "keep-alive"];
    let refused = framing.contains(&name.as_str()) || name.as_str().starts_with("proxy-");
    (!refused).then(|| (name, field.clone()))
}

/// Makes the request.
///
/// # Errors
/// What is wrong with an argument, for the model.
pub(crate) async fn bind(
    plan: &Plan,
    values: &Values<'_>,
    fetcher: &Fetcher,
    limits: &Limits,
) -> Result<Bound, String> {
    let mut target = target::write(&plan.target, values)?;
    if !plan.query.is_empty() {
        append_query(&mut target, &pairs(&plan.query, values, Place::Query));
    }
    let mut headers = plan.fixed_headers.clone();
    for (name, field) in &plan.headers {
        set_header(&mut headers, name, field, values)?;
    }
    let cookies = pairs(&plan.cookies, values, Place::Cookie);
    let mut bytes = Bytes::new();
    if let Some(BodyPlan { body, content_type }) = &plan.body
        && let Some(encoded) = body::encode(body, values, fetcher, limits).await?
    {
        if encoded.bytes.len() > limits.request_bytes {
            let (size, limit) = (encoded.bytes.len(), limits.request_bytes);
            return Err(format!("the request body has {size} bytes and the limit is {limit}; send less at once"));
        }
        bytes = encoded.bytes;
        if let Some(value) = encoded.content_type.as_ref().or(content_type.as_ref()) {
            headers.insert(header::CONTENT_TYPE, value.clone());
        }
    }
    Ok(Bound { target, headers, cookies, body: bytes })
}

fn pairs(fields: &[Field], values: &Values<'_>, place: Place) -> String {
    let mut pairs = Pairs::new(place);
    for field in fields {
        match (values.get(field.slot).filter(|value| !value.is_null()), &field.absent) {
            (Some(value), _) => pairs.value(&field.name, value, &field.format),
            (None, Some(absent)) => pairs.literal(&field.name, absent),
            (None, None) => {}
        }
    }
    pairs.text
}

fn set_header(headers: &mut HeaderMap, name: &HeaderName, field: &Field, values: &Values<'_>) -> Result<(), String> {
    let mut text = String::new();
    match (values.get(field.slot).filter(|value| !value.is_null()), &field.absent) {
        (Some(value), _) => style::single(&mut text, &field.name, value, &field.format, Place::Header),
        (None, Some(absent)) => text.push_str(absent),
        (None, None) => return Ok(()),
    }
    let value = HeaderValue::from_bytes(text.trim().as_bytes()).map_err(|_| {
        let argument = values.name(field.slot);
        format!(
            "argument `{argument}` has a line break or control character in it, which a header cannot carry; remove it"
        )
    })?;
    headers.insert(name.clone(), value);
    Ok(())
}
