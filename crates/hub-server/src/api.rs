//! The REST API: this file is its table of contents, and the OpenAPI document falls out of it. One file for each endpoint.

mod accounts;
mod admin;
pub(crate) mod apis;
mod audit;
mod calls;
mod credentials;
mod deployments;
mod document;
pub(crate) mod events;
mod images;
mod invitations;
mod jobs;
pub(crate) mod keys;
mod live;
mod logs;
mod me;
mod members;
mod organisations;
mod registries;
mod registry;
mod revisions;
mod roles;
pub(crate) mod servers;
mod service_accounts;
mod sessions;
pub(crate) mod system;
mod tools;
mod uploads;
mod versions;
mod webhooks;

pub use document::document;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::app::App;

/// Everything under `/api/v1`.
pub(crate) fn router() -> OpenApiRouter<App> {
    accounts().merge(tenants()).merge(registry()).merge(hosting()).merge(records()).merge(hub())
}

/// Everything under `/v0.1`: where the clients of registries look for it, and as they know it.
pub(crate) fn public_registry() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(registry::list::list))
        .routes(routes!(registry::versions::versions))
        .routes(routes!(registry::version::version))
}

/// Accounts and sign-in.
fn accounts() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(accounts::setup::setup))
        .routes(routes!(accounts::sign_up::sign_up))
        .routes(routes!(accounts::reset_password::reset_password))
        .routes(routes!(sessions::create::create))
        .routes(routes!(sessions::refresh::refresh))
        .routes(routes!(sessions::end::end))
        .routes(routes!(me::get::get, me::update::update))
        .routes(routes!(me::password::password))
        .routes(routes!(me::sessions::list))
        .routes(routes!(me::end_session::end_session))
        .routes(routes!(me::begin_second_factor::begin, me::confirm_second_factor::confirm))
        .routes(routes!(me::remove_second_factor::remove))
        .routes(routes!(invitations::get::get))
        .routes(routes!(invitations::accept::accept))
}

/// Organisations and who is in them.
fn tenants() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(organisations::list::list, organisations::create::create))
        .routes(routes!(organisations::get::get, organisations::update::update, organisations::delete::delete))
        .routes(routes!(organisations::usage::usage))
        .routes(routes!(organisations::rotate_key::rotate_key))
        .routes(routes!(members::list::list))
        .routes(routes!(members::update::update, members::remove::remove))
        .routes(routes!(invitations::list::list, invitations::create::create))
        .routes(routes!(invitations::revoke::revoke))
        .routes(routes!(roles::list::list, roles::create::create))
        .routes(routes!(roles::update::update, roles::delete::delete))
        .routes(routes!(service_accounts::list::list, service_accounts::create::create))
        .routes(routes!(service_accounts::update::update, service_accounts::delete::delete))
        .routes(routes!(keys::list::list, keys::create::create))
        .routes(routes!(keys::revoke::revoke))
        .routes(routes!(keys::rotate::rotate))
}

/// APIs.
fn registry() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(uploads::create::create))
        .routes(routes!(uploads::get::get))
        .routes(routes!(uploads::file::file))
        .routes(routes!(apis::list::list, apis::create::create))
        .routes(routes!(apis::get::get, apis::update::update, apis::delete::delete))
        .routes(routes!(apis::restore::restore))
        .routes(routes!(apis::refresh::refresh))
        .routes(routes!(apis::health::health))
        .routes(routes!(apis::probe::probe))
        .routes(routes!(revisions::list::list))
        .routes(routes!(revisions::get::get))
        .routes(routes!(revisions::report::report))
        .routes(routes!(revisions::changes::changes))
        .routes(routes!(revisions::blueprint::blueprint))
        .routes(routes!(revisions::document::document))
        .routes(routes!(revisions::approve::approve))
        .routes(routes!(revisions::reject::reject))
        .routes(routes!(tools::list::list))
        .routes(routes!(tools::get::get))
        .routes(routes!(tools::call::call))
        .routes(routes!(credentials::list::list))
        .routes(routes!(credentials::set::set, credentials::delete::delete))
        .routes(routes!(credentials::test::test))
}

/// Servers, made of APIs and deployed.
fn hosting() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(servers::list::list, servers::create::create))
        .routes(routes!(servers::get::get, servers::update::update, servers::delete::delete))
        .routes(routes!(servers::tools::tools))
        .routes(routes!(servers::connect::connect, servers::connect_with_key::connect_with_key))
        .routes(routes!(servers::manifest::manifest))
        .routes(routes!(servers::bundle::bundle))
        .routes(routes!(versions::list::list, versions::create::create))
        .routes(routes!(versions::get::get))
        .routes(routes!(versions::part::part))
        .routes(routes!(versions::project::project))
        .routes(routes!(images::list::list))
        .routes(routes!(images::create::create))
        .routes(routes!(images::get::get, images::delete::delete))
        .routes(routes!(images::archive::archive))
        .routes(routes!(deployments::get::get, deployments::deploy::deploy, deployments::stop::stop))
        .routes(routes!(deployments::replicas::replicas))
        .routes(routes!(logs::list::list))
        .routes(routes!(live::follow::follow))
        .routes(routes!(deployments::promote::promote))
        .routes(routes!(deployments::roll_back::roll_back))
        .routes(routes!(registries::list::list, registries::create::create))
        .routes(routes!(registries::get::get, registries::update::update, registries::delete::delete))
        .routes(routes!(registries::test::test))
        .routes(routes!(registries::tags::tags))
        .routes(routes!(registries::delete_tag::delete_tag))
        .routes(routes!(calls::list::list))
        .routes(routes!(calls::hours::hours))
        .routes(routes!(calls::get::get))
}

/// What is done and what happened.
fn records() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(jobs::list::list))
        .routes(routes!(jobs::get::get))
        .routes(routes!(jobs::cancel::cancel))
        .routes(routes!(jobs::retry::retry))
        .routes(routes!(jobs::follow::follow))
        .routes(routes!(events::list::list))
        .routes(routes!(events::follow::follow))
        .routes(routes!(audit::list::list))
        .routes(routes!(audit::export::export))
        .routes(routes!(audit::verify::verify))
        .routes(routes!(webhooks::list::list, webhooks::create::create))
        .routes(routes!(webhooks::update::update, webhooks::delete::delete))
        .routes(routes!(webhooks::test::test))
}

/// The hub itself.
fn hub() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(admin::users::list::list, admin::users::create::create))
        .routes(routes!(admin::users::get::get, admin::users::update::update))
        .routes(routes!(admin::users::reset_password::reset_password))
        .routes(routes!(admin::organisations::list))
        .routes(routes!(admin::quotas::set))
        .routes(routes!(admin::jobs::list))
        .routes(routes!(admin::audit::list))
        .routes(routes!(admin::rotate_key::rotate))
        .routes(routes!(admin::rotate_master_key::rotate))
        .routes(routes!(admin::settings::list))
        .routes(routes!(admin::status::status))
        .routes(routes!(system::about::about))
}
