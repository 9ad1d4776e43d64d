//! `/healthz`: it lives. `/readyz`: it can serve, or what it waits for.

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde_json::json;

use crate::{app::App, http::body::written};

/// It lives.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// Whether it can serve, and what does not answer.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let said = |result: hub_store::Result<()>| match result {
        Ok(()) => "ok".to_owned(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            "does not answer".to_owned()
        }
    };
    let (database, bus) = tokio::join!(app.store().ping(), app.store().bus().ping());
    let is_ready = database.is_ok() && bus.is_ok();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let redis = if app.settings().redis.url.is_some() { said(bus) } else { "not used".to_owned() };
    written(status, &json!({ "ready": is_ready, "database": said(database), "redis": redis }))
}
