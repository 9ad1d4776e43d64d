//! The hub as a whole, for those who administer it.

pub(crate) mod audit;
pub(crate) mod jobs;
pub(crate) mod organisations;
pub(crate) mod quotas;
pub(crate) mod rotate_key;
pub(crate) mod rotate_master_key;
pub(crate) mod settings;
pub(crate) mod status;
pub(crate) mod users;
