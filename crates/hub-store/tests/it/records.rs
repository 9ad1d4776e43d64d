//! What happened, and who is told of it.

mod audit;
mod events;
mod idempotency;
mod webhooks;
