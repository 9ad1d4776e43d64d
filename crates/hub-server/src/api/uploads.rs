//! Documents that are uploaded before an API is registered with them.

pub(crate) mod create;
pub(crate) mod file;
pub(crate) mod get;
