//! `/healthz`: it lives. `/readyz`: it can serve, or what it waits for.

use axum::{extract::State, response::Response};
use http::StatusCode;
use serde_json::json;

use crate::{app::App, http::body::written, serve::Doors};

/// It lives.
pub(crate) async fn alive() -> &'static str {
    "ok"
}

/// Whether it can serve, and what does not answer. A gateway serves from memory: once it has read what there is, it needs nobody.
pub(crate) async fn ready(State(app): State<App>, doors: Doors) -> Response {
    let said = |result: hub_store::Result<()>| match result {
        Ok(()) => "ok".to_owned(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            "does not answer".to_owned()
        }
    };
    let (database, bus) = tokio::join!(app.store().ping(), app.store().bus().ping());
    let gateway = !doors.gateway || app.gateway().is_ready();
    let is_ready = gateway && (!doors.api || (database.is_ok() && bus.is_ok()));
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let redis = if app.settings().redis.url.is_some() { said(bus) } else { "not used".to_owned() };
    let gateway = match (doors.gateway, gateway) {
        (false, _) => "not here",
        (true, true) => "ok",
        (true, false) => "reads what it serves",
    };
    written(status, &json!({ "ready": is_ready, "database": said(database), "redis": redis, "gateway": gateway }))
}
