//! `GET /about`: what anybody may know of the hub before signing in.

use axum::extract::State;
use hub_store::accounts::users;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, problem::Problem},
    settings::SignUp,
};

/// What anybody may know of the hub.
#[derive(Serialize, ToSchema)]
#[schema(as = About)]
pub(crate) struct About {
    version: &'static str,
    /// The address by which it is reached.
    url: String,
    /// Who may make an account: `closed`, `invited` or `open`.
    sign_up: &'static str,
    /// There is no account yet: the first one is made by the link that the hub prints when it starts.
    needs_setup: bool,
    /// Characters that a password has at least.
    password_length: usize,
    /// Servers may be open to anybody who has their address.
    open_servers: bool,
}

/// See what this hub is
#[utoipa::path(get, path = "/about", operation_id = "about", tag = "system", security(()),
    responses((status = 200, description = "What anybody may know", body = About)))]
pub(crate) async fn about(State(app): State<App>) -> Result<Json<About>, Problem> {
    let accounts = &app.settings().accounts;
    Ok(Json(About {
        version: env!("CARGO_PKG_VERSION"),
        url: app.public_url(),
        sign_up: match accounts.sign_up {
            SignUp::Closed => "closed",
            SignUp::Invited => "invited",
            SignUp::Open => "open",
        },
        needs_setup: users::count(app.store()).await? == 0,
        password_length: accounts.password_length,
        open_servers: app.settings().gateway.allow_open,
    }))
}
