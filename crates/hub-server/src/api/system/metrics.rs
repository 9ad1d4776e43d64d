//! `/metrics`: figures for Prometheus, to those who have the token.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header};

use crate::{app::App, http::problem::Problem};

/// On the main address, with the token.
pub(crate) async fn guarded(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let token = app.settings().telemetry.metrics_token.as_deref().ok_or_else(|| Problem::not_found("this"))?;
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if !given.is_some_and(|given| hub_access::compare::same(given.as_bytes(), token.as_bytes())) {
        return Err(Problem::unauthenticated("send the bearer token of `telemetry.metrics_token`"));
    }
    Ok(open(State(app)).await)
}

/// On an address of its own, to whoever reaches it.
pub(crate) async fn open(State(app): State<App>) -> Response {
    let text = app.metrics().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default();
    let mut response = text.into_response();
    let format = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, format);
    response
}
