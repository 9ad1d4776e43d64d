//! From a message to its answer, whatever carries the two.

use std::{future::Future, pin::Pin, sync::Arc};

use http::{StatusCode, request::Parts};
use serde_json::value::RawValue;
use tokio::sync::watch;

use super::{
    LogLevel, Outbox, Params, Questions, Revision, RpcError, Service, call, error_response, lists, pending::Pending,
    write::ResultWriter,
};

/// Serves one service.
pub(crate) struct Engine<S> {
    service: Arc<S>,
    pending: Arc<Pending>,
    open: watch::Sender<bool>,
}

/// Who sent a message and how it can be reached.
pub(crate) struct Peer {
    /// The revision in which the message is served.
    pub(crate) revision: Revision,
    /// Takes messages beside the answer.
    pub(crate) outbox: Option<Outbox>,
    /// The HTTP request.
    pub(crate) http: Option<Box<Parts>>,
    /// What a legacy client declared in `initialize`, where that is remembered.
    pub(crate) capabilities: Option<Box<RawValue>>,
    /// Who a legacy client said it is, where that is remembered.
    pub(crate) client: Option<Box<RawValue>>,
    /// What a legacy client wants logged.
    pub(crate) log_level: Option<LogLevel>,
}

/// The answer to one message.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The HTTP status that goes with it.
    pub(crate) status: StatusCode,
    /// A JSON-RPC response.
    pub(crate) body: Vec<u8>,
}

/// A request that is being served. Dropping it cancels.
pub(crate) type Work = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// What became of a request at once.
pub(crate) enum Begun {
    /// It is answered.
    Done(Reply),
    /// It takes time.
    Work(Work),
}

impl<S: Service> Engine<S> {
    pub(crate) fn new(service: Arc<S>, questions: &Questions) -> Self {
        Self { service, pending: Arc::clone(&questions.0), open: watch::Sender::new(true) }
    }

    pub(crate) fn service(&self) -> &S {
        &self.service
    }

    /// Ends what would never end by itself: subscriptions.
    pub(crate) fn close(&self) {
        self.open.send_replace(false);
    }

    /// Begins to serve a request. `id` is JSON text and `raw` are the parameters that `params` was read from.
    pub(crate) fn begin(
        &self,
        id: &str,
        method: &str,
        raw: Option<&RawValue>,
        mut params: Params<'_>,
        peer: Peer,
    ) -> Begun {
        let revision = peer.revision;
        if let Some(answer) = lists::answer(&*self.service, id, method, &params, revision) {
            return Begun::Done(Reply::new(id, answer));
        }
        let source = call::Source { service: &self.service, pending: &self.pending, open: &self.open };
        if let Some(work) = call::begin(&source, id, method, &mut params, peer) {
            return match work {
                Ok(work) => Begun::Work(work),
                Err(error) => Begun::Done(Reply::error(Some(id), &error)),
            };
        }
        let answer = match self.service.other(method, raw, revision) {
            Some(result) => result.map(|fields| {
                let mut writer = ResultWriter::new(id, self.service.manifest(), revision, 0);
                for (key, value) in &fields {
                    writer.field(key, value.to_string().as_bytes());
                }
                writer.finish()
            }),
            None => Err(RpcError::method_not_found(method, revision)),
        };
        Begun::Done(Reply::new(id, answer))
    }

    /// Takes the response of a client to a request of ours.
    pub(crate) fn resolve(&self, id: &str, result: Result<&RawValue, &RawValue>) {
        self.pending.resolve(id, result);
    }
}

/// The revision in which a request is to be served. `stated` is what the transport says (the version header, or what
/// `initialize` settled), if it says anything; `assumed` is what silence means.
///
/// # Errors
/// When the version is not served, or the request lacks what its era demands.
pub(crate) fn revision(
    method: &str,
    params: &Params<'_>,
    stated: Option<&str>,
    assumed: Revision,
) -> Result<Revision, RpcError> {
    let Some(version) = params.version() else {
        if method == "initialize" {
            return Ok(Revision::LATEST_LEGACY);
        }
        let revision = match stated {
            Some(stated) => Revision::parse(stated).ok_or_else(|| RpcError::unsupported_version(stated))?,
            None => assumed,
        };
        let modern_only = matches!(method, "server/discover" | "subscriptions/listen");
        return if revision.is_modern() || modern_only { Err(missing_meta("protocolVersion")) } else { Ok(revision) };
    };
    let revision = Revision::parse(version).ok_or_else(|| RpcError::unsupported_version(version))?;
    let declared = params.meta.as_ref().and_then(|meta| meta.capabilities);
    if revision.is_modern() && !declared.is_some_and(|declared| declared.get().starts_with('{')) {
        return Err(missing_meta("clientCapabilities"));
    }
    Ok(revision)
}

fn missing_meta(field: &str) -> RpcError {
    RpcError::invalid_meta(format!("`params._meta` needs `io.modelcontextprotocol/{field}`"))
}

impl Reply {
    pub(crate) fn ok(body: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, body }
    }

    pub(crate) fn error(id: Option<&str>, error: &RpcError) -> Self {
        Self { status: error.status, body: error_response(id, error) }
    }

    fn new(id: &str, answer: Result<Vec<u8>, RpcError>) -> Self {
        match answer {
            Ok(body) => Self::ok(body),
            Err(error) => Self::error(Some(id), &error),
        }
    }
}
