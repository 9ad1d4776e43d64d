//! Resources as files: read, compared with a hub, made so, and written down from one.

mod documents;
mod execute;
mod fields;
mod files;
mod observe;
mod plan;
mod read;
pub(crate) mod removed;
mod report;
mod write;

pub(crate) use documents::{Source, load};
pub(crate) use execute::{Done, Means, Outcome, Secret, execute};
pub(crate) use files::files;
pub(crate) use observe::{Depth, Organisation, observe};
pub(crate) use plan::{Credentials, Desired, Options, Plan, Step, Work, check, plan};
pub(crate) use read::{Complaint, Resource, Spec};
pub(crate) use report::{counts, explained, shown, told};
pub(crate) use write::{Written, written};
