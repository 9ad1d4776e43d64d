//! What a call costs: binding alone, and the whole path through a loopback upstream beside a bare HTTP client.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a benchmark stops where it fails, and writes out its one document"
)]

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::{BodyExt, Full};
use hub_model::{
    Annotations, Argument, Binding, Blueprint, HttpBinding, Origin, Output, Profile, Tool, Upstream,
    binding::http::{Assembly, Body, BodyField, Encode, Field, Format, Piece, Style},
};
use hub_runtime::{
    call::{Context, Executor},
    egress::Policy,
    secrets::Secrets,
    settings::Settings,
};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{json, value::RawValue};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    runtime::Runtime,
};

const ANSWER: &str = r#"{"id":7,"name":"Rex","status":"available","tags":[{"id":1,"name":"dog"},{"id":2,"name":"good"}],"owner":{"id":3,"email":"a@b.example"}}"#;
const ARGUMENTS: &str =
    r#"{"petId":7,"fields":["name","tags"],"name":"Rex","status":"available","tags":[{"id":1,"name":"dog"}]}"#;

/// Answers every request with the same JSON, with as little work as can be.
async fn upstream() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let mut buffer = vec![0; 64 << 10];
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
                let reply = format!("{head} {}\r\n\r\n{ANSWER}", ANSWER.len());
                // The client sends head and body in one write, so that one read is one request.
                while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {
                    stream.write_all(reply.as_bytes()).await.unwrap();
                }
            });
        }
    });
    address
}

fn blueprint(url: String) -> Blueprint {
    let names = ["petId", "fields", "name", "status", "tags"];
    let field = |slot: usize, name: &str, style| Field {
        slot,
        name: name.into(),
        format: Format::Style { style, explode: false, reserved: false },
        absent: None,
    };
    let fields = (2..5).map(|slot| BodyField { slot, name: names[slot].into() }).collect();
    let tag = json!({"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}});
    let tool = Tool {
        name: "update_pet".into(),
        title: "Update a pet".into(),
        description: String::new(),
        documentation: None,
        arguments: names.iter().map(|name| Argument { name: (*name).into(), ..Argument::default() }).collect(),
        input_schema: json!({
            "type": "object",
            "properties": {
                "petId": {"type": "integer"},
                "fields": {"type": "array", "items": {"type": "string"}},
                "name": {"type": "string", "maxLength": 100},
                "status": {"type": "string", "enum": ["available", "sold"]},
                "tags": {"type": "array", "items": tag}
            },
            "required": ["petId", "name"],
            "additionalProperties": false
        }),
        output: Some(Output {
            schema: json!({"type": "object", "properties": {"id": {"type": "integer"}, "tags": {"type": "array", "items": tag}}}),
            wrap: None,
        }),
        annotations: Annotations {
            read_only_hint: false,
            destructive_hint: false,
            idempotent_hint: true,
            open_world_hint: true,
        },
        origin: Origin::default(),
        binding: Binding::Http(Box::new(HttpBinding {
            upstream: "main".into(),
            method: "PUT".into(),
            target: vec![Piece::Text("/pets/".into()), Piece::Value(field(0, "petId", Style::Simple))],
            query: vec![field(1, "fields", Style::Form)],
            headers: Vec::new(),
            cookies: Vec::new(),
            body: Some(Body {
                required: true,
                media_type: "application/json".into(),
                media_type_slot: None,
                encode: Encode::Json(Assembly::Fields { fields, open: false }),
                renamed: Default::default(),
            }),
            accept: "application/json".into(),
            security: Vec::new(),
            projection: None,
        })),
    };
    Blueprint {
        format: hub_model::blueprint::FORMAT.into(),
        digest: String::new(),
        name: "pets".into(),
        title: "Pets".into(),
        version: "1".into(),
        description: String::new(),
        instructions: String::new(),
        profile: Profile::Standard,
        tools: vec![tool],
        resources: Vec::new(),
        upstreams: [("main".to_owned(), Upstream { url, ..Upstream::default() })].into(),
        schemes: Default::default(),
        types: Default::default(),
        xml: Default::default(),
        sources: Vec::new(),
    }
}

fn calls(criterion: &mut Criterion) {
    let server = Runtime::new().unwrap();
    let address = server.block_on(upstream());
    let settings = Settings { egress: Policy { allow_private: true, allow: Vec::new() }, ..Settings::default() };
    let executor = Executor::new(&blueprint(format!("http://{address}")), Secrets::new(), settings).unwrap();
    let arguments = RawValue::from_string(ARGUMENTS.to_owned()).unwrap();
    let context = Context::default();
    let one = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

    let mut group = criterion.benchmark_group("call");
    group.measurement_time(Duration::from_secs(5));
    group.bench_function("bind", |bencher| {
        bencher.to_async(one()).iter(async || executor.preview("update_pet", Some(&arguments)).await.unwrap().unwrap());
    });
    group.bench_function("whole", |bencher| {
        bencher.to_async(one()).iter(async || {
            let answer = executor.call("update_pet", Some(&arguments), &context).await.unwrap();
            assert!(!answer.is_error && answer.structured.is_some(), "{answer:?}");
        });
    });
    // What the same exchange costs without any of our work: the distance to it is ours.
    group.bench_function("bare client", |bencher| {
        let runtime = one();
        #[expect(clippy::disallowed_methods, reason = "the bare client is what the guarded one is compared with")]
        let client: Client<_, Full<Bytes>> =
            runtime.block_on(async { Client::builder(TokioExecutor::new()).build_http() });
        let uri = format!("http://{address}/pets/7?fields=name,tags");
        bencher.to_async(runtime).iter(async || {
            let body = Full::new(Bytes::from_static(ARGUMENTS.as_bytes()));
            let request =
                hyper::Request::put(uri.as_str()).header("content-type", "application/json").body(body).unwrap();
            let bytes = client.request(request).await.unwrap().into_body().collect().await.unwrap().to_bytes();
            assert_eq!(bytes.len(), ANSWER.len());
        });
    });
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
