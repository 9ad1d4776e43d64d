//! The request that a call would send, without sending it.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::value::RawValue;

use super::{Executor, UnknownTool};
use crate::{send::Reach, validate};

/// A request as it would be sent, but for its credentials.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Upper case.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Without credentials, cookies and the operator's headers.
    pub headers: HeaderMap,
    /// Empty when there is none.
    pub body: Bytes,
}

impl Executor {
    /// What [`Executor::call`] would send. Files that arguments name by URL are fetched.
    ///
    /// # Errors
    /// The outer one when there is no such tool; the inner one says what is wrong with the arguments or the tool, for a model.
    pub async fn preview(
        &self,
        tool: &str,
        arguments: Option<&RawValue>,
    ) -> Result<Result<Preview, String>, UnknownTool> {
        let plan = self.plan(tool)?;
        let ready = match &plan.ready {
            Ok(ready) => ready,
            Err(why) => return Ok(Err(why.clone())),
        };
        let text = match validate::arguments(tool, &plan.input, arguments.map(RawValue::get)) {
            Ok(text) => text,
            Err(why) => return Ok(Err(why)),
        };
        let reach = Reach {
            deadline: self.settings.clock.now() + self.settings.limits.call_timeout,
            retries: 0,
            repeatable: false,
            retry_wait: Duration::ZERO,
            redirects: 0,
            secret_body: false,
            bytes: 0,
            idle: None,
        };
        let bound = self.bound(plan, ready, &text, &reach).await;
        Ok(bound.map(|bound| Preview {
            method: ready.request.method().to_string(),
            url: ready.base.origin.url(&bound.target),
            headers: bound.headers,
            body: bound.body,
        }))
    }
}
