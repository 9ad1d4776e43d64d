//! What is kept: SQLite or PostgreSQL, sealed secrets, jobs, the bus between processes, limits.
//!
//! Plain functions for each noun, on a [`Store`] for reading and on a [`Transaction`] for writing. A transaction keeps what
//! changes together with the events that say so. Every function that concerns an organisation takes it.

pub mod accounts;
pub mod apis;
mod audit;
pub mod backup;
pub mod bus;
mod check;
mod database;
mod error;
mod events;
pub mod jobs;
pub mod limits;
mod migration;
pub mod organisations;
mod page;
pub mod platform;
pub mod registries;
mod schema;
mod seal;
pub mod servers;
mod store;
pub mod webhooks;

pub use audit::{Checked, Filter as AuditFilter, entries as audit_entries, verify as verify_audit};
pub use database::{Connections, Kind, Lagging, Origin, Read, Scope, Transaction};
pub use error::{Error, Result};
pub use events::{Filter as EventFilter, after as events_after, list as list_events, one as event};
pub use migration::Status;
pub use page::{Page, Request as PageRequest};
pub use seal::{MasterKey, MasterKeys};
pub use store::{Settings, Store};
