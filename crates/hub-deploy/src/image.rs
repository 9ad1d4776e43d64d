//! Images without a Docker daemon: one layer with the runtime, one with the blueprint, and what is said of them.
//!
//! An image is a pure function of the runtime's bytes and of the blueprint: no clock, no randomness, no names of machines. So the layer with
//! the runtime is the same in every image, and a registry that has it once never gets it again.

mod archive;
mod attach;
mod blob;
mod build;
pub mod engine;
mod error;
mod layer;
mod name;
mod provenance;
pub mod registry;
mod runtime;
mod sbom;
pub mod scan;
pub mod sign;

pub use archive::write as write_archive;
pub use attach::Attached;
pub use blob::Blob;
pub use build::{Image, Platform, build};
pub use error::Error;
pub use layer::{Cache, Layer};
pub use name::Name;
pub use runtime::{Architecture, Runtime};
