//! `PUT /me/second-factor`: the authenticator app works, and is asked for from now on.

use axum::extract::State;
use hub_access::totp;
use hub_store::accounts::second_factor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, caller::Person, problem::Problem, rates},
};

/// A code of the app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondFactorConfirmation)]
pub(crate) struct Body {
    /// Six digits.
    #[schema(pattern = "^[0-9]{6}$")]
    code: String,
}

/// Codes for when the app is lost.
#[derive(Serialize, ToSchema)]
#[schema(as = RecoveryCodes)]
pub(crate) struct RecoveryCodesView {
    /// Each works once.
    recovery_codes: Vec<String>,
}

/// Confirm the second factor
#[utoipa::path(put, path = "/me/second-factor", operation_id = "confirmSecondFactor", tag = "me", request_body = Body,
    responses((status = 200, description = "Recovery codes, shown once", body = RecoveryCodesView)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    person: Person,
    Json(body): Json<Body>,
) -> Result<Json<RecoveryCodesView>, Problem> {
    rates::sign_in(&app, &person.caller).await?;
    let tx = app.store().begin(person.caller.origin).await?;
    let factor = second_factor::find(app.store(), &tx, person.user).await?.filter(|factor| !factor.is_confirmed);
    let factor = factor.ok_or_else(|| Problem::conflict("there is no second factor to confirm; begin with one"))?;
    let step = totp::verify(&factor.secret, &body.code, tx.at(), factor.last_step);
    let step = step
        .ok_or_else(|| Problem::invalid("code", "the code is wrong; check that the clock of your device is right"))?;
    let codes = totp::fresh_recovery_codes(app.entropy());
    let hashes: Vec<String> = codes.iter().map(|code| totp::recovery_hash(code).to_string()).collect();
    second_factor::confirm(&tx, person.user, step, &hashes).await?;
    tx.commit().await?;
    Ok(Json(RecoveryCodesView { recovery_codes: codes }))
}
