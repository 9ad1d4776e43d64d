//! Target `kubernetes`: replicas as pods of a cluster. What there should be is written down as manifests, which are pure, and handed to the
//! cluster by server-side apply; what there is is watched.

mod api;
mod cluster;
pub mod manifests;
mod names;
mod pods;
mod review;
mod secrets;
mod watch;

pub use cluster::{Access, Cluster, Left};
pub use manifests::{Amount, Egress, Limits, Owner, Peer, Shape};
pub use names::Names;
pub use pods::{Phase, Pod};
pub use review::{Sight, sight};
pub use secrets::Secrets;
pub use watch::Changed;

/// Labels of what is ours.
pub(crate) mod label {
    /// Everything of a hub's servers has it: the hub's name.
    pub(crate) const HUB: &str = "mcphub.dev/hub";
    /// The server's identifier.
    pub(crate) const SERVER: &str = "mcphub.dev/server";
    /// The version's identifier.
    pub(crate) const VERSION: &str = "mcphub.dev/version";
    /// The organisation's identifier.
    pub(crate) const ORGANISATION: &str = "mcphub.dev/organisation";
    /// On pods: another value whenever their secret changes, so that the kubelet looks at once.
    pub(crate) const TOLD: &str = "mcphub.dev/told";
}

/// Who owns the fields that we set.
pub(crate) const MANAGER: &str = "mcphub";
