//! Requests that make something can be repeated: one with the same `Idempotency-Key` gets the first one's answer and makes nothing.
//! The answer is kept in the transaction that makes the thing, so there is never one without the other.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use hub_model::problem::ErrorCode;
use hub_store::{Error, Scope, Transaction, platform::idempotency};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::{body::written, caller::Caller, problem::Problem};
use crate::app::App;

const NAME: &str = "idempotency-key";

/// The key that came with a request.
#[derive(Debug, Clone)]
pub(crate) struct IdempotencyKey(Option<Key>);

#[derive(Debug, Clone)]
struct Key {
    text: String,
    endpoint: String,
}

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(r#"^([!#-~]{1,255}|"[!#-~]{1,255}")$"#));
        let words = "Chosen by the caller, a UUID say: the same request with the same key gets the first one's answer, and makes \
                     nothing again.";
        let header = ParameterBuilder::new().name("Idempotency-Key").parameter_in(ParameterIn::Header);
        vec![header.required(Required::False).description(Some(words)).schema(Some(text)).build()]
    }
}

impl FromRequestParts<App> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(NAME) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).to_owned();
        let is_visible = |byte: u8| byte.is_ascii_graphic() && byte != b'"';
        let is_sound = (1..=255).contains(&text.len()) && text.bytes().all(is_visible);
        if !is_sound {
            return Err(Problem::new(
                ErrorCode::BadRequest,
                "`Idempotency-Key` has 1 to 255 visible characters, such as a UUID",
            ));
        }
        Ok(Self(Some(Key { text, endpoint: format!("{} {}", parts.method, parts.uri.path()) })))
    }
}

/// Something that was made, and where it is.
pub(crate) struct Made<T> {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) version: Option<i64>,
    pub(crate) value: T,
}

impl<T> Made<T> {
    /// It is there.
    pub(crate) fn created(location: String, version: i64, value: T) -> Self {
        Self { status: StatusCode::CREATED, location, version: Some(version), value }
    }

    /// It is being worked on.
    pub(crate) fn accepted(location: String, value: T) -> Self {
        Self { status: StatusCode::ACCEPTED, location, version: None, value }
    }
}

/// Whether something is to be made.
pub(crate) enum Begun<'a> {
    /// It is.
    Anew(Box<Making<'a>>),
    /// It was made before; this is the answer that was given.
    Before(Response),
}

/// A transaction in which something is made, together with the answer that tells of it.
pub(crate) struct Making<'a> {
    /// What is done in it happens once [`Making::end`] has returned.
    pub(crate) tx: Transaction<'a>,
    /// Under what the answer is kept.
    kept: Option<Kept>,
}

struct Kept {
    owner: Scope,
    scope: String,
    key: String,
    fingerprint: String,
}

impl IdempotencyKey {
    /// Begins to make something, or answers what was answered before. `body` is the request's, by which a repetition is told from
    /// another request that uses the same key by mistake.
    pub(crate) async fn begin<'a>(
        &self,
        app: &'a App,
        caller: &Caller,
        owner: Scope,
        body: &[u8],
    ) -> Result<Begun<'a>, Problem> {
        let tx = app.store().begin(caller.origin.clone()).await?;
        let Some(key) = &self.0 else { return Ok(Begun::Anew(Box::new(Making { tx, kept: None }))) };
        let scope = format!("{}|{}", serde_json::to_string(&caller.origin.actor).unwrap_or_default(), key.endpoint);
        let fingerprint: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
        if let Some(before) = idempotency::find(&tx, &scope, &key.text).await? {
            return repeated(&before, &fingerprint).map(Begun::Before);
        }
        let kept = Kept { owner, scope, key: key.text.clone(), fingerprint };
        Ok(Begun::Anew(Box::new(Making { tx, kept: Some(kept) })))
    }
}

impl Making<'_> {
    /// Makes it happen.
    pub(crate) async fn end<T: Serialize>(self, made: Made<T>) -> Result<Response, Problem> {
        if let Some(Kept { owner, scope, key, fingerprint }) = &self.kept {
            let body = serde_json::to_vec(&made.value).map_err(Problem::internal)?;
            let status = i64::from(made.status.as_u16());
            let kept = idempotency::keep(&self.tx, *owner, scope, key, fingerprint, status, &body).await;
            kept.map_err(|error| match error {
                Error::Taken(_) => {
                    let detail = "a request with this idempotency key is being done; try again";
                    Problem { retry_after: Some(1), ..Problem::conflict(detail) }
                }
                other => other.into(),
            })?;
        }
        self.tx.commit().await?;
        Ok(answer(made.status, Some(&made.location), made.version, &made.value))
    }
}

fn repeated(before: &idempotency::Answered, fingerprint: &str) -> Result<Response, Problem> {
    if before.fingerprint != fingerprint {
        let detail = "this idempotency key came with another request before; use a new one for each thing to be made";
        return Err(Problem::new(ErrorCode::IdempotencyMismatch, detail));
    }
    let status = u16::try_from(before.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let mut response = (status.unwrap_or(StatusCode::OK), before.body.to_vec()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn answer(status: StatusCode, location: Option<&str>, version: Option<i64>, value: &impl Serialize) -> Response {
    let mut response = written(status, value);
    if let Some(location) = location.and_then(|location| HeaderValue::from_str(location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if let Some(etag) = version.and_then(|version| HeaderValue::from_str(&format!("\"{version}\"")).ok()) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}
