//! A service in this process that answers the requests of calls, in the place of the network: nothing is resolved, connected to or sent.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, header, uri::PathAndQuery};

use crate::send::{Failure, Outgoing, Received};

type Answering = Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>;

/// What answers. Only an operator's settings can name one, never a document: it is reached whatever address a tool has.
///
/// A request has a path for its target, and what its caller brought ([`crate::call::Context::extensions`]) in its extensions.
#[derive(Clone)]
pub struct InProcess(Arc<dyn Fn(Request<Bytes>) -> Answering + Send + Sync>);

impl InProcess {
    /// A service that is a function.
    pub fn new<F>(answer: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Response<Bytes>> + Send + 'static,
    {
        Self(Arc::new(move |request| Box::pin(answer(request))))
    }

    /// Hands a request over. Redirects are answers like all others here: there is nowhere else to go.
    pub(crate) async fn answer(&self, outgoing: Outgoing, limit: usize) -> Result<Received, Failure> {
        let Outgoing { method, origin, target, headers, body, extensions, .. } = outgoing;
        let request = request(method, &target, headers, body)
            .ok_or_else(|| Failure::Invalid("the address of the request would not be a valid one".to_owned()))?;
        let (mut parts, body) = request.into_parts();
        parts.extensions = extensions;
        let (parts, mut body) = (self.0)(Request::from_parts(parts, body)).await.into_parts();
        let (declared, cut) = (u64::try_from(body.len()).ok(), body.len() > limit);
        body.truncate(limit);
        Ok(Received { status: parts.status, headers: parts.headers, body, cut, declared, origin, target })
    }
}

fn request(method: Method, target: &str, mut headers: HeaderMap, body: Bytes) -> Option<Request<Bytes>> {
    // What is not sent need not be packed.
    headers.remove(header::ACCEPT_ENCODING);
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = PathAndQuery::try_from(target).ok()?.into();
    *request.headers_mut() = headers;
    Some(request)
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}
