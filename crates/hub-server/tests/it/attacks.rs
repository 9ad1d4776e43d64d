//! Attacks by name: each test is one, or one family, and says in its name what must not come of it.

mod archives;
mod bodies;
mod changes;
mod cookies;
mod egress;
mod escalation;
mod headers;
mod injection;
mod sign_in;
mod sources;
mod tenants;
mod tokens;
