//! `PUT /admin/organisations/{organisation}/quotas`.

use axum::extract::State;
use hub_model::{account::Quotas, id::OrganisationId};
use hub_store::organisations;

use crate::{
    api::organisations::OrganisationView,
    app::App,
    http::{
        body::Json,
        caller::Admin,
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
    },
};

/// Set what an organisation may have
///
/// The hub's defaults hold where one is null or left out.
#[utoipa::path(put, path = "/admin/organisations/{organisation}/quotas", operation_id = "setQuotas", tag = "admin",
    params(("organisation" = OrganisationId, Path), IfMatch), request_body = Quotas,
    responses((status = 200, description = "The organisation as it is now", body = OrganisationView)))]
pub(crate) async fn set(
    State(app): State<App>,
    admin: Admin,
    Path(organisation): Path<OrganisationId>,
    IfMatch(version): IfMatch,
    Json(quotas): Json<Quotas>,
) -> Result<Versioned<OrganisationView>, Problem> {
    let all =
        [quotas.apis, quotas.servers, quotas.deployments, quotas.calls_per_day, quotas.stored_bytes, quotas.members];
    if all.iter().flatten().any(|most| *most < 0) {
        return Err(Problem::invalid("", "a quota is 0 or more"));
    }
    let tx = app.store().begin(admin.caller.origin).await?;
    let changed = organisations::set_quotas(&tx, organisation, version, quotas).await?;
    tx.commit().await?;
    Ok(Versioned::ok(changed.version, changed.into()))
}
