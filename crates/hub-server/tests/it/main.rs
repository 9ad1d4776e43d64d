//! A hub in process, on a real socket: every endpoint by every kind of caller, and attacks by name.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    clippy::print_stderr,
    unreachable_pub,
    reason = "tests say what they expect by failing, and send what no well-behaved client would"
)]

mod attacks;
mod client;
mod console;
mod document;
mod gateway;
mod hub;
mod images;
mod matrix;
mod mcp;
mod own;
mod totp;
mod upstream;
