//! `/api/openapi.json`, and a page for people made of it: without scripts, and without anything from elsewhere.

mod page;

use std::sync::OnceLock;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, header};

/// The OpenAPI document.
pub(crate) async fn openapi() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        let document = crate::api::document();
        Bytes::from(serde_json::to_vec(&document).unwrap_or_default())
    });
    let mut response = written.clone().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The page.
pub(crate) async fn page() -> Response {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        let document = serde_json::to_value(crate::api::document()).unwrap_or_default();
        Bytes::from(page::html(&document))
    });
    let mut response = written.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let rules = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(rules));
    response
}
