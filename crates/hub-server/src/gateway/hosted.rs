//! A server as the gateway serves it: each call of a tool is counted before, executed here or by a replica, and recorded after.

use std::{borrow::Cow, sync::Arc, time::Duration};

use hub_model::{
    event::Actor,
    id::UserId,
    server::{Call, CallOutcome, Target},
};
use hub_runtime::{
    answer::{Answer, Content},
    call::{Context, Watch},
    mcp::{
        CallRequest, Completion, CompletionRequest, Contents, Exchange, HeaderParameter, Manifest, Outcome,
        ReadRequest, RpcError, Service,
    },
    server::{Routed, Server},
};
use hub_store::servers::calls;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{admit::Visit, redact::Redactor, replicas};
use crate::{app::App, http::rates};

/// How long a call waits for room among those that are answered at a time.
const WAIT: Duration = Duration::from_secs(5);
/// Characters of a tool's name that are recorded.
const TOOL: usize = 128;
/// Characters of what a client calls itself that are recorded.
const CLIENT: usize = 100;
/// Characters of an error that are recorded.
const ERROR: usize = 500;

pub(super) struct Hosted {
    app: App,
    server: Server,
    weight: u32,
    /// Who has secrets of their own, which this is made with.
    user: Option<UserId>,
}

impl Hosted {
    pub(super) fn new(app: App, server: Server, weight: u32, user: Option<UserId>) -> Self {
        Self { app, server, weight, user }
    }

    /// Roughly, how much memory it takes.
    pub(super) fn weight(&self) -> u32 {
        self.weight
    }

    async fn limited(&self, request: &CallRequest, visit: &Visit) -> Result<(), String> {
        let (app, settings, key) = (&self.app, &visit.route.server.settings, &visit.route.limit);
        let day = |limit| app.gateway().days.take(visit.route.server.organisation, limit, app.now());
        if !visit.calls_per_day.is_none_or(day) {
            return Err("the organisation's calls of today are used up; there are more from 00:00 UTC on".to_owned());
        }
        if let Some(limit) = settings.calls_per_minute {
            rates::calls(app, key, limit, "this server is called too often").await?;
        }
        if let Some(limit) = settings.caller_calls_per_minute {
            rates::calls(app, &format!("{key}:{}", visit.who), limit, "you call this server too often").await?;
        }
        if let Some(limit) = settings.tools.get(&request.name).and_then(|limits| limits.calls_per_minute) {
            rates::calls(app, &format!("{key}:tool:{}", request.name), limit, "this tool is called too often").await?;
        }
        Ok(())
    }
}

/// Leave to call: nearly always there is room.
async fn room(room: &Semaphore) -> Option<SemaphorePermit<'_>> {
    match room.try_acquire() {
        Ok(permit) => Some(permit),
        Err(_) => tokio::time::timeout(WAIT, room.acquire()).await.ok()?.ok(),
    }
}

impl Service for Hosted {
    fn manifest(&self) -> &Manifest {
        self.server.manifest()
    }

    async fn call(&self, request: &CallRequest, exchange: &Exchange) -> Result<Outcome<Answer>, RpcError> {
        let visit = exchange.http().and_then(|parts| parts.extensions.get::<Arc<Visit>>()).map(Arc::clone);
        let visit = visit.ok_or_else(|| RpcError::internal("the request was not let in".to_owned()))?;
        let record = Record { hosted: self, visit: &visit, request, exchange, watch: Arc::default(), is_kept: false };
        if let Err(why) = self.limited(request, &visit).await {
            record.keep(CallOutcome::Limited, None, Some(why.clone()));
            return Ok(Outcome::Complete(Answer::error(why)));
        }
        let call = match self.server.route(request, exchange, || bound_to(&self.app, &visit, exchange)) {
            Ok(Routed::Call(call)) => call,
            Ok(Routed::Answered(outcome)) => return record.settled(Ok(outcome)),
            Err(error) => return record.settled(Err(error)),
        };
        // Taken when a person has been asked, where one has to be: they may take their time.
        let Some(_room) = room(&visit.route.room).await else {
            let why = "the server is busy: too many calls are being answered; try again in a moment".to_owned();
            record.keep(CallOutcome::Limited, None, Some(why.clone()));
            return Ok(Outcome::Complete(Answer::error(why)));
        };
        let context = Context { watch: Some(Arc::clone(&record.watch)), ..Context::default() };
        let answered = match visit.route.target {
            Target::Embedded => self.server.execute(&call, exchange, context).await,
            Target::Process | Target::Docker | Target::Kubernetes => {
                let who = (&*visit, self.user);
                replicas::call(&self.app, who, &self.server, &call, exchange, &record.watch).await
            }
        };
        record.settled(answered.map(Outcome::Complete))
    }

    async fn read(&self, request: &ReadRequest, exchange: &Exchange) -> Result<Outcome<Vec<Contents>>, RpcError> {
        self.server.read(request, exchange).await
    }

    fn complete(&self, request: CompletionRequest) -> Result<Completion, RpcError> {
        self.server.complete(request)
    }

    fn header_parameters(&self, tool: &str) -> &[HeaderParameter] {
        self.server.header_parameters(tool)
    }
}

/// Whose word lets a call be made, and of which server: nobody else's does.
fn bound_to(app: &App, visit: &Visit, exchange: &Exchange) -> String {
    let who = match visit.actor {
        Actor::Anonymous => exchange.http().map(|parts| app.proxies().address(parts).to_string()).unwrap_or_default(),
        known => calls::actor_id(known),
    };
    format!("{} {who}", visit.route.server.id)
}

/// The first text of an answer that tells of a failure.
fn first(answer: &Answer) -> Option<String> {
    answer.content.iter().find_map(|content| match content {
        Content::Text(text) => Some(text.clone()),
        _ => None,
    })
}

/// A call that is kept when it is over: also when its caller goes away before.
struct Record<'r> {
    hosted: &'r Hosted,
    visit: &'r Arc<Visit>,
    request: &'r CallRequest,
    exchange: &'r Exchange,
    watch: Arc<Watch>,
    is_kept: bool,
}

impl Record<'_> {
    /// Keeps what came of the call, and gives it back.
    fn settled(self, outcome: Result<Outcome<Answer>, RpcError>) -> Result<Outcome<Answer>, RpcError> {
        match &outcome {
            Ok(Outcome::Complete(answer)) if answer.is_error => {
                self.keep(CallOutcome::ToolError, Some(answer), first(answer));
            }
            Ok(Outcome::Complete(answer)) => self.keep(CallOutcome::Ok, Some(answer), None),
            Ok(Outcome::InputRequired(_)) => self.keep(CallOutcome::Asked, None, None),
            Err(error) => self.keep(CallOutcome::Invalid, None, Some(error.to_string())),
        }
        outcome
    }

    fn keep(mut self, outcome: CallOutcome, answer: Option<&Answer>, error: Option<String>) {
        self.is_kept = true;
        self.write(outcome, answer, error);
    }

    fn write(&self, outcome: CallOutcome, answer: Option<&Answer>, error: Option<String>) {
        let (app, visit) = (&self.hosted.app, self.visit);
        let settings = &visit.route.server.settings;
        let took = app.clock().now().saturating_duration_since(visit.arrived);
        app.gateway().meters.count(outcome, took);
        let size = answer.map_or(0, size);
        let days = settings.retention_days.map_or(app.settings().retention.call_days, u64::from);
        let now = app.now();
        let call = Call {
            id: app.gateway().records.number(app),
            server: visit.route.server.id,
            version: Some(visit.frozen.version),
            at: now.before(took),
            tool: kept(&self.request.name, TOOL),
            actor: visit.actor,
            outcome,
            request_bytes: whole(self.request.arguments.as_deref().map_or(0, |text| text.get().len())),
            response_bytes: whole(size),
            tokens: whole(size / 4),
            micros: i64::try_from(took.as_micros()).unwrap_or(i64::MAX),
            upstream_micros: self.watch.took().map(|took| i64::try_from(took.as_micros()).unwrap_or(i64::MAX)),
            upstream_status: self.watch.status().map(i64::from),
            client: client(self.exchange),
            error: error.map(|text| kept(&text, ERROR)),
        };
        let content = settings.capture.then(|| content(self.request, answer));
        let keep = Duration::from_secs(days * 86_400);
        app.gateway().records.add(calls::New { organisation: visit.route.server.organisation, call, content, keep });
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            self.write(CallOutcome::Cancelled, None, None);
        }
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Bytes that a model reads of an answer.
fn size(answer: &Answer) -> usize {
    let of = |content: &Content| match content {
        Content::Text(text) | Content::TextResource { text, .. } => text.len(),
        Content::Image { data, .. } | Content::Audio { data, .. } | Content::Blob { data, .. } => data.len(),
        Content::Link { uri, .. } => uri.len(),
    };
    answer.content.iter().map(of).sum()
}

/// So many characters of a text, without those that no database or terminal should get.
fn kept(text: &str, most: usize) -> String {
    if text.len() <= most && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return text.to_owned();
    }
    text.chars().filter(|letter| !letter.is_control() || *letter == '\n').take(most).collect()
}

/// What a client says of itself (`Implementation`).
#[derive(Deserialize)]
struct Said<'s> {
    #[serde(borrow, default)]
    name: Cow<'s, str>,
    #[serde(borrow, default)]
    version: Cow<'s, str>,
}

/// The client, as it calls itself: `claude-code/2.1`.
fn client(exchange: &Exchange) -> String {
    let said = exchange.client().and_then(|client| serde_json::from_str::<Said<'_>>(client.get()).ok());
    match said.filter(|said| !said.name.is_empty()) {
        Some(said) => kept(&format!("{}/{}", said.name, said.version), CLIENT),
        None => kept(user_agent(exchange), CLIENT),
    }
}

fn user_agent(exchange: &Exchange) -> &str {
    let header = exchange.http().and_then(|parts| parts.headers.get(http::header::USER_AGENT));
    header.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn content(request: &CallRequest, answer: Option<&Answer>) -> calls::Content {
    let mut redactor = Redactor::default();
    let read = |text: &RawValue| serde_json::from_str(text.get()).unwrap_or_default();
    let arguments = redactor.value(request.arguments.as_deref().map(read).unwrap_or_default());
    let mut text = |content: &Content| match content {
        Content::Text(text) | Content::TextResource { text, .. } => {
            json!({ "type": "text", "text": redactor.text(text) })
        }
        Content::Link { uri, .. } => json!({ "type": "link", "uri": redactor.text(uri) }),
        Content::Image { data, media_type } | Content::Audio { data, media_type } => {
            json!({ "type": media_type, "bytes": data.len() })
        }
        Content::Blob { data, media_type, .. } => json!({ "type": media_type, "bytes": data.len() }),
    };
    let result = answer.map(|answer| {
        let content: Vec<Value> = answer.content.iter().map(&mut text).collect();
        json!({ "is_error": answer.is_error, "content": content })
    });
    calls::Content { arguments, result: result.unwrap_or_default() }
}
