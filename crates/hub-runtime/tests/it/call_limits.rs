//! Retries, times and sizes: an upstream that fails, hangs, floods or explodes.

use std::{
    io::Write as _,
    sync::{Arc, Mutex, atomic::Ordering},
    time::{Duration, Instant},
};

use hub_model::binding::http::Encode;
use hub_runtime::call::Context;
use serde_json::json;

use crate::{
    tools::{call, failure, limited, open, success, tool},
    upstream::{Upstream, json as answer, reply},
};

#[expect(clippy::disallowed_methods, reason = "a test measures real time")]
fn now() -> Instant {
    Instant::now()
}

#[tokio::test]
async fn idempotent_calls_are_repeated() {
    for status in [429, 502, 503, 504] {
        for method in ["GET", "PUT", "DELETE"] {
            let upstream = Upstream::start(
                move |_, before| if before < 2 { reply(status).body("busy") } else { answer("{\"n\":1}") },
            )
            .await;
            assert_eq!(success(&tool(method, "/").call(&upstream.url(), &json!({})).await), "{\"n\":1}");
            assert_eq!(upstream.seen().len(), 3);
        }
        let upstream = Upstream::always(reply(status).body("busy")).await;
        assert!(failure(&tool("POST", "/").call(&upstream.url(), &json!({})).await).contains("busy"));
        assert_eq!(upstream.seen().len(), 1, "POST is not repeated after {status}");
    }
    let upstream = Upstream::always(reply(500)).await;
    failure(&tool("GET", "/").call(&upstream.url(), &json!({})).await);
    assert_eq!(upstream.seen().len(), 1, "500 is an answer");
}

#[tokio::test]
async fn retry_after_is_kept_to_or_told() {
    let upstream =
        Upstream::start(|_, before| if before == 0 { reply(429).header("retry-after", "1") } else { answer("{}") })
            .await;
    let began = now();
    success(&tool("GET", "/").call(&upstream.url(), &json!({})).await);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());

    let upstream = Upstream::always(reply(429).header("retry-after", "120")).await;
    let began = now();
    let text = failure(&tool("GET", "/").call(&upstream.url(), &json!({})).await);
    assert!(text.contains("wait 120 s, then call again"), "{text}");
    assert!(began.elapsed() < Duration::from_secs(1));
    assert_eq!(upstream.seen().len(), 1);
}

#[tokio::test]
async fn broken_connections_are_repeated_where_that_is_safe() {
    let broken = |before: usize| {
        if before == 0 { reply(200).raw("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nshort") } else { answer("{}") }
    };
    let upstream = Upstream::start(move |_, before| broken(before)).await;
    success(&tool("GET", "/").call(&upstream.url(), &json!({})).await);
    assert_eq!(upstream.seen().len(), 2);
    let upstream = Upstream::start(move |_, before| broken(before)).await;
    let text = failure(&tool("POST", "/").call(&upstream.url(), &json!({})).await);
    assert!(text.contains("broke off") && text.contains("the change may have been made"), "{text}");
    assert_eq!(upstream.seen().len(), 1);
    let text = failure(
        &tool("GET", "/").call(&Upstream::always(reply(200).raw("SSH-2.0-x\r\n")).await.url(), &json!({})).await,
    );
    assert!(text.contains("failed"), "{text}");
}

#[tokio::test]
async fn nobody_at_home() {
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let began = now();
    let text = failure(&tool("POST", "/").call(&format!("http://127.0.0.1:{port}"), &json!({})).await);
    assert!(text.contains(&format!("could not connect to 127.0.0.1:{port}: ")) && text.contains("refused"), "{text}");
    assert!(began.elapsed() >= Duration::from_millis(250), "what was never sent is tried again: {:?}", began.elapsed());
    let text = failure(&tool("GET", "/").call("http://no-such-host.invalid", &json!({})).await);
    assert!(text.contains("could not connect to no-such-host.invalid"), "{text}");
}

#[tokio::test]
async fn calls_end_in_time_and_dropping_one_cancels_it() {
    let upstream = Upstream::always(reply(200).wait(Duration::from_secs(60))).await;
    let executor = tool("POST", "/").executor(
        &upstream.url(),
        &[],
        limited(|limits| limits.call_timeout = Duration::from_millis(300)),
    );
    let began = now();
    let text = failure(&call(&executor, &json!({})).await);
    assert!(text.contains("did not answer within 300ms") && text.contains("may have been made"), "{text}");
    assert!(began.elapsed() < Duration::from_secs(2));

    let executor = tool("GET", "/").executor(&upstream.url(), &[], open());
    let soon = Context { deadline: Some(now() + Duration::from_millis(200)), ..Context::default() };
    let began = now();
    assert!(executor.call("the_tool", None, &soon).await.unwrap().is_error);
    assert!(began.elapsed() < Duration::from_secs(2), "the client's deadline holds too");

    let upstream = Upstream::always(reply(200).wait(Duration::from_secs(60))).await;
    let executor = tool("GET", "/").executor(&upstream.url(), &[], open());
    let nothing = json!({});
    let dropped = tokio::time::timeout(Duration::from_millis(200), call(&executor, &nothing)).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(upstream.abandoned.load(Ordering::SeqCst), 1, "the upstream sees that nobody waits");
}

#[tokio::test]
async fn slow_calls_give_signs_of_life() {
    let upstream = Upstream::always(answer("{}").wait(Duration::from_millis(5_500))).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let context =
        Context { progress: Some(Arc::new(move |progress| sink.lock().unwrap().push(progress))), ..Context::default() };
    let executor = tool("GET", "/").executor(&upstream.url(), &[], open());
    assert!(!executor.call("the_tool", None, &context).await.unwrap().is_error);
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].seconds >= 5.0 && told[0].message.contains("waiting for the upstream for 5 s"), "{told:?}");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn compressed_answers_are_read() {
    let text = format!("{{\"text\":\"{}\"}}", "ü".repeat(1000));
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    zlib.write_all(text.as_bytes()).unwrap();
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    deflate.write_all(text.as_bytes()).unwrap();
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut brotli, &brotli::enc::BrotliEncoderParams::default()).unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let table = [
        ("gzip", gzip(text.as_bytes())),
        ("deflate", zlib.finish().unwrap()),
        ("deflate", deflate.finish().unwrap()),
        ("br", brotli),
        ("zstd", zstd),
        ("gzip, gzip", gzip(&gzip(text.as_bytes()))),
        ("identity", text.clone().into_bytes()),
        ("gzip", text.clone().into_bytes()),
    ];
    for (coding, body) in table {
        let upstream = Upstream::always(answer("").header("content-encoding", coding).body(body)).await;
        assert_eq!(success(&tool("GET", "/").call(&upstream.url(), &json!({})).await), text, "{coding}");
    }
}

#[tokio::test]
async fn bombs_do_not_explode() {
    // 200 MiB of nothing in 200 KiB, and the same packed once more.
    let bomb = gzip(&vec![b' '; 200 << 20]);
    let brotli = {
        let mut out = Vec::new();
        brotli::BrotliCompress(
            &mut vec![b' '; 50 << 20].as_slice(),
            &mut out,
            &brotli::enc::BrotliEncoderParams { quality: 4, ..Default::default() },
        )
        .unwrap();
        out
    };
    for (coding, body) in [("gzip", bomb.clone()), ("gzip, gzip", gzip(&bomb)), ("br", brotli)] {
        let upstream = Upstream::always(answer("").header("content-encoding", coding).body(body)).await;
        let executor =
            tool("GET", "/").executor(&upstream.url(), &[], limited(|limits| limits.response_bytes = 1 << 20));
        let text = success(&call(&executor, &json!({})).await);
        assert!(text.contains("its first 1048576 bytes were read") && text.len() < 50_000, "{coding}: {}", text.len());
    }
}

#[tokio::test]
async fn floods_are_left() {
    let upstream = Upstream::always(reply(200).header("content-type", "text/plain").endless(&"x".repeat(10_000))).await;
    let executor = tool("GET", "/").executor(&upstream.url(), &[], limited(|limits| limits.response_bytes = 100_000));
    let text = success(&call(&executor, &json!({})).await);
    assert!(
        text.contains("[cut: the first 40000 of 100000 characters]")
            && text.contains("its first 100000 bytes were read"),
        "{}",
        &text[text.len() - 200..]
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(upstream.abandoned.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn endless_streams_give_what_came() {
    let upstream =
        Upstream::always(reply(200).header("content-type", "text/event-stream").endless("data: tick\n\n")).await;
    let executor =
        tool("GET", "/").executor(&upstream.url(), &[], limited(|limits| limits.call_timeout = Duration::from_secs(1)));
    let text = success(&call(&executor, &json!({})).await);
    assert!(text.starts_with("data: tick\n\n") && text.contains("[the stream was left after"), "{text}");
}

#[tokio::test]
async fn connections_are_used_again() {
    let upstream = Upstream::always(answer("{}")).await;
    let executor = tool("POST", "/")
        .body("application/json", |make| Encode::Json(make.fields(&["a"], false)))
        .executor(&upstream.url(), &[], open());
    for n in 0..20 {
        success(&call(&executor, &json!({ "a": n })).await);
    }
    assert_eq!(upstream.connections.load(Ordering::SeqCst), 1);
}
