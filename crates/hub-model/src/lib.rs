//! The nouns of MCP Hub: what the compiler makes, the runtime executes and the platform stores. No I/O, no async.
//!
//! A [`Blueprint`] is everything one MCP server needs except secrets. The compiler links one from a document; the
//! runtime serves it; deploying, rolling back, exporting and diffing are operations on it. Nothing downstream of the
//! blueprint knows what kind of document it came from.

pub mod account;
pub mod api;
pub mod auth;
pub mod binding;
pub mod blueprint;
pub mod clock;
pub mod closed;
pub mod curation;
pub mod diagnostic;
pub mod entropy;
pub mod event;
pub mod id;
pub mod job;
pub mod problem;
pub mod profile;
pub mod report;
pub mod resource;
mod schema;
pub mod server;
pub mod timestamp;
pub mod tool;
pub mod upstream;

pub use auth::{Alternative, ApiKeyPlace, Requirement, Scheme, SchemeKind};
pub use binding::{Binding, GraphQlBinding, HttpBinding, Slot};
pub use blueprint::{Blueprint, Resource, ResourceBody, SourceDocument};
pub use diagnostic::{Diagnostic, Severity};
pub use profile::Profile;
pub use report::{Report, Skipped};
pub use timestamp::Timestamp;
pub use tool::{Annotations, Argument, Origin, Output, Tool};
pub use upstream::{Upstream, Variable};
