//! `POST /invitations/accept`: become a member.

use axum::extract::State;
use hub_access::secret_text::{self, Kind};
use hub_store::{
    accounts::users,
    organisations::{self, invitations},
};

use super::get::Body;
use crate::{
    api::organisations::OrganisationView,
    app::App,
    http::{body::Json, caller::Person, problem::Problem},
};

/// Accept an invitation
///
/// By the one whose address it is for.
#[utoipa::path(post, path = "/invitations/accept", operation_id = "acceptInvitation", tag = "me", request_body = Body,
    responses((status = 200, description = "The organisation that you are a member of now", body = OrganisationView)))]
pub(crate) async fn accept(
    State(app): State<App>,
    person: Person,
    Json(body): Json<Body>,
) -> Result<Json<OrganisationView>, Problem> {
    let missing = || Problem::not_found("the invitation");
    let hash = secret_text::parse(Kind::Invitation, &body.token).ok_or_else(missing)?.to_string();
    let tx = app.store().begin(person.caller.origin).await?;
    let user = users::find(&tx, person.user).await?.ok_or_else(missing)?;
    let door = invitations::by_hash(&tx, &hash, tx.at()).await?.ok_or_else(missing)?;
    if door.invitation.email != user.email {
        return Err(Problem::forbidden(
            "the invitation is for somebody else; sign in with the address that it was made for",
        ));
    }
    let id = invitations::accept(&tx, &hash, user.id).await?;
    let organisation = organisations::find(&tx, id).await?.ok_or_else(missing)?;
    tx.commit().await?;
    Ok(Json(organisation.into()))
}
