//! What answers the requests of a connection. Calls of MCP servers are many and small: they go to the gateway without the detour over
//! everything that is done to other requests. Those of web pages, which have to be told whether they may, take it like all others.

use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::ConnectInfo,
    response::Response,
};
use http::{Request, header};
use tower::{BoxError, Service};

use crate::{app::App, gateway};

/// The door of a connection.
#[derive(Clone)]
pub(super) struct Door {
    app: App,
    router: Router,
    has_gateway: bool,
    /// Who is at the other end.
    peer: SocketAddr,
}

impl Door {
    pub(super) fn new(app: App, router: Router, has_gateway: bool, peer: SocketAddr) -> Self {
        Self { app, router, has_gateway, peer }
    }
}

impl<B> Service<Request<B>> for Door
where
    B: HttpBody<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let is_page = request.headers().contains_key(header::ORIGIN);
        if self.has_gateway && !is_page && gateway::asked(request.uri().path()).is_some() {
            let app = self.app.clone();
            return Box::pin(async move { Ok(gateway::serve(&app, request).await) });
        }
        Box::pin(self.router.call(request.map(Body::new)))
    }
}
