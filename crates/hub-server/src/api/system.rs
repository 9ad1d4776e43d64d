//! The hub itself: what it is, whether it lives, whether it is ready, its figures, its documents.

pub(crate) mod about;
pub(crate) mod docs;
pub(crate) mod health;
pub(crate) mod metrics;
