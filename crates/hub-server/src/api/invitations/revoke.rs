//! `DELETE /organisations/{organisation}/invitations/{invitation}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::InvitationId;
use hub_store::organisations::invitations;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Take an invitation back
#[utoipa::path(delete, path = "/organisations/{organisation}/invitations/{invitation}", operation_id = "revokeInvitation", tag = "members",
    params(("organisation" = String, Path), ("invitation" = InvitationId, Path)), responses((status = 204, description = "It does not work any more")))]
pub(crate) async fn revoke(
    State(app): State<App>,
    authorised: Authorised<needs::MembersManage>,
    Path((_, invitation)): Path<(String, InvitationId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    invitations::revoke(&tx, id, invitation).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
