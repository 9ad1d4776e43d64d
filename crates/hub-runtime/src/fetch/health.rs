//! Whether a gRPC server is well, as it says itself (grpc.health.v1), or at least answers.

use std::time::Duration;

use http::{Extensions, Method};
use url::Url;

use super::{FetchError, Fetcher, shown};
use crate::{
    egress::{Origin, http_url},
    grpc::{self, reflection},
    send::{Outgoing, Reach, Transport, send},
};

/// The whole server's health is asked for by an empty message: no flag, no length.
const QUESTION: [u8; 5] = [0; 5];
/// `HealthCheckResponse.ServingStatus.NOT_SERVING`, as the answer's first field with its prefix.
const NOT_SERVING: [u8; 7] = [0, 0, 0, 0, 2, 8, 2];

impl Fetcher {
    /// Asks the server at `url` (`grpc://host:port`, `grpcs://…`, or the same with `http`) how it is. Answers what was found, in a
    /// sentence: a server without that service is well when it says so.
    ///
    /// # Errors
    /// When the server is refused, cannot be reached, or says that it does not serve.
    pub async fn grpc_health(&self, url: &str) -> Result<String, FetchError> {
        let address = shown(url);
        let fail = |why: String| FetchError(format!("{address} is not well: {why}"));
        let parsed = Url::parse(&http_url(url.trim())).map_err(|error| fail(format!("it is no URL ({error})")))?;
        let origin = Origin::of(&parsed, &self.network.rules).map_err(|refused| fail(refused.0))?;
        let outgoing = Outgoing {
            method: Method::POST,
            origin,
            target: "/grpc.health.v1.Health/Check".to_owned(),
            headers: reflection::question_headers(),
            body: QUESTION.to_vec().into(),
            transport: Transport::Grpc { streams: false },
            identity: None,
            extensions: Extensions::new(),
        };
        let reach = Reach {
            deadline: self.network.clock.now() + self.limits.timeout,
            retries: 0,
            repeatable: true,
            retry_wait: Duration::ZERO,
            redirects: 0,
            secret_body: false,
            bytes: self.limits.bytes,
            idle: None,
        };
        let received = send(&self.network, outgoing, &reach).await.map_err(|failure| fail(failure.to_string()))?;
        let code = grpc::Code::of(&received.headers);
        if code == Some(grpc::Code::UNAVAILABLE) || received.body.as_ref() == NOT_SERVING {
            return Err(fail("it says that it does not serve".into()));
        }
        if code.is_none() && !received.status.is_success() {
            return Err(fail(format!("it answered {}", received.status)));
        }
        Ok(format!("{address} answered"))
    }
}
