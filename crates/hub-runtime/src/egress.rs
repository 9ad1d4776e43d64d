//! Where requests may go: addresses are resolved, checked, and connected to exactly as checked.

/// Which hosts and addresses may be reached. By default every public address and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Private, loopback, link-local and other special addresses too.
    pub allow_private: bool,
    /// Host names (`api.internal`, `*.internal`), addresses and networks (`10.1.0.0/16`) that may be reached although special.
    pub allow: Vec<String>,
}
