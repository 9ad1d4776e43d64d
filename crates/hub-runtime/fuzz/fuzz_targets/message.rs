//! Any bytes as the body of a request to an MCP endpoint.
#![no_main]

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hub_model::clock::SystemClock;
use hub_runtime::{
    fixture::Fixture,
    http::{Endpoint, Options},
};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Builder::new_current_thread().enable_all().build().unwrap());
static ENDPOINT: LazyLock<Endpoint<Fixture>> = LazyLock::new(|| {
    let fixture = Fixture::new(Arc::new(SystemClock), &[7; 32]).unwrap();
    Endpoint::new(Arc::new(fixture), Options::default())
});

fuzz_target!(|body: &[u8]| {
    let request = Request::post("http://localhost/mcp").header("content-type", "application/json");
    let request = request.body(Full::new(Bytes::copy_from_slice(body))).unwrap();
    RUNTIME.block_on(async {
        let response = ENDPOINT.handle(request).await;
        response.into_body().collect().await.unwrap();
    });
});
