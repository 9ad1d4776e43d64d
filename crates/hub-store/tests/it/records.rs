//! What happened, and who is told of it.

mod audit;
mod events;
mod idempotency;
pub mod registries;
mod webhooks;
