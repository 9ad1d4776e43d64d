//! Everything that the roles `api`, `gateway` and `web` answer to, with what is done to every request on its way in and out.

use axum::{
    Router,
    extract::{DefaultBodyLimit, OriginalUri},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use http::{HeaderMap, Method};
use hub_model::problem::ErrorCode;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowHeaders, AllowOrigin, CorsLayer, ExposeHeaders},
};

use crate::{
    api,
    app::App,
    console::Console,
    gateway,
    http::{
        caller, headers, path,
        problem::{self, Problem},
        request_id,
    },
    serve::Doors,
    telemetry,
};

/// The router of a process that has these roles.
pub(crate) fn router(app: &App, doors: Doors, console: Option<Console>) -> Router {
    let mut rooms = Router::new();
    if doors.api {
        rooms = rooms.merge(rest(app));
    }
    let limit = app.settings().listen.upload_bytes.max(app.settings().listen.body_bytes);
    let rooms = rooms
        .route("/metrics", get(api::system::metrics::guarded))
        .route("/healthz", get(api::system::health::alive))
        .route("/readyz", get(move |app| api::system::health::ready(app, doors)))
        .fallback(move |method, uri, headers| elsewhere(console, method, uri, headers))
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(limit))
        .layer(cors(app))
        .layer(middleware::from_fn(problem::write))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(middleware::from_fn(telemetry::observe))
        .layer(middleware::from_fn_with_state(app.clone(), request_id::assign))
        .layer(CompressionLayer::new())
        .with_state(app.clone());
    if doors.gateway { servers(app).fallback_service(rooms) } else { rooms }
}

/// MCP servers. Calls are many and small: nothing of what is done to other requests is done to them that the gateway does not do itself.
fn servers(app: &App) -> Router {
    let servers = Router::new().route("/mcp/{organisation}/{server}", any(gateway::serve));
    let servers = match app.settings().listen.allowed_origins.is_empty() {
        true => servers,
        false => servers.layer(cors(app)),
    };
    servers.with_state(app.clone())
}

/// The REST API with its documentation.
fn rest(app: &App) -> Router<App> {
    let (v1, _) = api::router().split_for_parts();
    let v1 = v1
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so)
        .layer(middleware::from_fn(path::without_nul))
        .layer(middleware::from_fn_with_state(app.clone(), caller::identify));
    Router::new()
        .nest("/api/v1", v1)
        .route("/api/openapi.json", get(api::system::docs::openapi))
        .route("/api/docs", get(api::system::docs::page))
}

/// Pages of other origins use the API only where the operator says so, and never with cookies.
fn cors(app: &App) -> CorsLayer {
    let origins = app.settings().listen.allowed_origins.iter().filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(ExposeHeaders::list(
            ["etag", "location", "x-request-id", "retry-after"].map(http::HeaderName::from_static),
        ))
        .max_age(std::time::Duration::from_secs(600))
}

/// What no other room answers to: the console, where it is served.
async fn elsewhere(
    console: Option<Console>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    match console {
        Some(console) => console.answer(&method, &uri, &headers),
        None => nowhere(OriginalUri(uri)).await.into_response(),
    }
}

async fn nowhere(OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(ErrorCode::NotFound, format!("there is nothing at {}", uri.path()))
}

async fn not_so(method: Method, OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(ErrorCode::MethodNotAllowed, format!("{method} cannot be done at {}", uri.path()))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer gives it away")]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Problem::internal(said.unwrap_or("a panic")).into_response()
}
