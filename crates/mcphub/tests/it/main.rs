//! The real binary, from outside: every command, exit statuses, sources of all kinds, signals.

mod compile;
mod tidy;
