//! `POST /organisations/{organisation}/audit/verification`: check that nobody changed the log.

use axum::extract::State;
use hub_store::verify_audit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        problem::Problem,
    },
};

/// What a check of the log came to.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditVerification)]
pub(crate) struct Verification {
    /// Lines that were read.
    lines: i64,
    /// Nothing was changed, added or taken out.
    is_whole: bool,
    /// The first number at which the log is not what was written.
    broken_at: Option<i64>,
}

/// Verify the audit log
///
/// Reads it to its end, and checks the hash of each line.
#[utoipa::path(post, path = "/organisations/{organisation}/audit/verification", operation_id = "verifyAudit", tag = "audit",
    params(("organisation" = String, Path)), responses((status = 200, description = "What was found", body = Verification)))]
pub(crate) async fn verify(
    State(app): State<App>,
    authorised: Authorised<needs::AuditRead>,
) -> Result<Json<Verification>, Problem> {
    let checked = verify_audit(app.store(), Some(authorised.id())).await?;
    Ok(Json(Verification { lines: checked.lines, is_whole: checked.broken_at.is_none(), broken_at: checked.broken_at }))
}
