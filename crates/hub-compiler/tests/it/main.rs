//! The compiler from outside: documents in, blueprints and reports out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    reason = "tests say what they expect by failing, and what they leave out"
)]

mod fuzz_corpus;
mod goldens;
mod grpc;
mod hostile;
mod hostile_graphql;
mod hostile_soap;
mod projects;
mod properties;
mod samples;
mod sound;
