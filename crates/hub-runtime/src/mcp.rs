//! The Model Context Protocol, server side: both eras, independent of HTTP and stdio.
//!
//! A [`Service`] says what is served, the engine turns messages into calls of it and outcomes into messages. The modern era
//! (2026-07-28) is stateless: every request says who asks and for which version. The legacy era (2024-11-05 to 2025-11-25)
//! begins with `initialize`; over HTTP it is served without sessions, so nothing is remembered between requests there either.

mod call;
mod engine;
mod error;
mod exchange;
mod lists;
mod manifest;
mod message;
mod mirror;
mod outbox;
mod pending;
mod questions;
mod request_state;
mod revision;
mod service;
mod subscription;
mod write;

pub use error::RpcError;
pub use exchange::{Exchange, Inputs, LogLevel, ProgressReporter, Unasked};
pub use manifest::{CacheScope, Manifest};
pub use pending::{ClientError, Questions};
pub use request_state::{StateError, StateSeal};
pub use revision::Revision;
pub use service::{
    CallRequest, Completion, CompletionRequest, Contents, ContentsBody, HeaderParameter, InputRequest, InputRequired,
    Outcome, Prompt, PromptMessage, PromptRequest, ReadRequest, Role, Service,
};
pub use subscription::Changes;

pub(crate) use engine::{Begun, Engine, Peer, Reply, Work, revision};

pub(crate) use lists::negotiated;
pub(crate) use message::{Kind, Message, Params};
pub(crate) use mirror::check as check_mirrored_headers;
pub(crate) use outbox::Outbox;
pub(crate) use write::{error_response, single_line};
