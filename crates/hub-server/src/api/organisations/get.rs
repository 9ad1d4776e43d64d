//! `GET /organisations/{organisation}`.

use crate::{
    api::organisations::OrganisationView,
    http::{
        caller::{Authorised, needs},
        etag::Versioned,
        problem::Problem,
    },
};

/// See an organisation
///
/// `{organisation}` is an identifier or a slug, here and everywhere.
#[utoipa::path(get, path = "/organisations/{organisation}", operation_id = "getOrganisation", tag = "organisations",
    params(("organisation" = String, Path)), responses((status = 200, description = "The organisation", body = OrganisationView)))]
pub(crate) async fn get(
    authorised: Authorised<needs::OrganisationRead>,
) -> Result<Versioned<OrganisationView>, Problem> {
    let Authorised { organisation, role, permissions, .. } = authorised;
    let version = organisation.version;
    Ok(Versioned::ok(version, OrganisationView::from(organisation).seen_by(role, permissions)))
}
