//! Methods that take time: they run as futures of their own, and dropping one cancels it.

use std::sync::Arc;

use serde_json::{Map, Value, value::RawValue};
use tokio::{select, sync::watch};

use super::{
    CallRequest, Exchange, Inputs, LogLevel, Manifest, Outcome, Params, Peer, PromptRequest, ReadRequest, Reply,
    Revision, RpcError, Service, Work,
    pending::Pending,
    questions::{self, MOST_ROUNDS},
    subscription::Filter,
    write,
};

/// What requests are begun with.
pub(super) struct Source<'a, S> {
    pub(super) service: &'a Arc<S>,
    pub(super) pending: &'a Arc<Pending>,
    /// Becomes `false` when the server goes away.
    pub(super) open: &'a watch::Sender<bool>,
}

/// Starts `method`, when it is one of these.
pub(super) fn begin<S: Service>(
    source: &Source<'_, S>,
    id: &str,
    method: &str,
    params: &mut Params<'_>,
    peer: Peer,
) -> Option<Result<Work, RpcError>> {
    let manifest = source.service.manifest();
    Some(match method {
        "tools/call" if manifest.tools.is_some() => call(source, id, params, peer),
        "resources/read" if manifest.resources.is_some() => read(source, id, params, peer),
        "prompts/get" if manifest.prompts.is_some() => prompt(source, id, params, peer),
        "subscriptions/listen" if peer.revision.is_modern() && manifest.changes.is_some() => {
            listen(source, id, params, peer)
        }
        _ => return None,
    })
}

fn call<S: Service>(source: &Source<'_, S>, id: &str, params: &mut Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let name = params.name.take().ok_or_else(|| RpcError::invalid_params("`name` of the tool is missing"))?;
    let request = CallRequest { name, arguments: write::owned(params.arguments) };
    let mut exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        for _ in 0..MOST_ROUNDS {
            let outcome = service.call(&request, &exchange).await;
            if let Some(reply) = settle(&*service, &id, &mut exchange, outcome, write::answer).await {
                return reply;
            }
        }
        endless(&id)
    }))
}

fn read<S: Service>(source: &Source<'_, S>, id: &str, params: &mut Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let uri = params.uri.take().ok_or_else(|| RpcError::invalid_params("`uri` of the resource is missing"))?;
    let mut exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        let request = ReadRequest { uri };
        let write =
            |id: &str, parts: &Vec<_>, manifest: &Manifest, revision| write::contents(id, parts, manifest, revision);
        for _ in 0..MOST_ROUNDS {
            let outcome = service.read(&request, &exchange).await;
            if let Some(reply) = settle(&*service, &id, &mut exchange, outcome, write).await {
                return reply;
            }
        }
        endless(&id)
    }))
}

fn prompt<S: Service>(source: &Source<'_, S>, id: &str, params: &mut Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let name = params.name.take().ok_or_else(|| RpcError::invalid_params("`name` of the prompt is missing"))?;
    let arguments: Map<String, Value> = match params.arguments {
        Some(arguments) => serde_json::from_str(arguments.get())
            .map_err(|problem| RpcError::invalid_params(format!("`arguments`: {problem}")))?,
        None => Map::new(),
    };
    let mut exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        let request = PromptRequest { name, arguments };
        for _ in 0..MOST_ROUNDS {
            let outcome = service.prompt(&request, &exchange).await;
            if let Some(reply) = settle(&*service, &id, &mut exchange, outcome, write::prompt).await {
                return reply;
            }
        }
        endless(&id)
    }))
}

/// A subscription lasts until its client or this server goes away; the latter says so with a result.
fn listen<S: Service>(source: &Source<'_, S>, id: &str, params: &Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let filter = Filter::parse(params.notifications)?;
    let outbox = peer.outbox.ok_or_else(|| {
        RpcError::invalid_request("a subscription needs a stream; accept text/event-stream and send it on its own")
    })?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    let mut open = source.open.subscribe();
    Ok(Box::pin(async move {
        let manifest = service.manifest();
        if let (Some(changes), Ok(subscription)) = (&manifest.changes, serde_json::from_str(&id)) {
            select! {
                () = changes.listen(subscription, filter, outbox) => {}
                _ = open.wait_for(|open| !open) => {}
            }
        }
        Reply::ok(write::subscription_ended(&id, manifest))
    }))
}

/// The reply that an outcome leads to; `None` when the client has answered questions and the service is to be asked again.
async fn settle<S: Service, T>(
    service: &S,
    id: &str,
    exchange: &mut Exchange,
    outcome: Result<Outcome<T>, RpcError>,
    write: fn(&str, &T, &Manifest, Revision) -> Vec<u8>,
) -> Option<Reply> {
    let manifest = service.manifest();
    let input = match outcome {
        Ok(Outcome::Complete(done)) => return Some(Reply::ok(write(id, &done, manifest, exchange.revision))),
        Ok(Outcome::InputRequired(input)) if exchange.revision.is_modern() => {
            return Some(Reply::ok(write::input_required(id, &input, manifest)));
        }
        Ok(Outcome::InputRequired(input)) => input,
        Err(error) => return Some(Reply::error(Some(id), &error)),
    };
    match questions::ask(exchange, input).await {
        Ok(inputs) => {
            exchange.inputs = inputs;
            None
        }
        Err(error) => Some(Reply::error(Some(id), &error)),
    }
}

fn endless(id: &str) -> Reply {
    Reply::error(Some(id), &RpcError::internal("the questions to the client do not come to an end"))
}

fn exchange(pending: &Arc<Pending>, params: &mut Params<'_>, peer: Peer) -> Result<Exchange, RpcError> {
    let meta = params.meta.take().unwrap_or_default();
    let inputs = Inputs::parse(params.input_responses, params.request_state.take())?;
    let progress_token = meta.progress_token.filter(|token| is_token(token)).map(RawValue::to_owned);
    let modern = peer.revision.is_modern();
    Ok(Exchange {
        revision: peer.revision,
        capabilities: if modern { write::owned(meta.capabilities) } else { peer.capabilities },
        client: if modern { write::owned(meta.client) } else { peer.client },
        log_level: if modern { meta.log_level.as_deref().and_then(LogLevel::parse) } else { peer.log_level },
        inputs,
        http: peer.http,
        progress_token,
        outbox: peer.outbox,
        pending: Arc::clone(pending),
    })
}

fn is_token(token: &RawValue) -> bool {
    token.get().starts_with(|first: char| matches!(first, '"' | '-' | '0'..='9'))
}
