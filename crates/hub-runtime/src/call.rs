//! The one path of a tools/call: validate, bind, authorise, check egress, send, shape.

mod json_text;
mod plan;
mod preview;
mod trace;

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use http::{Extensions, HeaderMap, header};
use hub_model::Blueprint;
use secrecy::ExposeSecret;
use serde_json::value::RawValue;

use crate::{
    answer::Answer,
    authorise::{Shared, Token},
    bind::{Bound, Values},
    egress::{Identity, Policy},
    fetch::{FetchLimits, Fetcher},
    grpc,
    json::Node,
    redact::Redactor,
    request::Tables,
    secrets::Secrets,
    send::{self, Network, Outgoing, Reach, Received},
    settings::Settings,
    shape,
    validate::{self, nearest},
};
use plan::{Plan, Ready};
pub use preview::Preview;
use trace::Unauthorised;
pub use trace::{Exchange, Response, Trace};

/// Between two signs of life of a slow call.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);

/// Executes the tools of one blueprint. Cheap to share behind an `Arc`; one serves any number of calls at once.
pub struct Executor {
    tools: HashMap<String, Plan>,
    network: Network,
    fetcher: Fetcher,
    redactor: Redactor,
    /// The operator's, on every request.
    headers: HeaderMap,
    settings: Settings,
}

/// What a call is told by its client.
#[derive(Clone, Default)]
pub struct Context {
    /// When the client stops waiting; the settings' own time limit holds as well.
    pub deadline: Option<Instant>,
    /// Told every few seconds that a slow call is still going on.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    /// Gets what is sent and what comes back.
    pub trace: Option<Arc<Trace>>,
    /// Is told how long the upstream took, and its status. Costs next to nothing.
    pub watch: Option<Arc<Watch>>,
    /// What a service in this process gets beside the requests of the call ([`Settings::in_process`]): who calls, and from where. It never
    /// goes over the network.
    pub extensions: Extensions,
}

/// What an upstream took and said, over all requests of a call.
#[derive(Debug, Default)]
pub struct Watch {
    micros: AtomicU64,
    /// The last status; 0 where there was no answer yet.
    status: AtomicU16,
}

impl Watch {
    /// Takes note of an answer.
    pub fn saw(&self, took: Duration, status: Option<u16>) {
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1), Ordering::Relaxed);
        if let Some(status) = status {
            self.status.store(status, Ordering::Relaxed);
        }
    }

    /// How long its answers took together; nothing where it was not asked.
    #[must_use]
    pub fn took(&self) -> Option<Duration> {
        match self.micros.load(Ordering::Relaxed) {
            0 => None,
            micros => Some(Duration::from_micros(micros)),
        }
    }

    /// The status of its last answer; nothing where there was none.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        Some(self.status.load(Ordering::Relaxed)).filter(|status| *status != 0)
    }
}

/// A sign of life from a slow call.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Seconds since the call began; always more than the last time.
    pub seconds: f64,
    /// What is being waited for.
    pub message: String,
}

/// Who wants to know of the requests of a call, and what goes along with them.
#[derive(Clone, Copy)]
struct Seen<'s> {
    trace: Option<&'s Traced<'s>>,
    watch: Option<&'s Watch>,
    extensions: &'s Extensions,
}

/// There is no tool with this name: an error of the protocol, not of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTool {
    /// The name that was asked for.
    pub name: String,
    /// The tool with the nearest name, where one is near.
    pub nearest: Option<String>,
}

/// Settings that no call could ever work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(String);

impl Executor {
    /// Prepares every tool. Schemas are compiled and TLS is set up when they are first needed.
    ///
    /// # Errors
    /// When a header, the upstream override, a secret or an egress rule cannot be used.
    #[expect(clippy::needless_pass_by_value, reason = "secrets are taken, so that the caller's copy is wiped")]
    pub fn new(blueprint: &Blueprint, secrets: Secrets, settings: Settings) -> Result<Self, SettingsError> {
        let limits = &settings.limits;
        let mut network = Network::new(
            &settings.egress,
            limits.connect_timeout,
            settings.passage.as_deref(),
            Arc::clone(&settings.clock),
        )
        .map_err(SettingsError)?;
        network.in_process.clone_from(&settings.in_process);
        let headers = plan::headers(&settings).map_err(SettingsError)?;
        let mut prepared =
            plan::Prepared { bases: HashMap::new(), shared: Shared::default(), tables: Tables::new(blueprint) };
        let identity = settings.client_certificate.as_ref().map(|pem| Identity::from_pem(pem.expose_secret()));
        let identity = identity.transpose().map_err(|why| SettingsError(format!("the client certificate: {why}")))?;
        let identity = identity.map(Arc::new);
        let mut tools = HashMap::with_capacity(blueprint.tools.len());
        for tool in &blueprint.tools {
            let (settings, rules, identity) = (&settings, &network.rules, identity.clone());
            let maker = plan::Maker { blueprint, secrets: &secrets, settings, rules, identity };
            let plan = maker.plan(tool, &mut prepared).map_err(SettingsError)?;
            tools.insert(tool.name.clone(), plan);
        }
        // Which upstream is called the operator has chosen, but which file is fetched a model does, perhaps on the word of a
        // stranger: private addresses have to be named for that.
        let files = Policy { allow_private: false, allow: settings.egress.allow.clone() };
        let fetch_limits = FetchLimits { connect_timeout: limits.connect_timeout, ..FetchLimits::default() };
        let fetcher = Fetcher::new(&files, fetch_limits, Arc::clone(&settings.clock));
        let fetcher = fetcher.map_err(|error| SettingsError(error.to_string()))?;
        let sensitive =
            settings.headers.iter().filter(|(name, _)| plan::is_sensitive(name)).map(|(_, value)| value.as_str());
        let redactor = Redactor::new(secrets.values().chain(sensitive));
        Ok(Self { tools, fetcher, network, redactor, headers, settings })
    }

    /// Calls a tool. Dropping the future cancels the request to the upstream.
    ///
    /// # Errors
    /// When there is no such tool. Everything else that can go wrong is an [`Answer`].
    pub async fn call(
        &self,
        tool: &str,
        arguments: Option<&RawValue>,
        context: &Context,
    ) -> Result<Answer, UnknownTool> {
        let plan = self.plan(tool)?;
        let began = self.settings.clock.now();
        let mut answering = std::pin::pin!(self.answer(tool, plan, arguments, context, began));
        let Some(progress) = &context.progress else { return Ok(answering.await) };
        loop {
            if let Ok(answer) = tokio::time::timeout(SIGN_OF_LIFE, answering.as_mut()).await {
                return Ok(answer);
            }
            let seconds = self.settings.clock.now().saturating_duration_since(began).as_secs_f64();
            progress(Progress { seconds, message: format!("{tool}: waiting for the upstream for {seconds:.0} s") });
        }
    }

    /// Whether a call of a tool may be made a second time without harm.
    ///
    /// # Errors
    /// When there is no such tool.
    pub(crate) fn is_repeatable(&self, tool: &str) -> Result<bool, UnknownTool> {
        self.plan(tool).map(|plan| plan.ready.as_ref().is_ok_and(|ready| ready.request.idempotent()))
    }

    /// The arguments of a call as they would be used, small mistakes healed.
    ///
    /// # Errors
    /// What is wrong with them, for the model.
    pub(crate) fn checked(&self, tool: &str, arguments: &str) -> Result<String, String> {
        let plan = self.plan(tool).map_err(|unknown| unknown.to_string())?;
        validate::arguments(tool, &plan.input, Some(arguments)).map(Cow::into_owned)
    }

    fn plan(&self, tool: &str) -> Result<&Plan, UnknownTool> {
        self.tools.get(tool).ok_or_else(|| {
            let nearest = nearest(tool, self.tools.keys().map(String::as_str)).map(str::to_owned);
            UnknownTool { name: tool.to_owned(), nearest }
        })
    }

    async fn answer(
        &self,
        tool: &str,
        plan: &Plan,
        arguments: Option<&RawValue>,
        context: &Context,
        began: Instant,
    ) -> Answer {
        let ready = match &plan.ready {
            Ok(ready) => ready,
            Err(why) => return Answer::error(format!("{tool} cannot be called: {why}")),
        };
        let limits = &self.settings.limits;
        let deadline =
            context.deadline.map_or(began + limits.call_timeout, |soon| soon.min(began + limits.call_timeout));
        let reach = Reach {
            deadline,
            retries: limits.retries,
            repeatable: ready.request.idempotent(),
            retry_wait: limits.retry_wait,
            redirects: limits.redirects,
            secret_body: ready.access.is_in_body(),
            bytes: limits.response_bytes,
            idle: None,
        };
        let mut call = shape::Call {
            tool,
            method: ready.request.method(),
            output: plan.output.as_ref(),
            accepts_html: ready.request.accepts_html(),
            missing: &ready.access.missing,
            idempotent: ready.request.idempotent(),
            timeout: deadline.saturating_duration_since(began),
            retry_after: None,
        };
        let text = match validate::arguments(tool, &plan.input, arguments.map(RawValue::get)) {
            Ok(text) => text,
            Err(why) => return Answer::error(why),
        };
        let text = json_text::read(text, &plan.json_texts);
        let bound = match self.bound(plan, ready, &text, &reach).await {
            Ok(bound) => bound,
            Err(why) => return Answer::error(self.redactor.text(format!("{tool} cannot be called: {why}"), None)),
        };
        let mut token = None;
        let trace = context.trace.as_deref().map(|trace| Traced { trace, before: Unauthorised::of(&bound) });
        let seen = Seen { trace: trace.as_ref(), watch: context.watch.as_deref(), extensions: &context.extensions };
        let outcome = self.exchange(ready, bound, &reach, &mut token, seen).await;
        let token = token.as_ref().map(|token: &Arc<Token>| token.secret.expose_secret());
        match outcome {
            Ok(received) => {
                let mut received = ready.request.opened(received, limits);
                received.body = self.redactor.bytes(received.body, token);
                call.retry_after = send::retry_after(&received.headers, self.settings.clock.since_epoch());
                self.clean(ready.request.shape(&received, &call, limits), token)
            }
            Err(Stop::Failure(failure)) => self.clean(shape::transport(failure, &call), token),
            Err(Stop::Credentials(why)) => Answer::error(self.redactor.text(format!("{tool} failed: {why}"), token)),
        }
    }

    async fn bound(&self, plan: &Plan, ready: &Ready, text: &str, reach: &Reach) -> Result<Bound, String> {
        let node = Node::parse(text).ok_or("the arguments are nested too deeply")?;
        let node = if plan.null_is_absent { node.without_nulls() } else { node };
        let values = Values::new(&plan.slots, &node);
        // Files that arguments name are fetched here, in the call's time.
        let left = reach.deadline.saturating_duration_since(self.settings.clock.now());
        let binding = ready.request.bind(&values, &self.fetcher, &self.settings.limits);
        tokio::time::timeout(left, binding)
            .await
            .unwrap_or_else(|_| Err("its files could not be fetched in time".into()))
    }

    /// Authorises and sends.
    async fn exchange(
        &self,
        ready: &Ready,
        mut bound: Bound,
        reach: &Reach,
        used: &mut Option<Arc<Token>>,
        seen: Seen<'_>,
    ) -> Result<Received, Stop> {
        *used = ready.access.apply(&mut bound, &self.network, reach).await.map_err(Stop::Credentials)?;
        let Bound { target, mut headers, cookies, body } = bound;
        if let Ok(value) = http::HeaderValue::from_str(&cookies)
            && !cookies.is_empty()
        {
            headers.insert(header::COOKIE, value);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        let mut outgoing = Outgoing {
            method: ready.request.method().clone(),
            origin: ready.base.origin.clone(),
            target,
            headers,
            body,
            transport: ready.request.transport(),
            identity: ready.identity.clone(),
            extensions: seen.extensions.clone(),
        };
        ready.access.sign(&mut outgoing, &self.network).map_err(Stop::Credentials)?;
        if ready.access.digest().is_some() {
            return Box::pin(self.challenged(ready, outgoing, reach, seen)).await;
        }
        let Some(token) = used.clone() else {
            return self.send(outgoing, reach, seen, None).await;
        };
        // On the heap, as all that only some calls need.
        Box::pin(self.with_token(ready, outgoing, reach, (token, used), seen)).await
    }

    /// Sends, and once more with the answer to the challenge that came back.
    async fn challenged(
        &self,
        ready: &Ready,
        outgoing: Outgoing,
        reach: &Reach,
        seen: Seen<'_>,
    ) -> Result<Received, Stop> {
        let first = self.send(outgoing.clone(), reach, seen, None).await?;
        // A challenge of another host, after a redirect, is not for these credentials.
        let is_own = first.status == http::StatusCode::UNAUTHORIZED && first.origin == outgoing.origin;
        let user = ready.access.digest().filter(|_| is_own);
        let answer = user.and_then(|user| user.answer(&first.headers, outgoing.method.as_str(), &outgoing.target));
        let Some(answer) = answer else { return Ok(first) };
        let mut again = outgoing;
        again.headers.insert(header::AUTHORIZATION, answer);
        self.send(again, reach, seen, None).await
    }

    /// Sends with a token, and once more with a new one when it was refused.
    async fn with_token(
        &self,
        ready: &Ready,
        outgoing: Outgoing,
        reach: &Reach,
        (token, used): (Arc<Token>, &mut Option<Arc<Token>>),
        seen: Seen<'_>,
    ) -> Result<Received, Stop> {
        let first = self.send(outgoing.clone(), reach, seen, Some(&token)).await?;
        let refused = first.status == http::StatusCode::UNAUTHORIZED
            || grpc::Code::of(&first.headers) == Some(grpc::Code::UNAUTHENTICATED);
        if !refused {
            return Ok(first);
        }
        let Some(renewed) = ready.access.renew(&token, &self.network, reach).await else { return Ok(first) };
        let renewed = renewed.map_err(Stop::Credentials)?;
        let mut again = outgoing;
        again.headers.insert(header::AUTHORIZATION, renewed.header.clone());
        *used = Some(Arc::clone(&renewed));
        self.send(again, reach, seen, Some(&renewed)).await
    }

    /// Sends, and notes it where somebody wants to see it.
    async fn send(
        &self,
        outgoing: Outgoing,
        reach: &Reach,
        seen: Seen<'_>,
        token: Option<&Arc<Token>>,
    ) -> Result<Received, Stop> {
        if seen.trace.is_none() && seen.watch.is_none() {
            return send::send(&self.network, outgoing, reach).await.map_err(Stop::Failure);
        }
        let began = self.settings.clock.now();
        let sent = seen.trace.map(|_| outgoing.clone());
        let came = send::send(&self.network, outgoing, reach).await;
        let took = self.settings.clock.now().saturating_duration_since(began);
        if let Some(watch) = seen.watch {
            watch.saw(took, came.as_ref().ok().map(|received| received.status.as_u16()));
        }
        let (Some(Traced { trace, before }), Some(sent)) = (seen.trace, sent) else {
            return came.map_err(Stop::Failure);
        };
        let token = token.map(|token| token.secret.expose_secret());
        trace.add(&sent, before, &came, took, &self.redactor, token);
        came.map_err(Stop::Failure)
    }

    /// Texts that were put together from headers and reasons may name a credential too.
    fn clean(&self, mut answer: Answer, token: Option<&str>) -> Answer {
        for content in &mut answer.content {
            if let crate::answer::Content::Text(text) = content {
                *text = self.redactor.text(std::mem::take(text), token);
            }
        }
        answer
    }
}

/// A trace, and what the request was before it was authorised.
struct Traced<'t> {
    trace: &'t Trace,
    before: Unauthorised,
}

/// Why a call ended before there was an answer.
enum Stop {
    Failure(send::Failure),
    Credentials(String),
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor")
            .field("tools", &self.tools.len())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("deadline", &self.deadline).field("progress", &self.progress.is_some()).finish()
    }
}

impl fmt::Display for UnknownTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown tool `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownTool {}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}
