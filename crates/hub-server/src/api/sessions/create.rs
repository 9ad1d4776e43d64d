//! `POST /sessions`: sign in with address, password, and a second factor where there is one.

use axum::{extract::State, response::Response};
use hub_access::{throttle, totp};
use hub_model::{account::User, problem::ErrorCode};
use hub_store::{
    Transaction,
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
    locked_out(&app, &subject).await?;
    let user = users::by_email(app.store(), &body.email.0).await?.filter(|user| !user.is_disabled);
    let hash = match &user {
        Some(user) => users::password(app.store(), user.id).await?,
        None => None,
    };
    // Takes as long for an address without an account, and answers the same.
    let is_right = app.verify_password(body.password, hash).await?;
    let Some(user) = user.filter(|_| is_right) else {
        fail(&app, &caller, &subject, "wrong-password").await?;
        return Err(Problem::unauthenticated("the address or the password is wrong"));
    };
    let tx = app
        .store()
        .begin(hub_store::Origin { actor: hub_model::event::Actor::User { id: user.id }, ..caller.origin.clone() })
        .await?;
    if let Err(problem) = second(&app, &tx, &user, body.code.as_deref()).await? {
        drop(tx);
        if body.code.is_some() {
            fail(&app, &caller, &subject, "wrong-code").await?;
        }
        return Err(problem);
    }
    throttles::clear(&tx, &subject).await?;
    let refresh = fresh(&app);
    let new = sessions::New { user: user.id, token: &refresh.hash, expires_at: refresh.expires_at };
    let session = sessions::begin(&tx, new).await?;
    tx.commit().await?;
    signed_in(&app, &user, &session, refresh, body.cookie).await
}

/// Refuses an attempt that comes too soon after failed ones.
async fn locked_out(app: &App, subject: &str) -> Result<(), Problem> {
    let Some(failures) = throttles::failures(app.store(), subject).await? else { return Ok(()) };
    let wait = throttle::wait(failures.count, failures.last_at, app.now());
    if wait.is_zero() {
        return Ok(());
    }
    let seconds = wait.as_secs().max(1);
    let detail = format!("too many failed attempts for this address; try again in {seconds} s");
    Err(Problem { retry_after: Some(seconds), ..Problem::new(ErrorCode::LockedOut, detail) })
}

/// Counts a failed attempt, and notes it in the audit log.
async fn fail(app: &App, caller: &Caller, subject: &str, outcome: &str) -> Result<(), Problem> {
    let tx = app.store().begin(caller.origin.clone()).await?;
    throttles::count(&tx, subject, tx.at().before(throttle::FORGOTTEN)).await?;
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
