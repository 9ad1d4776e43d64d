//! Containers of servers: the engine, and what each container may have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Servers in containers of a Docker engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Docker {
    /// The engine (`unix:///run/docker.sock`); the one that `DOCKER_HOST` names, or this machine's own, where nothing is given.
    pub host: Option<String>,
    /// A folder of this process's own, which containers share: each gets a folder in it, for its two sockets. Paths of sockets have to be
    /// short (107 bytes in all).
    pub folder: String,
    /// Containers that this process of the hub may run; none where it is 0.
    pub containers: usize,
    /// MiB of memory that each of them may have.
    pub memory_mib: u64,
    /// Percent of one processor that each of them may use (150: one and a half); as much as there is where it is 0.
    pub processor_percent: u64,
    /// Processes and threads that each of them may have.
    pub pids: u64,
}

impl Default for Docker {
    fn default() -> Self {
        Self {
            host: None,
            folder: "mcphub-data/replicas".to_owned(),
            containers: 256,
            memory_mib: 128,
            processor_percent: 0,
            pids: 64,
        }
    }
}

impl Docker {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        require(wrong, "docker.folder", !self.folder.is_empty(), "name a folder");
        require(wrong, "docker.containers", self.containers <= 10_000, "10000 are the most");
        let is_enough = (16..=1 << 20).contains(&self.memory_mib);
        require(wrong, "docker.memory_mib", is_enough, "choose between 16 and 1048576");
        let is_share = self.processor_percent == 0 || (5..=100_000).contains(&self.processor_percent);
        require(wrong, "docker.processor_percent", is_share, "choose 0 (no limit), or between 5 and 100000");
        require(wrong, "docker.pids", (16..=100_000).contains(&self.pids), "choose between 16 and 100000");
    }
}
