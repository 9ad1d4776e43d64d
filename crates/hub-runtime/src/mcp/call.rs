//! Methods that take time: they run as futures of their own, and dropping one cancels it.

use std::sync::Arc;

use serde_json::{Map, Value, value::RawValue};
use tokio::{select, sync::watch};

use super::{
    CallRequest, Exchange, Inputs, LogLevel, Outcome, Params, Peer, PromptRequest, ReadRequest, Reply, RpcError,
    Service, Work, pending::Pending, subscription::Filter, write,
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
    let exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        let outcome = service.call(request, &exchange).await;
        reply(&*service, &id, &exchange, outcome, write::answer)
    }))
}

fn read<S: Service>(source: &Source<'_, S>, id: &str, params: &mut Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let uri = params.uri.take().ok_or_else(|| RpcError::invalid_params("`uri` of the resource is missing"))?;
    let exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        let outcome = service.read(ReadRequest { uri }, &exchange).await;
        reply(&*service, &id, &exchange, outcome, |id, parts: &Vec<_>, manifest, revision| {
            write::contents(id, parts, manifest, revision)
        })
    }))
}

fn prompt<S: Service>(source: &Source<'_, S>, id: &str, params: &mut Params<'_>, peer: Peer) -> Result<Work, RpcError> {
    let name = params.name.take().ok_or_else(|| RpcError::invalid_params("`name` of the prompt is missing"))?;
    let arguments: Map<String, Value> = match params.arguments {
        Some(arguments) => serde_json::from_str(arguments.get())
            .map_err(|problem| RpcError::invalid_params(format!("`arguments`: {problem}")))?,
        None => Map::new(),
    };
    let exchange = exchange(source.pending, params, peer)?;
    let (service, id) = (Arc::clone(source.service), id.to_owned());
    Ok(Box::pin(async move {
        let outcome = service.prompt(PromptRequest { name, arguments }, &exchange).await;
        reply(&*service, &id, &exchange, outcome, write::prompt)
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

fn reply<S: Service, T>(
    service: &S,
    id: &str,
    exchange: &Exchange,
    outcome: Result<Outcome<T>, RpcError>,
    write: fn(&str, &T, &super::Manifest, super::Revision) -> Vec<u8>,
) -> Reply {
    let manifest = service.manifest();
    match outcome {
        Ok(Outcome::Complete(done)) => Reply::ok(write(id, &done, manifest, exchange.revision)),
        Ok(Outcome::InputRequired(input)) if exchange.revision.is_modern() => {
            Reply::ok(write::input_required(id, &input, manifest))
        }
        Ok(Outcome::InputRequired(_)) => {
            let why = "this needs input from the user, which needs protocol version 2026-07-28";
            Reply::error(Some(id), &RpcError::internal(why))
        }
        Err(error) => Reply::error(Some(id), &error),
    }
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
