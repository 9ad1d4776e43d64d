//! How a tool is executed: a plan over the tool's argument slots, made by the compiler and followed by the runtime.

pub mod http;

use serde::{Deserialize, Serialize};

pub use http::HttpBinding;

/// Index into [`crate::Tool::arguments`].
pub type Slot = usize;

/// The kinds of call. One variant for each family of protocols.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Binding {
    /// One HTTP request.
    Http(Box<HttpBinding>),
}
