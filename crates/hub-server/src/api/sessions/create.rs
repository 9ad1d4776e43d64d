//! `POST /sessions`: sign in with address, password, and a second factor where there is one.

use std::time::Duration;

use axum::{extract::State, response::Response};
use hub_access::{password::needs_rehash, throttle, totp};
use hub_model::{account::User, event::Actor, problem::ErrorCode};
use hub_store::{
    Origin, Transaction,
    accounts::{second_factor, sessions, throttles, users},
};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Tokens, fresh, signed_in, throttled};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Anyone, Caller},
        problem::Problem,
        rates,
        text::Email,
    },
};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignIn)]
pub(crate) struct Body {
    email: Email,
    #[schema(value_type = String, format = Password, max_length = 256)]
    password: SecretString,
    /// A code of the authenticator app, or a recovery code, where the account has a second factor.
    #[serde(default)]
    #[schema(max_length = 40)]
    code: Option<String>,
    /// Keep the refresh token in a cookie that pages cannot read, instead of answering it: for browsers.
    #[serde(default)]
    cookie: bool,
}

/// Sign in
///
/// Answers an access token, which holds for some minutes, and a refresh token, with which the next ones are had. An account with a
/// second factor answers `second_factor_required` until `code` is sent as well.
#[utoipa::path(post, path = "/sessions", operation_id = "signIn", tag = "sessions", security(()), request_body = Body,
    responses((status = 200, description = "Signed in", body = Tokens)))]
pub(crate) async fn create(
    State(app): State<App>,
    Anyone(caller): Anyone,
    Json(body): Json<Body>,
) -> Result<Response, Problem> {
    rates::sign_in(&app, &caller).await?;
    let subject = throttled(&body.email.0);
    attempt(&app, &caller, &subject).await?;
    let user = users::by_email(app.store(), &body.email.0).await?.filter(|user| !user.is_disabled);
    let hash = match &user {
        Some(user) => users::password(app.store(), user.id).await?,
        None => None,
    };
    // Takes as long for an address without an account, and answers the same.
    let is_outdated = hash.as_deref().is_some_and(needs_rehash);
    let is_right = app.verify_password(body.password.clone(), hash).await?;
    let Some(user) = user.filter(|_| is_right) else {
        note(&app, &caller, &subject, "wrong-password").await?;
        return Err(Problem::unauthenticated("the address or the password is wrong"));
    };
    let rehashed = if is_outdated { Some(app.hash_password(body.password).await?) } else { None };
    let origin = Origin { actor: Actor::User { id: user.id }, ..caller.origin.clone() };
    let tx = app.store().begin(origin).await?;
    if let Err(problem) = second(&app, &tx, &user, body.code.as_deref()).await? {
        drop(tx);
        if body.code.is_none() {
            forgive(&app, &caller, &subject).await?;
        } else {
            note(&app, &caller, &subject, "wrong-code").await?;
        }
        return Err(problem);
    }
    throttles::clear(&tx, &subject).await?;
    if let Some(hash) = rehashed {
        users::set_password(&tx, user.id, &hash, "rehashed").await?;
    }
    let refresh = fresh(&app);
    let new = sessions::New { user: user.id, token: &refresh.hash, expires_at: refresh.expires_at };
    let session = sessions::begin(&tx, new).await?;
    tx.commit().await?;
    signed_in(&app, &user, &session, refresh, body.cookie).await
}

/// Refuses an attempt that comes too soon after failed ones. Any other is counted as failed until it turns out to be right, so that
/// many at once are no way around.
async fn attempt(app: &App, caller: &Caller, subject: &str) -> Result<(), Problem> {
    let tx = app.store().begin(caller.origin.clone()).await?;
    let before = throttles::failures(&tx, subject).await?;
    let wait = before.map_or(Duration::ZERO, |failures| throttle::wait(failures.count, failures.last_at, tx.at()));
    if wait.is_zero() {
        throttles::count(&tx, subject, tx.at().before(throttle::FORGOTTEN)).await?;
        return Ok(tx.commit().await?);
    }
    let seconds = wait.as_secs().max(1);
    let detail = format!("too many failed attempts for this address; try again in {seconds} s");
    Err(Problem { retry_after: Some(seconds), ..Problem::new(ErrorCode::LockedOut, detail) })
}

/// The password was right, and the code is yet to come: no failure, but those before it stay.
async fn forgive(app: &App, caller: &Caller, subject: &str) -> Result<(), Problem> {
    let tx = app.store().begin(caller.origin.clone()).await?;
    throttles::uncount(&tx, subject).await?;
    Ok(tx.commit().await?)
}

/// Notes a failed attempt in the audit log.
async fn note(app: &App, caller: &Caller, subject: &str, outcome: &str) -> Result<(), Problem> {
    let tx = app.store().begin(caller.origin.clone()).await?;
    tx.audit(None, "session.begin", subject, outcome, json!({}));
    Ok(tx.commit().await?)
}

/// Checks the second factor, where there is one.
async fn second(
    app: &App,
    tx: &Transaction<'_>,
    user: &User,
    code: Option<&str>,
) -> Result<Result<(), Problem>, Problem> {
    if !user.has_second_factor {
        return Ok(Ok(()));
    }
    let needed = |detail: &str| Problem::new(ErrorCode::SecondFactorRequired, detail);
    let Some(code) = code else {
        return Ok(Err(needed("send `code` as well: of the authenticator app, or a recovery code")));
    };
    let Some(factor) = second_factor::find(app.store(), tx, user.id).await? else { return Ok(Ok(())) };
    if let Some(step) = totp::verify(&factor.secret, code, tx.at(), factor.last_step)
        && second_factor::used(tx, user.id, step).await?
    {
        return Ok(Ok(()));
    }
    let hash = totp::recovery_hash(code).to_string();
    if second_factor::take_recovery_code(tx, user.id, &hash).await? {
        return Ok(Ok(()));
    }
    Ok(Err(needed("the code is wrong, or was used already")))
}
