//! Every request has an identifier: the caller's own, or a new one. It stands in the answer, in problems, in logs and in the audit log.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::app::App;

const NAME: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a caller's own identifier.
const LONGEST: usize = 64;

/// The identifier of a request.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// The identifier that a request brought, where it is one.
pub(crate) fn given(headers: &HeaderMap) -> Option<&str> {
    headers.get(NAME).and_then(|value| value.to_str().ok()).filter(|text| is_sound(text))
}

/// Puts the identifier of a request into its answer.
pub(crate) fn tell(response: &mut Response, id: &str) {
    write(response.headers_mut(), id);
}

/// Puts the identifier of a request into headers.
pub(crate) fn write(headers: &mut HeaderMap, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(NAME, value);
    }
}

/// Gives each request its identifier.
pub(crate) async fn assign(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id: Arc<str> = given(request.headers()).map_or_else(|| app.fresh_request_id().into(), Arc::from);
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    let mut response = next.run(request).await;
    tell(&mut response, &id);
    response
}

/// Anything else could write lines of its own into logs.
fn is_sound(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}
