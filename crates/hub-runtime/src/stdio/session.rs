//! One client on standard input: what it said about itself, and what its messages lead to.

use std::sync::Arc;

use futures_util::future::join_all;
use serde_json::value::RawValue;

use super::Flight;
use crate::mcp::{
    self, Begun, Engine, Kind, LogLevel, Message, Outbox, Params, Peer, Reply, Revision, RpcError, Service, Work,
    negotiated,
};

/// A client and what it declared.
pub(super) struct Session<S> {
    engine: Engine<S>,
    outbox: Outbox,
    /// What `initialize` settled.
    revision: Option<Revision>,
    client: Option<Box<RawValue>>,
    capabilities: Option<Box<RawValue>>,
    log_level: LogLevel,
    batches: u64,
}

impl<S: Service> Session<S> {
    pub(super) fn new(service: Arc<S>, outbox: Outbox) -> Self {
        let engine = Engine::new(service, &mcp::Questions::default());
        Self { engine, outbox, revision: None, client: None, capabilities: None, log_level: LogLevel::Info, batches: 0 }
    }

    /// Takes a line. What can be answered at once is; the rest goes into `flight`.
    pub(super) fn take(&mut self, line: &[u8], flight: &mut Flight) -> Option<Vec<u8>> {
        if line.trim_ascii_start().starts_with(b"[") {
            return self.batch(line, flight);
        }
        match self.message(line, flight) {
            Taken::Nothing => None,
            Taken::Answer(reply) => Some(reply.body),
            Taken::Work(id, work) => {
                flight.start(&id, async { work.await.body });
                None
            }
        }
    }

    /// The client is gone: subscriptions end.
    pub(super) fn end(&self) {
        self.engine.close();
    }

    fn message(&mut self, bytes: &[u8], flight: &mut Flight) -> Taken {
        let message = match Message::parse(bytes) {
            Ok(message) => message,
            Err(error) => return Taken::Answer(Reply::error(None, &error)),
        };
        let id = message.id();
        match message.kind() {
            Ok(Kind::Request { id, method, params }) => self
                .request(id, &method, params, flight)
                .unwrap_or_else(|error| Taken::Answer(Reply::error(Some(id), &error))),
            Ok(Kind::Notification { method, params }) => {
                if method == "notifications/cancelled"
                    && let Ok(Params { request_id: Some(request), .. }) = Params::parse(params)
                {
                    flight.cancel(request.get());
                }
                Taken::Nothing
            }
            Ok(Kind::Response { id, result }) => {
                self.engine.resolve(id, result);
                Taken::Nothing
            }
            Err(error) => Taken::Answer(Reply::error(id, &error)),
        }
    }

    fn request(&mut self, id: &str, method: &str, raw: Option<&RawValue>, flight: &Flight) -> Result<Taken, RpcError> {
        let params = Params::parse(raw)?;
        let assumed = self.revision.unwrap_or(Revision::LATEST_LEGACY);
        let revision = mcp::revision(method, &params, None, assumed)?;
        if flight.is_flying(id) {
            return Err(RpcError::invalid_request("a request with this `id` is still being served"));
        }
        if !revision.is_modern() {
            self.remember(method, &params)?;
        }
        let peer = Peer {
            revision,
            outbox: Some(self.outbox.clone()),
            http: None,
            capabilities: self.capabilities.clone(),
            client: self.client.clone(),
            log_level: Some(self.log_level),
        };
        Ok(match self.engine.begin(id, method, raw, params, peer) {
            Begun::Done(reply) => Taken::Answer(reply),
            Begun::Work(_) if flight.is_full() => {
                return Err(RpcError::internal("too many requests are being served; wait for an answer and try again"));
            }
            Begun::Work(work) => Taken::Work(id.to_owned(), work),
        })
    }

    /// Keeps what a legacy client says about itself.
    fn remember(&mut self, method: &str, params: &Params<'_>) -> Result<(), RpcError> {
        match method {
            "initialize" => {
                self.revision = Some(negotiated(params));
                self.client = params.client_info.map(RawValue::to_owned);
                self.capabilities = params.capabilities.map(RawValue::to_owned);
            }
            "logging/setLevel" => {
                let level = params.level.as_deref().and_then(LogLevel::parse);
                self.log_level = level.ok_or_else(|| RpcError::invalid_params("`level` is none of the log levels"))?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A batch (2025-03-26 and before) is answered as one, when all of it is done.
    fn batch(&mut self, line: &[u8], flight: &mut Flight) -> Option<Vec<u8>> {
        let refused = |error: RpcError| Some(Reply::error(None, &error).body);
        let messages: Vec<&RawValue> = match serde_json::from_slice(line) {
            Ok(messages) => messages,
            Err(problem) => return refused(RpcError::parse(format!("no JSON: {problem}"))),
        };
        if !self.revision.is_some_and(Revision::has_batches) {
            return refused(RpcError::invalid_request(
                "this protocol version has no batches; send one message at a time",
            ));
        }
        if messages.is_empty() || messages.len() > MOST_BATCHED {
            return refused(RpcError::invalid_request(format!("a batch has 1 to {MOST_BATCHED} messages")));
        }
        let mut works = Vec::new();
        let mut answers = Vec::new();
        for message in messages {
            match self.message(message.get().as_bytes(), flight) {
                Taken::Nothing => {}
                Taken::Answer(reply) => answers.push(reply.body),
                Taken::Work(_, work) => works.push(work),
            }
        }
        if works.is_empty() {
            return (!answers.is_empty()).then(|| joined(&answers));
        }
        self.batches += 1;
        // No id of a client looks like this, so that the batch as a whole cannot be cancelled by accident.
        flight.start(&format!("batch {}", self.batches), async move {
            answers.extend(join_all(works).await.into_iter().map(|reply| reply.body));
            joined(&answers)
        });
        None
    }
}

/// Messages in a batch.
const MOST_BATCHED: usize = 50;

/// What a message led to.
enum Taken {
    Nothing,
    Answer(Reply),
    Work(String, Work),
}

fn joined(answers: &[Vec<u8>]) -> Vec<u8> {
    let mut joined = vec![b'['];
    joined.extend_from_slice(&answers.join(&b','));
    joined.push(b']');
    joined
}
