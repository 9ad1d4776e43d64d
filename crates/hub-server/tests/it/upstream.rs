//! An upstream: documents that change each time they are fetched, ones that never come, redirects, and a service that answers.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, Uri, header::LOCATION},
    routing::{any, get},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A running upstream.
#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    fetched: AtomicU64,
    asked: Mutex<Vec<(String, HeaderMap)>>,
    /// Where `/away` leads.
    away: Mutex<String>,
    /// The document at `/told`.
    told: Mutex<Value>,
}

impl Upstream {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let upstream = Self { address, seen: Arc::default() };
        let router = Router::new()
            .route("/document", get(changing))
            .route("/stable/{name}", get(stable))
            .route("/told", get(told))
            .route("/never", get(std::future::pending::<StatusCode>))
            .route("/away", get(away))
            .route("/hooks", any(StatusCode::NO_CONTENT))
            .fallback(answer)
            .with_state(upstream.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        upstream
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Paths that were asked for beside documents, with their headers.
    pub fn asked(&self) -> Vec<(String, HeaderMap)> {
        self.seen.asked.lock().unwrap().clone()
    }

    /// From now on the document at `/told` has these paths.
    pub fn tell(&self, paths: &Value) {
        let mut document = document(self, 0);
        document["paths"] = paths.clone();
        *self.seen.told.lock().unwrap() = document;
    }

    /// From now on `/away` leads there.
    pub fn lead_to(&self, place: &str) {
        *self.seen.away.lock().unwrap() = place.to_owned();
    }
}

/// A document with as many operations as it was fetched times.
async fn changing(State(upstream): State<Upstream>) -> Json<Value> {
    let count = upstream.seen.fetched.fetch_add(1, Ordering::SeqCst) + 1;
    Json(document(&upstream, count))
}

async fn stable(State(upstream): State<Upstream>, Path(_): Path<String>) -> Json<Value> {
    Json(document(&upstream, 1))
}

async fn told(State(upstream): State<Upstream>) -> Json<Value> {
    Json(upstream.seen.told.lock().unwrap().clone())
}

async fn away(State(upstream): State<Upstream>) -> (StatusCode, HeaderMap) {
    let place = upstream.seen.away.lock().unwrap().clone();
    (StatusCode::FOUND, HeaderMap::from_iter([(LOCATION, place.parse().unwrap())]))
}

/// Fails when it is asked to.
async fn answer(State(upstream): State<Upstream>, uri: Uri, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    let fails = headers.get("x-note").is_some_and(|note| note == "fail");
    upstream.seen.asked.lock().unwrap().push((uri.to_string(), headers));
    match fails {
        true => (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({ "error": "as you wish" }))),
        false => (StatusCode::OK, Json(json!({ "name": "Rex" }))),
    }
}

fn document(upstream: &Upstream, operations: u64) -> Value {
    let operation = |number: u64| {
        let get = json!({
            "operationId": format!("getPet{number}"),
            "parameters": [{ "name": "X-Note", "in": "header", "schema": { "type": "string" } }],
            "responses": { "200": { "description": "a pet" } },
        });
        (format!("/pets/{number}"), json!({ "get": get }))
    };
    let paths: serde_json::Map<String, Value> = (1..=operations).map(operation).collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Pets", "version": operations.to_string() },
        "servers": [{ "url": upstream.url("") }],
        "paths": paths,
        "components": { "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } } },
        "security": [{ "key": [] }, {}],
    })
}
