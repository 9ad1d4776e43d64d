//! `POST /setup`: the first administrator, by the link that the first start prints.

use http::StatusCode;
use hub_access::secret_text::{self, Kind};
use hub_store::accounts::{
    links::{self, Purpose},
    users,
};
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
};

/// The first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Setup)]
pub(crate) struct Body {
    /// The token in the link.
    #[schema(max_length = 200)]
    token: String,
    email: Email,
    name: Name,
    #[schema(value_type = String, format = Password, min_length = 8, max_length = 256)]
    password: SecretString,
}

/// Make the first administrator
///
/// Works once, with the token of the link that the hub prints when it starts without any account.
#[utoipa::path(post, path = "/setup", operation_id = "setup", tag = "accounts", security(()), request_body = Body,
    responses((status = 201, description = "The account was made", body = AccountView)))]
pub(crate) async fn setup(
    axum::extract::State(app): axum::extract::State<App>,
    Anyone(caller): Anyone,
    Json(body): Json<Body>,
) -> Result<Versioned<AccountView>, Problem> {
    rates::sign_in(&app, &caller).await?;
    let refused =
        || Problem::forbidden("the link does not hold, or no longer; the hub prints a new one when it starts");
    let token = secret_text::parse(Kind::Setup, &body.token).ok_or_else(refused)?;
    let password = hashed(&app, "password", body.password, &[&body.email.0, &body.name.0]).await?;
    let tx = app.store().begin(caller.origin).await?;
    links::take(&tx, Purpose::Setup, &token.to_string()).await?.ok_or_else(refused)?;
    if users::count(&tx).await? > 0 {
        return Err(refused());
    }
    let new = NewAccount { email: body.email, name: body.name, password: Some(password), is_admin: true };
    let user = create(&app, &tx, new).await?;
    tx.commit().await?;
    Ok(Versioned { status: StatusCode::CREATED, version: user.version, value: user.into() })
}
