//! What every request leaves behind: a log line, a span, figures.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use crate::http::request_id::RequestId;

/// Observes a request. The path is the route, not what was asked for: figures are kept for each of them.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let route: Arc<str> = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).into();
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    let span = tracing::info_span!("request", id, %method, route = &*route);
    #[expect(clippy::disallowed_methods, reason = "how long a request took is measured, not decided by")]
    let began = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    let labels = [("method", method.to_string()), ("route", route.to_string()), ("status", status.to_string())];
    metrics::counter!("mcphub_http_requests_total", &labels).increment(1);
    metrics::histogram!("mcphub_http_request_duration_seconds", "method" => method.to_string(), "route" => route.to_string())
        .record(took.as_secs_f64());
    let _entered = span.enter();
    if status >= 500 {
        tracing::warn!(status, millis, "request failed");
    } else {
        tracing::info!(status, millis, "request");
    }
    response
}
