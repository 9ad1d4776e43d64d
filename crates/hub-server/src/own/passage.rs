//! From a tool to the REST API, in this process: a request with the token, the address and the identifier of whoever called the tool, so
//! that REST decides on it, counts it and writes it down as any other of theirs.

use std::net::SocketAddr;

use axum::{Router, body::Body, extract::ConnectInfo};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, Request, Response, StatusCode, header, request::Parts};
use hub_runtime::in_process::InProcess;
use tower::ServiceExt as _;

use crate::http::request_id::{self, RequestId};

/// Bytes of an answer: more than any of the tools gives.
const MOST: usize = 16 << 20;
/// What of a caller's own headers goes along.
const OWN: [HeaderName; 3] = [header::AUTHORIZATION, header::USER_AGENT, HeaderName::from_static("x-forwarded-for")];

/// What a caller brings to the requests of a call.
#[derive(Clone)]
pub(super) struct Carried {
    headers: HeaderMap,
    peer: Option<ConnectInfo<SocketAddr>>,
    request: Option<RequestId>,
}

impl Carried {
    pub(super) fn of(parts: &Parts) -> Self {
        let mut headers = HeaderMap::new();
        for name in OWN {
            for value in parts.headers.get_all(&name) {
                headers.append(&name, value.clone());
            }
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().copied();
        Self { headers, peer, request: parts.extensions.get::<RequestId>().cloned() }
    }

    /// Puts it into a request, in the place of whatever a tool might have put there.
    fn put(self, parts: &mut Parts) {
        for name in OWN {
            parts.headers.remove(name);
        }
        parts.headers.extend(self.headers);
        if let Some(RequestId(id)) = &self.request {
            request_id::write(&mut parts.headers, id);
        }
        if let Some(peer) = self.peer {
            parts.extensions.insert(peer);
        }
    }
}

/// The REST API as what answers calls.
pub(super) fn to(rest: Router) -> InProcess {
    InProcess::new(move |request| answer(rest.clone(), request))
}

async fn answer(rest: Router, request: Request<Bytes>) -> Response<Bytes> {
    let (mut parts, body) = request.into_parts();
    if let Some(carried) = parts.extensions.remove::<Carried>() {
        carried.put(&mut parts);
    }
    // Routers refuse nothing by themselves; what they answer is the answer.
    let Ok(response) = rest.oneshot(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    match axum::body::to_bytes(body, MOST).await {
        Ok(body) => Response::from_parts(parts, body),
        Err(error) => {
            tracing::error!(%error, "an answer of the REST API cannot be read");
            let mut broken = Response::new(Bytes::new());
            *broken.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            broken
        }
    }
}
