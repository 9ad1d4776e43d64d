//! The body of a gRPC answer: messages, then trailers that say how it ended.

use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderValue, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::{Received, innermost};
use crate::grpc::first_message;

/// Messages of a stream that are read: more than an answer can show.
const MOST: usize = 1_000;
/// A stream in which nothing has come for so long has said what it had to say.
const SILENCE: Duration = Duration::from_secs(10);

/// The time left as `grpc-timeout` has it: at most eight digits.
pub(super) fn timeout(left: Duration) -> HeaderValue {
    let millis = u64::try_from(left.as_millis()).unwrap_or(u64::MAX).clamp(1, 99_999_999);
    // Digits and a letter are always a header's value.
    HeaderValue::from_str(&format!("{millis}m")).unwrap_or(HeaderValue::from_static("60000m"))
}

/// Reads the messages and the trailers, which join the headers. With a `time` it is a stream, which may be left.
pub(super) async fn collect(
    mut body: Incoming,
    received: &mut Received,
    limit: usize,
    time: Option<Duration>,
) -> Result<(), String> {
    let mut bytes = BytesMut::new();
    let (mut whole, mut count) = (0, 0);
    let reading = async {
        loop {
            let wait = if time.is_some() && count > 0 { SILENCE } else { Duration::MAX };
            let Ok(frame) = tokio::time::timeout(wait, body.frame()).await else { return Ok(true) };
            let frame = match frame {
                None => return Ok(false),
                Some(Ok(frame)) => frame,
                // What a stream said before it broke off is still worth having.
                Some(Err(_)) if count > 0 && time.is_some() => return Ok(true),
                Some(Err(error)) => return Err(innermost(&error)),
            };
            match frame.into_data() {
                Ok(data) => {
                    if bytes.len() + data.len() > limit {
                        return Ok(true);
                    }
                    bytes.extend_from_slice(&data);
                }
                Err(frame) => {
                    if let Ok(trailers) = frame.into_trailers() {
                        let own = trailers
                            .iter()
                            .filter(|(name, _)| name.as_str().starts_with("grpc-") || *name == header::RETRY_AFTER);
                        own.for_each(|(name, value)| drop(received.headers.insert(name.clone(), value.clone())));
                    }
                }
            }
            while let Some(length) =
                bytes.get(whole..).and_then(first_message).filter(|length| whole + length <= bytes.len())
            {
                whole += length;
                count += 1;
            }
            if time.is_some() && count >= MOST {
                return Ok(true);
            }
        }
    };
    received.cut = match time {
        Some(time) => tokio::time::timeout(time, reading).await.unwrap_or(Ok(true))?,
        None => reading.await?,
    };
    received.body = bytes.freeze();
    Ok(())
}
