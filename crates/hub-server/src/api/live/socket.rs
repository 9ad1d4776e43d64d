//! The live feed over a WebSocket: each message is an item with its position; nothing is expected from the other side.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::{FutureExt as _, future::BoxFuture};
use serde::Serialize;

use super::{Item, feed::Feed};

/// How often it is shown that somebody is there.
const ALIVE: Duration = Duration::from_secs(20);
/// How long a message may take to be sent.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct Told<'i> {
    /// Where to go on after this one.
    position: String,
    #[serde(flatten)]
    item: &'i Item,
}

/// Tells until `over`, or until the other side is gone.
pub(super) async fn tell(mut socket: WebSocket, mut feed: Feed, over: BoxFuture<'static, ()>) {
    let mut over = over.fuse();
    let hello = serde_json::json!({ "type": "hello", "position": feed.position().to_string() });
    if !sent(&mut socket, Message::text(hello.to_string())).await {
        return;
    }
    let mut alive = tokio::time::interval(ALIVE);
    loop {
        tokio::select! {
            () = &mut over => break,
            _ = alive.tick() => if !sent(&mut socket, Message::Ping(bytes::Bytes::new())).await { return },
            said = socket.recv() => match said {
                // What is said is not listened to, but read: pongs, and the end.
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
            some = feed.some() => for (position, item) in some {
                let told = Told { position: position.to_string(), item: &item };
                let text = serde_json::to_string(&told).unwrap_or_default();
                if !sent(&mut socket, Message::text(text)).await {
                    return;
                }
            },
        }
    }
    let close = CloseFrame { code: close_code::RESTART, reason: "follow anew after the last position".into() };
    sent(&mut socket, Message::Close(Some(close))).await;
}

async fn sent(socket: &mut WebSocket, message: Message) -> bool {
    matches!(tokio::time::timeout(PATIENCE, socket.send(message)).await, Ok(Ok(())))
}
