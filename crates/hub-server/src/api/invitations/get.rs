//! `POST /invitations/look`: where an invitation leads, before it is accepted. The token is in the body: addresses stand in logs.

use axum::extract::State;
use hub_access::secret_text::{self, Kind};
use hub_model::{Timestamp, account::Role};
use hub_store::{
    accounts::users,
    organisations::{self, invitations},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, caller::Anyone, problem::Problem, rates},
};

/// The token of an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitationToken)]
pub(crate) struct Body {
    #[schema(max_length = 200)]
    pub(super) token: String,
}

/// Where an invitation leads.
#[derive(Serialize, ToSchema)]
#[schema(as = InvitationPreview)]
pub(crate) struct Preview {
    /// The organisation's name.
    organisation: String,
    /// Who may use it.
    email: String,
    role: Role,
    expires_at: Timestamp,
    /// There is an account with this address: sign in to accept. Otherwise make one.
    has_account: bool,
}

/// See where an invitation leads
#[utoipa::path(post, path = "/invitations/look", operation_id = "lookAtInvitation", tag = "accounts", security(()), request_body = Body,
    responses((status = 200, description = "Where it leads", body = Preview)))]
pub(crate) async fn get(
    State(app): State<App>,
    Anyone(caller): Anyone,
    Json(body): Json<Body>,
) -> Result<Json<Preview>, Problem> {
    rates::sign_in(&app, &caller).await?;
    let missing = || Problem::not_found("the invitation");
    let hash = secret_text::parse(Kind::Invitation, &body.token).ok_or_else(missing)?;
    let door = invitations::by_hash(app.store(), &hash.to_string(), app.now()).await?.ok_or_else(missing)?;
    let organisation = organisations::find(app.store(), door.organisation).await?.ok_or_else(missing)?;
    let has_account = users::by_email(app.store(), &door.invitation.email).await?.is_some();
    let invitation = door.invitation;
    Ok(Json(Preview {
        organisation: organisation.name,
        email: invitation.email,
        role: invitation.role,
        expires_at: invitation.expires_at,
        has_account,
    }))
}
