//! What the hub keeps for itself: keys that sign access tokens, answers to repeated requests, and its housekeeping.

pub mod idempotency;
pub mod reseal;
pub mod signing_keys;
