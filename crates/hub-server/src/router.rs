//! Everything that the roles `api`, `gateway` and `web` answer to, with what is done to every request on its way in and out.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, OriginalUri, Request, State},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use http::{HeaderMap, Method, header};
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
        caller::{self, Somebody},
        headers, path,
        problem::{self, Problem},
        request_id,
    },
    own::Own,
    serve::Doors,
    telemetry,
};

/// The router of a process that has these roles.
pub(crate) fn router(app: &App, doors: Doors, console: Option<Console>) -> Router {
    let (mut rooms, mut registry) = (Router::new(), Router::new());
    if doors.api {
        rooms = rooms.merge(rest(app));
        registry = registry.merge(registry_of(app));
    }
    let rooms = rooms
        .route("/metrics", get(api::system::metrics::guarded))
        .route("/healthz", get(api::system::health::alive))
        .route("/readyz", get(move |app| api::system::health::ready(app, doors)))
        .fallback(move |method, uri, headers| elsewhere(console, method, uri, headers))
        .method_not_allowed_fallback(not_so);
    let rooms = treated(app, rooms, registry);
    let rooms = if doors.api { own(app, rooms.clone()).fallback_service(rooms) } else { rooms };
    if doors.gateway { servers(app).fallback_service(rooms) } else { rooms }
}

/// What is done to every request on its way in and out. `shared` says itself which pages may read it.
fn treated(app: &App, rooms: Router<App>, shared: Router<App>) -> Router {
    let limit = app.settings().listen.upload_bytes.max(app.settings().listen.body_bytes);
    rooms
        .layer(DefaultBodyLimit::max(limit))
        .layer(cors(app))
        .merge(shared)
        .layer(middleware::from_fn(problem::write))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(middleware::from_fn(telemetry::observe))
        .layer(middleware::from_fn_with_state(app.clone(), request_id::assign))
        .layer(CompressionLayer::new())
        .with_state(app.clone())
}

/// The hub's own MCP server. Its tools ask `rest`, which is all that there is but this.
fn own(app: &App, rest: Router) -> Router {
    let own = Own::new(app, rest);
    let serve = move |somebody: Somebody, request: Request| Arc::clone(&own).serve(somebody, request);
    let identified = middleware::from_fn_with_state(app.clone(), caller::identify);
    treated(app, Router::new().route("/mcp", any(serve)).layer(identified), Router::new())
}

/// MCP servers, for those whom [`crate::serve`] does not bring there directly.
fn servers(app: &App) -> Router {
    let serve = async |State(app): State<App>, request: Request| gateway::serve(&app, request).await;
    let servers = Router::new().route("/mcp/{organisation}/{server}", any(serve));
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

/// The hub as a registry of MCP servers. Editors read registries as web pages of whatever origin. They may, as far as anybody may or
/// they have a token: nothing is told to a page that it could not hear without a browser.
fn registry_of(app: &App) -> Router<App> {
    let (registry, _) = api::public_registry().split_for_parts();
    let anybody = CorsLayer::new()
        .allow_origin(AllowOrigin::any())
        .allow_methods([Method::GET])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE]);
    registry
        .method_not_allowed_fallback(not_so)
        .layer(middleware::from_fn(path::without_nul))
        .layer(middleware::from_fn_with_state(app.clone(), caller::identify))
        .layer(anybody)
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
