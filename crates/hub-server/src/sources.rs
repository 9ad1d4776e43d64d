//! Documents with everything that they refer to: fetched under the egress rules, asked of live endpoints, or taken from uploads.

mod address;
mod introspect;
pub mod uploaded;
mod web;

pub use address::{shown, typed_address};
pub use web::{Settings, Web};

use std::{fmt, time::Duration};

use hub_compiler::Documents;

/// The largest document that is read. The largest public API description known is a third of it.
pub const LARGEST_DOCUMENT: u64 = 64 << 20;
/// The most bytes that one API may be spread over.
const LARGEST_TOTAL: u64 = 192 << 20;
/// The most documents that one API may be spread over.
const MOST_DOCUMENTS: usize = 4_000;
/// After so many documents in a row that the network did not give, no other is asked for.
const MOST_FAILURES: usize = 10;
/// The longest that all documents of an API together are waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What was found at an address.
#[derive(Debug)]
pub enum Found {
    /// Documents, to be compiled.
    Documents(Documents),
    /// Bytes that begin like a blueprint, and the address to show for them.
    Blueprint(String, Vec<u8>),
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unobtainable {
    /// What is wrong, in a sentence without its end.
    pub message: String,
    /// What kind of failure it is, which tells what to do about it.
    pub cause: Cause,
}

/// Kinds of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The address makes no sense.
    Address,
    /// Nothing answers there, or not with a document.
    Absent,
    /// It wants to know who asks.
    Denied,
    /// A GraphQL endpoint that could not be found.
    NoEndpoint,
    /// A GraphQL endpoint that wants to know who asks.
    EndpointDenied,
    /// A GraphQL endpoint that does not tell its schema.
    Reticent,
    /// A gRPC server that does not describe itself.
    NoReflection,
    /// This machine cannot ask.
    Environment,
}

impl Cause {
    /// Whether asking again may help.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Absent | Self::NoEndpoint | Self::NoReflection | Self::Environment)
    }
}

impl fmt::Display for Unobtainable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unobtainable {}

/// What may still be read for one API.
#[derive(Debug, Default)]
pub struct Budget {
    documents: usize,
    bytes: u64,
    /// The last documents that the network did not give.
    failed: usize,
    /// Time spent on the network.
    waited: Duration,
}

impl Budget {
    /// Counts a document in.
    ///
    /// # Errors
    /// When it was one too many; says why.
    pub fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.documents += 1;
        self.bytes += bytes as u64;
        self.room()
    }

    /// Counts what a fetch took.
    fn wait(&mut self, time: Duration, failed: bool) {
        self.waited += time;
        self.failed = if failed { self.failed + 1 } else { 0 };
    }

    /// Whether anything more may be read; the reason when not.
    fn room(&self) -> Result<(), String> {
        if self.documents > MOST_DOCUMENTS {
            return Err(format!("the API refers to more than {MOST_DOCUMENTS} documents"));
        }
        if self.bytes > LARGEST_TOTAL {
            return Err(format!("the API's documents are larger than {} MiB together", LARGEST_TOTAL >> 20));
        }
        if self.failed >= MOST_FAILURES {
            return Err(format!("it was not tried, as {MOST_FAILURES} others could not be had"));
        }
        if self.waited > LONGEST_WAIT {
            return Err(format!("it was not tried, as the others took {} s", LONGEST_WAIT.as_secs()));
        }
        Ok(())
    }
}

/// Whether an address is fetched rather than opened.
#[must_use]
pub fn is_url(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether an address is that of a gRPC server, which describes itself.
#[must_use]
pub fn is_live(address: &str) -> bool {
    ["grpc://", "grpcs://"].iter().any(|scheme| address.starts_with(scheme))
}

/// Whether bytes begin like a blueprint, in whichever version of its format.
#[must_use]
pub fn is_blueprint(bytes: &[u8]) -> bool {
    let format = hub_model::blueprint::FORMAT;
    let family = format.split_once('/').map_or(format, |(family, _)| family).as_bytes();
    bytes.windows(family.len()).take(4096).any(|window| window == family)
}
