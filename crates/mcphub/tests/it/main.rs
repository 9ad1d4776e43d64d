//! The real binary, from outside: every command, exit statuses, sources of all kinds, signals.

mod compile;
mod diff_and_lint;
mod run;
mod run_stdio;
mod sources;
mod support;
mod tidy;
