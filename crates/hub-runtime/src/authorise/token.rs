//! OAuth 2 client credentials and refresh tokens (RFC 6749 sections 4.4 and 6): one access token for all calls, fetched once and again before
//! it expires.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Method, header};
use hub_model::SchemeKind;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

use super::basic;
use crate::{
    egress::{Origin, target_of},
    send::{Failure, Network, Outgoing, Reach, Received, Transport, send},
};

/// A token is not used in its last moments: it would expire on the way.
const SKEW: Duration = Duration::from_secs(30);
/// For this long a failure is answered without asking again, so that many calls do not storm a token endpoint that is down.
const PAUSE: Duration = Duration::from_secs(2);

/// An access token.
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    pub(crate) secret: SecretString,
    /// `None` when the server did not say.
    expires: Option<Instant>,
}

/// How access tokens are asked for.
#[derive(Clone, Copy)]
pub(super) struct Grant<'a> {
    url: &'a str,
    id: &'a str,
    secret: &'a str,
    refresh: Option<&'a str>,
}

impl<'a> Grant<'a> {
    /// What the parts of a secret are good for: a client's id and secret, and perhaps a refresh token; nothing where it is an access token.
    pub(super) fn of(kind: &'a SchemeKind, secret: &'a str) -> Option<Self> {
        let (id, rest) = secret.split_once(':')?;
        if let (Some(url), Some((secret, refresh))) = (kind.refresh(), rest.split_once(':')) {
            return Some(Self { url, id, secret, refresh: Some(refresh) });
        }
        Some(Self { url: kind.client_credentials()?, id, secret: rest, refresh: None })
    }

    pub(super) fn refreshes(&self) -> bool {
        self.refresh.is_some()
    }
}

/// Where the tokens of one scheme and set of scopes come from.
pub(crate) struct TokenSource {
    scheme: String,
    url: Result<Url, String>,
    id: String,
    secret: SecretString,
    /// Whether what is asked with is a refresh token.
    refreshes: bool,
    scopes: String,
    /// Held while a token is fetched: everybody else waits for that one.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    failed: Option<(Instant, String)>,
    /// The newest refresh token: servers may give another with every access token, and forget the one before.
    refresh: SecretString,
    /// The server takes the client's secret in the body only.
    in_body: bool,
}

impl TokenSource {
    /// The token endpoint may be relative to the API's base URL.
    pub(super) fn new(scheme: &str, grant: Grant<'_>, base_url: &str, scopes: String) -> Self {
        let Grant { url, id, secret, refresh } = grant;
        let absolute = Url::parse(url).or_else(|_| Url::parse(base_url).and_then(|base| base.join(url)));
        Self {
            scheme: scheme.to_owned(),
            url: absolute.map_err(|error| format!("the token endpoint that the document gives is no URL ({error})")),
            id: id.to_owned(),
            secret: SecretString::from(secret),
            refreshes: refresh.is_some(),
            scopes,
            state: Mutex::new(State { refresh: SecretString::from(refresh.unwrap_or_default()), ..State::default() }),
        }
    }

    /// A token that is still good.
    pub(super) async fn token(&self, network: &Network, reach: &Reach) -> Result<Arc<Token>, String> {
        let mut state = self.state.lock().await;
        let now = network.clock.now();
        if let Some(token) = state.token.as_ref().filter(|token| token.expires.is_none_or(|expires| now < expires)) {
            return Ok(Arc::clone(token));
        }
        if let Some((at, why)) = &state.failed
            && now.saturating_duration_since(*at) < PAUSE
        {
            return Err(why.clone());
        }
        match self.fetch(network, reach, &mut state).await {
            Ok(token) => {
                let token = Arc::new(token);
                (state.token, state.failed) = (Some(Arc::clone(&token)), None);
                Ok(token)
            }
            Err(why) => {
                let why = format!("no access token for `{}`: {why}; the operator has to look into it", self.scheme);
                (state.token, state.failed) = (None, Some((network.clock.now(), why.clone())));
                Err(why)
            }
        }
    }

    /// Drops a token that was refused, unless another call has replaced it already.
    pub(super) async fn forget(&self, refused: &Arc<Token>) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }

    async fn fetch(&self, network: &Network, reach: &Reach, state: &mut State) -> Result<Token, String> {
        let received = self.ask(network, reach, state).await?;
        if received.status.is_success() {
            return self.read(&received, network, state);
        }
        // RFC 6749 section 2.3.1 wants basic authentication supported; enough servers take the body alone.
        if !state.in_body && matches!(received.status.as_u16(), 400 | 401) {
            state.in_body = true;
            let second = self.ask(network, reach, state).await?;
            if second.status.is_success() {
                return self.read(&second, network, state);
            }
            state.in_body = false;
        }
        Err(refusal(&received))
    }

    async fn ask(&self, network: &Network, reach: &Reach, state: &State) -> Result<Received, String> {
        let url = self.url.as_ref().map_err(Clone::clone)?;
        let origin = Origin::of(url, &network.rules).map_err(|refused| refused.0)?;
        let (headers, body) = self.form(state)?;
        let target = target_of(url);
        let (method, transport, extensions) = (Method::POST, Transport::Any, Extensions::new());
        let outgoing = Outgoing { method, origin, target, headers, body, transport, identity: None, extensions };
        // A redirect would carry the client's secret to where the document did not say.
        let reach = Reach { redirects: 0, retries: 1, repeatable: true, bytes: 1 << 20, ..reach.clone() };
        send(network, outgoing, &reach).await.map_err(|failure| match failure {
            Failure::Timeout => "the token endpoint did not answer in time".to_owned(),
            Failure::Redirect(_) => "the token endpoint redirected, which is not followed".to_owned(),
            Failure::Refused(why) | Failure::Unreachable(why) | Failure::Broken(why) | Failure::Invalid(why) => why,
        })
    }

    /// The request's headers and body (RFC 6749 sections 4.4.2 and 6).
    fn form(&self, state: &State) -> Result<(HeaderMap, Bytes), String> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        if self.refreshes {
            form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", state.refresh.expose_secret());
        } else {
            form.append_pair("grant_type", "client_credentials");
        }
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes);
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let secret = self.secret.expose_secret();
        if secret.is_empty() {
            // A public client has nothing to prove (RFC 6749 section 3.2.1).
            form.append_pair("client_id", &self.id);
        } else if state.in_body {
            form.append_pair("client_id", &self.id).append_pair("client_secret", secret);
        } else {
            let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encode(&self.id), encode(secret));
            let mut value =
                HeaderValue::from_str(&format!("Basic {}", basic(&pair))).map_err(|error| error.to_string())?;
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
        Ok((headers, Bytes::from(form.finish())))
    }

    fn read(&self, received: &Received, network: &Network, state: &mut State) -> Result<Token, String> {
        let answer: Value =
            serde_json::from_slice(&received.body).map_err(|_| "the token endpoint answered no JSON".to_owned())?;
        let token = answer.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| refusal(received))?;
        if let Some(next) = answer.get("refresh_token").and_then(Value::as_str).filter(|next| !next.is_empty()) {
            state.refresh = SecretString::from(next);
        }
        let mut header = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| "the token endpoint answered a token that no header can carry".to_owned())?;
        header.set_sensitive(true);
        let seconds =
            answer.get("expires_in").and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        let life = seconds
            .filter(|seconds| seconds.is_finite())
            .map(|seconds| Duration::from_secs_f64(seconds.clamp(0.0, 1e8)));
        // Tokens that live shorter than two skews are used for half their life.
        let expires = life.map(|life| network.clock.now() + life.saturating_sub(SKEW).max(life / 2));
        Ok(Token { header, secret: SecretString::from(token), expires })
    }
}

/// What the endpoint says about itself, by RFC 6749 section 5.2, and no more of its body.
fn refusal(received: &Received) -> String {
    let answer: Value = serde_json::from_slice(&received.body).unwrap_or_default();
    let field = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let words = [field("error"), field("error_description")].join(" ");
    let words: String = words.chars().filter(|character| !character.is_control()).take(200).collect();
    format!("the token endpoint answered {} {}", received.status.as_u16(), words.trim()).trim_end().to_owned()
}
