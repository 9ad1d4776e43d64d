//! The gateway's side: calls a tool of a replica, and asks whether it is well.
//!
//! Spoken in the last revision that repeats nothing in headers; a replica is as stateless in it as in the newest.

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::Client as Http,
    rt::{TokioExecutor, TokioTimer},
};
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::connect::{Connector, authority};
use crate::{
    answer::Answer,
    mcp::{CallRequest, ProgressReporter},
    socket::Address,
};

/// The revision in which replicas are asked.
const VERSION: HeaderValue = HeaderValue::from_static("2025-11-25");
/// Names a caller with secrets of their own.
pub(super) const CALLER: &str = "mcphub-caller";
/// Bytes of an answer: more than the limits of a server ever let through.
const MOST: usize = 96 << 20;

/// Reaches replicas. Cheap to clone; connections are kept and shared.
#[derive(Clone)]
pub struct Client(Http<Connector, Full<Bytes>>);

/// A replica, and what it wants to be shown.
pub struct Reached<'r> {
    /// Where it listens.
    pub address: &'r Address,
    /// Its token.
    pub token: &'r str,
    /// For whom, where they have secrets of their own.
    pub caller: Option<&'r str>,
}

/// A replica did not answer.
#[derive(Debug)]
pub enum Lost {
    /// It was not even reached: whatever was asked for was not begun.
    Unreached(String),
    /// It was, and then something broke: nobody knows how far it came.
    Broken(String),
}

/// One message of a replica.
#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow, default)]
    result: Option<&'j RawValue>,
    #[serde(borrow, default)]
    error: Option<Refused<'j>>,
    #[serde(borrow, default)]
    params: Option<&'j RawValue>,
}

#[derive(Deserialize)]
struct Refused<'j> {
    #[serde(borrow)]
    message: std::borrow::Cow<'j, str>,
}

#[derive(Deserialize)]
struct Progress {
    progress: f64,
    message: Option<String>,
}

impl Default for Client {
    #[expect(clippy::disallowed_methods, reason = "replicas are the hub's own: it started them, and knows where")]
    fn default() -> Self {
        let mut client = Http::builder(TokioExecutor::new());
        // Shorter than replicas keep silent connections.
        client.pool_idle_timeout(Duration::from_secs(15)).pool_timer(TokioTimer::new());
        Self(client.build(Connector::default()))
    }
}

impl Client {
    /// Calls a tool. Signs of life are passed on to `progress`. Dropping the future cancels the call.
    ///
    /// # Errors
    /// When the replica does not answer.
    pub async fn call(
        &self,
        replica: Reached<'_>,
        request: &CallRequest,
        progress: Option<&ProgressReporter>,
    ) -> Result<Answer, Lost> {
        let arguments = request.arguments.as_deref();
        let mut params = json!({ "name": request.name, "arguments": arguments });
        if let (Some(_), Some(params)) = (progress, params.as_object_mut()) {
            params.insert("_meta".to_owned(), json!({ "progressToken": 1 }));
        }
        let mut response = self.ask(replica, "tools/call", &params).await?;
        let is_stream = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !is_stream {
            let body = whole(&mut response).await?;
            return read(&String::from_utf8_lossy(&body));
        }
        let mut buffer = BytesMut::new();
        loop {
            while let Some(end) = memchr::memmem::find(&buffer, b"\n\n") {
                let event = buffer.split_to(end + 2);
                let event = String::from_utf8_lossy(&event);
                let data: String = event.lines().filter_map(|line| line.strip_prefix("data:")).collect();
                let Ok(message) = serde_json::from_str::<Message<'_>>(&data) else { continue };
                if message.result.is_some() || message.error.is_some() {
                    return read(&data);
                }
                let said = message.params.and_then(|params| serde_json::from_str::<Progress>(params.get()).ok());
                if let (Some(said), Some(progress)) = (said, progress) {
                    progress.report(said.progress, None, said.message.as_deref());
                }
            }
            match response.frame().await {
                Some(Ok(frame)) => buffer.extend_from_slice(frame.data_ref().map_or(&[], |data| data)),
                Some(Err(error)) => return Err(Lost::Broken(error.to_string())),
                None => return Err(Lost::Broken("its answer ended too soon".to_owned())),
            }
            if buffer.len() > MOST {
                return Err(Lost::Broken("its answer is too large".to_owned()));
            }
        }
    }

    /// Lists its tools, as its clients would: whether it is well.
    ///
    /// # Errors
    /// When the replica does not answer, or has something else to say.
    pub async fn look(&self, replica: Reached<'_>) -> Result<(), Lost> {
        let mut response = self.ask(replica, "tools/list", &json!({})).await?;
        let body = whole(&mut response).await?;
        let said = String::from_utf8_lossy(&body);
        match serde_json::from_str::<Message<'_>>(&said) {
            Ok(Message { result: Some(_), .. }) => Ok(()),
            _ => Err(Lost::Broken("it does not list its tools".to_owned())),
        }
    }

    async fn ask(
        &self,
        replica: Reached<'_>,
        method: &str,
        params: &serde_json::Value,
    ) -> Result<Response<Incoming>, Lost> {
        let Reached { address, token, caller } = replica;
        let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
        let mut request = Request::post(format!("http://{}/mcp", authority(address)))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json, text/event-stream")
            .header("mcp-protocol-version", VERSION)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        if let Some(caller) = caller {
            request = request.header(CALLER, caller);
        }
        let request = request.body(Full::from(body)).map_err(|error| Lost::Unreached(error.to_string()))?;
        let response = self.0.request(request).await.map_err(|error| match error.is_connect() {
            true => Lost::Unreached(error.to_string()),
            false => Lost::Broken(error.to_string()),
        })?;
        match response.status() {
            StatusCode::OK => Ok(response),
            // Somebody else listens there now, or it is not what it was.
            status => Err(Lost::Unreached(format!("it answers with status {status}"))),
        }
    }
}

async fn whole(response: &mut Response<Incoming>) -> Result<Bytes, Lost> {
    let body = http_body_util::Limited::new(response.body_mut(), MOST).collect().await;
    body.map(http_body_util::Collected::to_bytes).map_err(|error| Lost::Broken(error.to_string()))
}

/// The answer in a message: an error of the protocol is one of the call, which its gateway had checked.
fn read(text: &str) -> Result<Answer, Lost> {
    let broken = |error: &dyn fmt::Display| Lost::Broken(format!("its answer cannot be read: {error}"));
    let message = serde_json::from_str::<Message<'_>>(text).map_err(|error| broken(&error))?;
    match message {
        Message { result: Some(result), .. } => Answer::read(result.get()).map_err(|error| broken(&error)),
        Message { error: Some(refused), .. } => Ok(Answer::error(refused.message)),
        _ => Err(broken(&"it is empty")),
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreached(why) => write!(f, "it cannot be reached: {why}"),
            Self::Broken(why) => write!(f, "it broke off: {why}"),
        }
    }
}

impl std::error::Error for Lost {}
