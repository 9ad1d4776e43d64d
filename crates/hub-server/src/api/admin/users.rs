//! Accounts, for administrators.

pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod reset_password;
pub(crate) mod update;
