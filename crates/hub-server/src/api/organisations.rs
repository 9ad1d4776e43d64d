//! Organisations.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod rotate_key;
pub(crate) mod update;
pub(crate) mod usage;
mod view;

pub(crate) use view::OrganisationView;
