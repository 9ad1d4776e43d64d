//! `POST /accounts`: people make an account themselves, where the hub lets them.

use http::StatusCode;
use hub_access::secret_text::{self, Kind};
use hub_store::organisations::invitations;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{AccountView, NewAccount, create, hashed};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::Anyone,
        etag::Versioned,
        problem::Problem,
        rates,
        text::{Email, Name},
    },
    settings::SignUp,
};

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignUp)]
pub(crate) struct Body {
    email: Email,
    name: Name,
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 256)]
    password: SecretString,
    /// The token of an invitation; needed where accounts are made by invitation only.
    #[serde(default)]
    #[schema(max_length = 200)]
    invitation: Option<String>,
}

/// Make an account
///
/// With an invitation, the new account is a member of the organisation that it was invited into.
#[utoipa::path(post, path = "/accounts", operation_id = "signUp", tag = "accounts", security(()), request_body = Body,
    responses((status = 201, description = "The account was made", body = AccountView)))]
pub(crate) async fn sign_up(
    axum::extract::State(app): axum::extract::State<App>,
    Anyone(caller): Anyone,
    Json(body): Json<Body>,
) -> Result<Versioned<AccountView>, Problem> {
    rates::sign_in(&app, &caller).await?;
    let invited = match &body.invitation {
        Some(token) => Some(invited(&app, token, &body.email).await?),
        None => None,
    };
    let is_allowed = match app.settings().accounts.sign_up {
        SignUp::Open => true,
        SignUp::Invited => invited.is_some(),
        SignUp::Closed => false,
    };
    if !is_allowed {
        return Err(Problem::forbidden("accounts are made by invitation, or by administrators; ask one"));
    }
    let password = hashed(&app, "password", body.password, &[&body.email.0, &body.name.0]).await?;
    let tx = app.store().begin(caller.origin).await?;
    let new = NewAccount { email: body.email, name: body.name, password: Some(password), is_admin: false };
    let user = create(&app, &tx, new).await?;
    if let Some(hash) = invited {
        invitations::accept(&tx, &hash, user.id).await?;
    }
    tx.commit().await?;
    Ok(Versioned { status: StatusCode::CREATED, version: user.version, value: user.into() })
}

/// The hash of an invitation that holds, and is for this address.
async fn invited(app: &App, token: &str, email: &Email) -> Result<String, Problem> {
    let refused = || Problem::invalid("invitation", "it does not hold, or no longer, or is for somebody else");
    let hash = secret_text::parse(Kind::Invitation, token).ok_or_else(refused)?.to_string();
    let door = invitations::by_hash(app.store(), &hash, app.now()).await?.ok_or_else(refused)?;
    if door.invitation.email != email.0 {
        return Err(refused());
    }
    Ok(hash)
}
