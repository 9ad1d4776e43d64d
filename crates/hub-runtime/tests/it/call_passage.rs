//! A server without a network: what its way out lets through, what it refuses, and what happens while nobody is behind it.

use std::{path::Path, sync::Arc, time::Duration};

use hub_runtime::{
    egress::passage::{self, Leave},
    replica::Outfit,
    settings::Settings,
};
use serde_json::json;
use tokio::{sync::watch, task::AbortHandle};

use crate::{
    tools::{call, failure, open, success, tool},
    upstream::{Upstream, json as answer},
};

/// Serves a way out for a server whose only upstream is this one.
fn behind(socket: &Path, upstream: &str, allow_private: bool) -> AbortHandle {
    let outfit = Outfit { upstream: Some(upstream.to_owned()), allow_private, ..Outfit::default() };
    let leave = Leave::of(&tool("GET", "/").blueprint(upstream), &outfit).unwrap();
    // Its sender may go: what was said last holds.
    let (_, leave) = watch::channel(Arc::new(leave));
    tokio::spawn(passage::serve(passage::listen(socket).unwrap(), leave)).abort_handle()
}

fn settings(socket: &Path) -> Settings {
    Settings { passage: Some(socket.to_owned()), ..open() }
}

#[tokio::test]
async fn calls_go_through_the_way_out_to_the_upstream_and_nowhere_else() {
    let (upstream, other) = (Upstream::start(|_, _| answer("{}")).await, Upstream::start(|_, _| answer("{}")).await);
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("out.sock");
    let url = |upstream: &Upstream| format!("http://127.0.0.1:{}", upstream.address.port());
    let serving = behind(&socket, &url(&upstream), true);
    success(&call(&tool("GET", "/").executor(&url(&upstream), &[], settings(&socket)), &json!({})).await);
    assert_eq!(upstream.seen().len(), 1);
    let refused = call(&tool("GET", "/").executor(&url(&other), &[], settings(&socket)), &json!({})).await;
    let text = failure(&refused);
    assert!(text.contains("is none of this server's upstreams"), "{text}");
    assert!(other.seen().is_empty());
    serving.abort();
}

#[tokio::test]
async fn the_way_out_checks_addresses_itself() {
    let upstream = Upstream::start(|_, _| answer("{}")).await;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("out.sock");
    let url = format!("http://127.0.0.1:{}", upstream.address.port());
    // The server believes that it may; whoever connects it does not.
    let serving = behind(&socket, &url, false);
    let text = failure(&call(&tool("GET", "/").executor(&url, &[], settings(&socket)), &json!({})).await);
    assert!(text.contains("refused"), "{text}");
    assert!(upstream.seen().is_empty());
    serving.abort();
}

#[tokio::test]
async fn a_call_waits_for_a_way_out_that_is_made_again() {
    let upstream = Upstream::start(|_, _| answer("{}")).await;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("out.sock");
    let url = format!("http://127.0.0.1:{}", upstream.address.port());
    behind(&socket, &url, true).abort();
    let executor = tool("GET", "/").executor(&url, &[], settings(&socket));
    let arguments = json!({});
    let calling = call(&executor, &arguments);
    let opening = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        behind(&socket, &url, true)
    };
    let (answered, serving) = tokio::join!(calling, opening);
    success(&answered);
    serving.abort();
}
