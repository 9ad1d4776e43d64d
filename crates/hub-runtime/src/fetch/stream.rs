//! An answer that is read while it comes, for as long as it comes.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use super::{Asked, FetchError, Fetcher, failed};
use crate::send::{answered, innermost};

/// An answer whose body is still to come. Dropping it ends it.
pub struct Opened {
    /// How the server answers: any status.
    pub status: StatusCode,
    url: String,
    body: Incoming,
}

impl Fetcher {
    /// Sends a request once. The limit of time is for the head of the answer; its body may take any time, and is not compressed.
    ///
    /// # Errors
    /// When the URL is refused or cannot be reached, or when there is no answer in time.
    pub async fn open(&self, asked: Asked) -> Result<Opened, FetchError> {
        let url = asked.url.clone();
        let outgoing = self.outgoing(asked)?;
        let deadline = self.network.clock.now() + self.limits.timeout;
        let answer = tokio::time::timeout(self.limits.timeout, answered(&self.network, &outgoing, deadline)).await;
        let late = |_| failed(&url, &format!("there was no answer within {} s", self.limits.timeout.as_secs()));
        let (parts, body) = answer.map_err(late)?.map_err(|why| failed(&url, &why.to_string()))?.into_parts();
        Ok(Opened { status: parts.status, url, body })
    }
}

impl Opened {
    /// What comes next; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Bytes>, FetchError> {
        while let Some(frame) = self.body.frame().await {
            let frame = frame.map_err(|error| failed(&self.url, &innermost(&error)))?;
            if let Ok(data) = frame.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("status", &self.status).finish_non_exhaustive()
    }
}
