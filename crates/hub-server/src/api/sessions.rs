//! Signing in, staying signed in, signing out.

pub(crate) mod create;
pub(crate) mod end;
pub(crate) mod refresh;

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use hub_access::{
    jwt,
    secret_text::{Kind, OpaqueToken},
};
use hub_model::{
    Timestamp,
    account::{Session, User},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, problem::Problem},
};

/// The cookie that keeps a browser signed in.
const COOKIE: &str = "mcphub_refresh";

/// What a client is signed in with.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
pub(crate) struct Tokens {
    /// For `Authorization: Bearer …`.
    access_token: String,
    /// Seconds that the access token holds.
    expires_in: u64,
    /// For the next access token, once; absent where the browser keeps it in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// A refresh token that is to be handed out, and when it ends.
struct Fresh {
    text: SecretString,
    hash: String,
    expires_at: Timestamp,
}

fn fresh(app: &App) -> Fresh {
    let (text, hash) = OpaqueToken::fresh(Kind::Refresh, app.entropy());
    let days = app.settings().accounts.session_days;
    Fresh { text, hash: hash.to_string(), expires_at: app.now().after(Duration::from_secs(days * 86_400)) }
}

/// The answer to a sign-in or a refresh. A browser gets the refresh token as a cookie that its pages cannot read.
async fn signed_in(
    app: &App,
    user: &User,
    session: &Session,
    refresh: Fresh,
    as_cookie: bool,
) -> Result<Response, Problem> {
    let expires_in = app.settings().accounts.access_minutes * 60;
    let claims = jwt::Claims::fresh(
        &app.issuer(),
        user.id,
        session.id,
        user.is_admin,
        app.now(),
        Duration::from_secs(expires_in),
        app.entropy(),
    );
    let keys = app.token_keys().await?;
    let access_token = jwt::issue(&keys, &claims).map_err(Problem::internal)?;
    let text = refresh.text.expose_secret();
    let mut response =
        Json(Tokens { access_token, expires_in, refresh_token: (!as_cookie).then(|| text.to_owned()) }).into_response();
    if as_cookie {
        set_cookie(app, &mut response, text, app.settings().accounts.session_days * 86_400)?;
    }
    Ok(response)
}

/// Only the hub's own pages send the cookie, and only to where it is needed.
fn set_cookie(app: &App, response: &mut Response, value: &str, seconds: u64) -> Result<(), Problem> {
    let secure = if app.public_url().starts_with("https://") { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={value}; Path=/api/v1/sessions; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(())
}

/// The refresh token in the cookie.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

/// By which failed attempts for an address are counted: not the address itself, which may be nobody's.
pub(crate) fn throttled(email: &str) -> String {
    let digest = Sha256::digest(format!("sign-in {email}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
