//! The real binary, from outside: every command, exit statuses, sources of all kinds, signals.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests say what they expect by failing, and talk to the binary over plain sockets"
)]

mod compile;
mod diff_and_lint;
mod hub;
mod hub_apis;
mod hub_apply;
mod hub_calls;
mod hub_keeping;
mod hub_login;
mod hub_metrics;
mod hub_processes;
mod hub_servers;
mod images;
mod live;
mod pages;
mod redis_tls;
mod reflection;
mod run;
mod run_stdio;
mod samples;
mod serve_tls;
mod several;
mod sources;
mod support;
mod tidy;
