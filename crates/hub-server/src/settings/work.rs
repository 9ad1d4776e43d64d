//! Work that no request waits for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Which addresses documents may be fetched from, and calls may go to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Egress {
    /// Private and loopback addresses too. Whoever may register an API then reaches what this machine reaches.
    pub allow_private: bool,
    /// Host names (`api.internal`, `*.internal`), addresses and networks (`10.1.0.0/16`) that may be reached although private.
    #[serde(deserialize_with = "super::list")]
    pub allow: Vec<String>,
}

/// How work is done that no request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Jobs that this process does at a time.
    pub at_once: usize,
    /// Seconds after which waiting jobs are looked for, when nothing was heard of them.
    pub poll_seconds: u64,
    /// Seconds that compiling a document may take.
    pub compile_seconds: u64,
}

/// How registered APIs are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Monitoring {
    /// Upstreams that this process probes at a time.
    pub at_once: usize,
    /// Seconds that a probe may take.
    pub timeout_seconds: u64,
}

/// How long things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days until a deleted API is removed for good.
    pub deleted_days: u64,
    /// Days that jobs are kept after their end.
    pub job_days: u64,
    /// Days that probes are kept.
    pub probe_days: u64,
    /// Hours that an upload is kept that no API uses.
    pub upload_hours: u64,
    /// Hours in which a repeated request gets the first one's answer.
    pub idempotency_hours: u64,
    /// Days that calls are kept, where a server does not say otherwise.
    pub call_days: u64,
    /// Days that what calls came to in each hour is kept.
    pub call_hour_days: u64,
    /// Days that logs of servers are kept.
    pub log_days: u64,
}

/// Servers in processes of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Deployment {
    /// Processes that this process of the hub may start; none where it is 0.
    pub processes: usize,
    /// MiB of memory that each of them may have of its own.
    pub memory_mib: u64,
    /// Percent of one processor that each of them may use (150: one and a half); as much as there is where it is 0. Needs control groups.
    pub processor_percent: u64,
    /// Processes get control groups (Linux), where the hub may make them: as root, or where a part of the tree was delegated to it.
    pub cgroups: bool,
}

/// MCP servers that are hosted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Gateway {
    /// Servers may be open to anybody who has their address.
    pub allow_open: bool,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { at_once: 4, poll_seconds: 5, compile_seconds: 30 }
    }
}

impl Jobs {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        require(wrong, "jobs.at_once", (1..=256).contains(&self.at_once), "choose between 1 and 256");
        require(wrong, "jobs.poll_seconds", (1..=300).contains(&self.poll_seconds), "choose between 1 and 300 seconds");
    }
}

impl Default for Deployment {
    fn default() -> Self {
        Self { processes: 64, memory_mib: 512, processor_percent: 0, cgroups: true }
    }
}

impl Deployment {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        require(wrong, "deployment.processes", self.processes <= 10_000, "10000 are the most");
        let is_enough = (16..=1 << 20).contains(&self.memory_mib);
        require(wrong, "deployment.memory_mib", is_enough, "choose between 16 and 1048576");
        let is_share = self.processor_percent == 0 || (5..=100_000).contains(&self.processor_percent);
        require(wrong, "deployment.processor_percent", is_share, "choose 0 (no limit), or between 5 and 100000");
        let can = self.processor_percent == 0 || self.cgroups;
        require(wrong, "deployment.processor_percent", can, "needs deployment.cgroups; or choose 0 (no limit)");
    }
}

impl Default for Monitoring {
    fn default() -> Self {
        Self { at_once: 16, timeout_seconds: 10 }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            deleted_days: 30,
            job_days: 30,
            probe_days: 30,
            upload_hours: 24,
            idempotency_hours: 24,
            call_days: 30,
            call_hour_days: 400,
            log_days: 14,
        }
    }
}
