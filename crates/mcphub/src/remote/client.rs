//! Asks a hub's REST API: as who is signed in, or with an API key.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_model::clock::SystemClock;
use hub_runtime::{
    egress::Policy,
    fetch::{Asked, FetchError, FetchLimits, Fetched, Fetcher, Opened},
};
use serde_json::{Value, json};

use super::{Hub, Login};
use crate::failure::Failure;

/// The protocol's version in which hosted servers are asked.
const PROTOCOL: &str = "2026-07-28";

/// The code of a failure where no hub answered, so that none said why.
pub(crate) const UNANSWERED: &str = "unanswered";

/// A body and its media type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body {
    kind: String,
    bytes: Bytes,
}

impl Body {
    pub(crate) fn json(value: &Value) -> Self {
        Self { kind: "application/json".to_owned(), bytes: Bytes::from(value.to_string()) }
    }

    pub(crate) fn of(kind: String, bytes: Vec<u8>) -> Self {
        Self { kind, bytes: Bytes::from(bytes) }
    }
}

/// How requests say who sends them.
enum As {
    Nobody,
    Key(String),
    User(Login),
}

/// A hub that is asked.
pub(crate) struct Client {
    fetcher: Fetcher,
    url: String,
    who: As,
    organisation: Option<String>,
}

impl Client {
    /// The hub that the command line, the environment or the sign-in names.
    pub(crate) fn new(hub: &Hub) -> Result<Self, Failure> {
        let login = Login::load()?;
        let named = hub.url.as_deref().map(tidy).transpose()?;
        let url = named.or_else(|| login.as_ref().map(|login| login.url.clone())).ok_or_else(|| {
            Failure::usage("no hub is named").help("`mcphub login URL` signs in; --hub URL and --key KEY do without")
        })?;
        let login = login.filter(|login| login.url == url);
        let chosen = login.as_ref().map(|login| login.organisation.clone()).filter(|chosen| !chosen.is_empty());
        let who = match (&hub.api_key, login) {
            (Some(key), _) => As::Key(key.clone()),
            (None, Some(login)) => As::User(login),
            (None, None) => {
                return Err(Failure::usage(format!("nobody is signed in at {url}"))
                    .help("`mcphub login` signs in; --key KEY does without"));
            }
        };
        Ok(Self { fetcher: fetcher()?, url, who, organisation: hub.organisation.clone().or(chosen) })
    }

    /// A hub to sign in at.
    pub(crate) fn anonymous(url: &str) -> Result<Self, Failure> {
        Ok(Self { fetcher: fetcher()?, url: tidy(url)?, who: As::Nobody, organisation: None })
    }

    /// The same hub, signed in.
    pub(crate) fn signed_in(self, login: Login) -> Self {
        Self { who: As::User(login), ..self }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The path of something in the organisation that the command is about: the only one, where none was chosen.
    pub(crate) async fn within(&mut self, path: &str) -> Result<String, Failure> {
        let chosen = match &self.organisation {
            Some(chosen) => chosen.clone(),
            None => self.only_organisation().await?,
        };
        self.organisation = Some(chosen.clone());
        Ok(format!("/organisations/{}{path}", escaped(&chosen)))
    }

    async fn only_organisation(&mut self) -> Result<String, Failure> {
        let all = self
            .get("/organisations")
            .await
            .map_err(|failure| failure.help("name the organisation with --organisation or MCPHUB_ORGANISATION"))?;
        let own = all.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let slug = |one: &Value| one.get("slug").and_then(Value::as_str).map(str::to_owned);
        let shared = own.iter().filter(|one| one.get("is_personal") != Some(&Value::Bool(true)));
        let shared: Vec<&Value> = shared.collect();
        let only = match (shared.as_slice(), own.as_slice()) {
            ([one], _) => slug(one),
            ([], [one]) => slug(one),
            _ => None,
        };
        only.ok_or_else(|| {
            Failure::usage("you are in several organisations")
                .help("choose one with `mcphub organisations use SLUG`, or for once with --organisation")
        })
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<Value, Failure> {
        self.send(Method::GET, path, Body::default()).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: Value) -> Result<Value, Failure> {
        self.send(Method::POST, path, Body::json(&body)).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: Value) -> Result<Value, Failure> {
        self.send(Method::PUT, path, Body::json(&body)).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Result<Value, Failure> {
        self.send(Method::DELETE, path, Body::default()).await
    }

    /// Rows of a list, newest first: as many as wanted, over as many pages as they stand on.
    pub(crate) async fn all(&mut self, path: &str, most: usize) -> Result<Vec<Value>, Failure> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        let joint = if path.contains('?') { '&' } else { '?' };
        while rows.len() < most {
            let limit = (most - rows.len()).min(100);
            let page = self.get(&format!("{path}{joint}limit={limit}{cursor}")).await?;
            rows.extend(page.get("items").and_then(Value::as_array).cloned().unwrap_or_default());
            match page.get("next").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={}", escaped(next)),
                None => break,
            }
        }
        Ok(rows)
    }

    /// Sends a request; the answer as JSON, nothing where it has no body. A token whose time is up is renewed once.
    pub(crate) async fn send(&mut self, method: Method, path: &str, body: Body) -> Result<Value, Failure> {
        let mut answer = self.once(method.clone(), path, &body).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.renew().await? {
            answer = self.once(method, path, &body).await?;
        }
        value(answer.status, &answer.bytes)
    }

    /// The answer as text, for what is no JSON.
    pub(crate) async fn text(&mut self, path: &str) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.bytes(path).await?).into_owned())
    }

    /// The answer as it came, for what is no text either.
    pub(crate) async fn bytes(&mut self, path: &str) -> Result<Bytes, Failure> {
        let mut answer = self.once(Method::GET, path, &Body::default()).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.renew().await? {
            answer = self.once(Method::GET, path, &Body::default()).await?;
        }
        if !answer.status.is_success() {
            value(answer.status, &answer.bytes)?;
        }
        Ok(answer.bytes)
    }

    /// An answer that is read while it comes.
    pub(crate) async fn open(&mut self, path: &str) -> Result<Opened, Failure> {
        let url = format!("{}/api/v1{path}", self.url);
        let mut answer = self.opened(&url).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.renew().await? {
            answer = self.opened(&url).await?;
        }
        if answer.status.is_success() {
            return Ok(answer);
        }
        let mut said = Vec::new();
        while let Ok(Some(bytes)) = answer.next().await {
            said.extend_from_slice(&bytes);
        }
        value(answer.status, &said)?;
        Ok(answer)
    }

    async fn opened(&self, url: &str) -> Result<Opened, Failure> {
        let asked = self.asked(Method::GET, url.to_owned(), HeaderMap::new(), &Body::default())?;
        self.fetcher.open(asked).await.map_err(|error| self.unanswered(&error))
    }

    /// What a hosted MCP server answers to one request in the protocol's stateless form (2026-07-28); `path` is `/mcp/…`.
    pub(crate) async fn mcp(&mut self, path: &str, method: &str, mut params: Value) -> Result<Value, Failure> {
        if let Some(params) = params.as_object_mut() {
            let client = json!({ "name": "mcphub", "version": env!("CARGO_PKG_VERSION") });
            let meta = json!({ "io.modelcontextprotocol/protocolVersion": PROTOCOL, "io.modelcontextprotocol/clientCapabilities": {},
                               "io.modelcontextprotocol/clientInfo": client });
            params.insert("_meta".to_owned(), meta);
        }
        let name = params.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut headers = HeaderMap::new();
        for (header, value) in [
            ("accept", "application/json, text/event-stream"),
            ("mcp-protocol-version", PROTOCOL),
            ("mcp-method", method),
            ("mcp-name", &name),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(header, value);
            }
        }
        let body = Body::json(&json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }));
        let url = format!("{}{path}", self.url);
        let mut answer = self.request(Method::POST, url.clone(), headers.clone(), &body).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.renew().await? {
            answer = self.request(Method::POST, url, headers, &body).await?;
        }
        let answer = value(answer.status, &answer.bytes)?;
        match answer.get("error") {
            Some(error) => {
                let why = error.get("message").and_then(Value::as_str).unwrap_or("the server does not say why");
                Err(Failure::unusable(format!("the server refuses {method}: {why}")))
            }
            None => Ok(answer.get("result").cloned().unwrap_or_default()),
        }
    }

    async fn once(&self, method: Method, path: &str, body: &Body) -> Result<Fetched, Failure> {
        self.request(method, format!("{}/api/v1{path}", self.url), HeaderMap::new(), body).await
    }

    async fn request(&self, method: Method, url: String, headers: HeaderMap, body: &Body) -> Result<Fetched, Failure> {
        let asked = self.asked(method, url, headers, body)?;
        self.fetcher.request(asked).await.map_err(|error| self.unanswered(&error))
    }

    fn unanswered(&self, error: &FetchError) -> Failure {
        let failure = Failure::environment(error.to_string()).code(UNANSWERED.to_owned());
        failure.help(format!("is the hub at {} running?", self.url))
    }

    /// A request, as whoever asks.
    fn asked(&self, method: Method, url: String, mut headers: HeaderMap, body: &Body) -> Result<Asked, Failure> {
        let token = match &self.who {
            As::Nobody => None,
            As::Key(key) => Some(key),
            As::User(login) => Some(&login.access_token),
        };
        if let Some(token) = token {
            let value = HeaderValue::from_str(&format!("Bearer {token}"));
            let mut value = value.map_err(|_| Failure::usage("this is no API key"))?;
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
        if let Some(kind) = HeaderValue::from_str(&body.kind).ok().filter(|kind| !kind.is_empty()) {
            headers.insert(header::CONTENT_TYPE, kind);
        }
        Ok(Asked { method, url, headers, body: body.bytes.clone() })
    }

    /// Renews the tokens of who is signed in, unless another process just did.
    async fn renew(&mut self) -> Result<bool, Failure> {
        let As::User(mine) = &self.who else { return Ok(false) };
        let _lock = Login::lock()?;
        let Some(mut kept) = Login::load()?.filter(|kept| kept.url == mine.url) else { return Ok(false) };
        if kept.access_token == mine.access_token {
            let body = Body::json(&json!({ "refresh_token": kept.refresh_token }));
            let answer =
                Self { who: As::Nobody, fetcher: self.fetcher.clone(), url: self.url.clone(), organisation: None }
                    .once(Method::POST, "/sessions/refresh", &body)
                    .await?;
            if answer.status == StatusCode::UNAUTHORIZED {
                return Err(
                    Failure::environment("you are not signed in any more").help("`mcphub login` signs in again")
                );
            }
            let tokens = value(answer.status, &answer.bytes)?;
            kept.access_token = token(&tokens, "access_token");
            kept.refresh_token = token(&tokens, "refresh_token");
            kept.save()?;
        }
        self.who = As::User(kept);
        Ok(true)
    }
}

/// A token of an answer.
pub(crate) fn token(tokens: &Value, name: &str) -> String {
    tokens.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A part of a path or a query.
pub(crate) fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn fetcher() -> Result<Fetcher, Failure> {
    // The user names the hub themselves, wherever it is.
    let policy = Policy { allow_private: true, allow: Vec::new() };
    let limits = FetchLimits { timeout: Duration::from_secs(120), redirects: 0, ..FetchLimits::default() };
    let fetcher = Fetcher::new(&policy, limits, Arc::new(SystemClock));
    fetcher.map_err(|error| Failure::environment(error.to_string()))
}

/// The hub's address, whichever of its pages is named.
fn tidy(url: &str) -> Result<String, Failure> {
    let given = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let parsed = url::Url::parse(&given).ok().filter(|parsed| matches!(parsed.scheme(), "http" | "https"));
    let parsed = parsed.ok_or_else(|| {
        Failure::usage(format!("`{url}` is no address of a hub")).help("write it like https://hub.example.com")
    })?;
    let path = parsed.path().trim_end_matches('/');
    let path = path.strip_suffix("/setup").unwrap_or(path);
    Ok(format!("{}{path}", parsed.origin().ascii_serialization()))
}

/// What an answer says; a problem as a failure, with everything that is wrong.
fn value(status: StatusCode, bytes: &[u8]) -> Result<Value, Failure> {
    let value: Value = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(bytes).map_err(|_| {
            Failure::environment(format!("the answer ({status}) is no JSON; is this the address of a hub?"))
        })?
    };
    if status.is_success() {
        return Ok(value);
    }
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let detail = text("detail");
    let message = if detail.is_empty() { format!("the hub answered {status}") } else { detail };
    Err(match status {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Failure::usage(message),
        _ => Failure::environment(message),
    }
    .code(text("code")))
}
