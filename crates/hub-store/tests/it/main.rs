//! The store on real databases: every test of a suite runs on SQLite and on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "tests say what they expect by failing, and ask the environment for the services that they need"
)]

/// Runs every test on both databases, as `sqlite::name` and `postgres::name`.
macro_rules! suite {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::hub::on_sqlite(super::$name).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::hub::on_postgres(super::$name).await;
            })*
        }
    };
}

mod accounts;
mod apis;
mod backup;
mod connections;
mod hub;
mod jobs;
mod migrations;
mod organisations;
mod plans;
mod raw;
mod records;
mod redis;
mod schema;
mod seals;
mod servers;
mod services;
