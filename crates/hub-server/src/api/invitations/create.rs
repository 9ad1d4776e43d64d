//! `POST /organisations/{organisation}/invitations`.

use std::time::Duration;

use axum::{extract::State, response::Response};
use hub_access::secret_text::{Kind, OpaqueToken};
use hub_model::account::Role;
use hub_store::organisations::invitations;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::InvitationView;
use crate::{
    api::members::may_give,
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::Email,
    },
};

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInvitation)]
pub(crate) struct Body {
    email: Email,
    role: Role,
}

/// An invitation with its link.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationWithLink)]
pub(crate) struct WithLink {
    #[serde(flatten)]
    invitation: InvitationView,
    /// Shown once, and to be given to the one who is invited.
    token: String,
    /// The same as a link.
    url: String,
}

/// Invite somebody
///
/// Answers a link to be given to them. An earlier invitation of the same address does not work any more.
#[utoipa::path(post, path = "/organisations/{organisation}/invitations", operation_id = "createInvitation", tag = "members",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body,
    responses((status = 201, description = "The invitation, with its link", body = WithLink)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::MembersManage>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let by = authorised.caller.user().ok_or_else(|| Problem::forbidden("service accounts invite nobody"))?;
    may_give(&app, &authorised, body.role).await?;
    let id = authorised.id();
    let days = app.settings().accounts.invitation_days;
    let (token, hash) = OpaqueToken::fresh(Kind::Invitation, app.entropy());
    let hash = hash.to_string();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let expires_at = making.tx.at().after(Duration::from_secs(days * 86_400));
    let new = invitations::New { email: &body.email.0, role: body.role, invited_by: by, hash: &hash, expires_at };
    let invitation = invitations::create(&making.tx, id, new).await?;
    let token = token.expose_secret().to_owned();
    let url = format!("{}/invitation?token={token}", app.public_url());
    let location = format!("/api/v1/organisations/{id}/invitations/{}", invitation.id);
    making.end(Made::created(location, 1, WithLink { invitation: invitation.into(), token, url })).await
}
