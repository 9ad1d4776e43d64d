//! How a server is deployed: what is wanted, and what there is.

use serde::{Deserialize, Serialize};

use crate::{
    closed::closed,
    id::{OrganisationId, ReplicaId, ServerId, VersionId},
    timestamp::Timestamp,
};

closed! {
    /// Where a server runs.
    Target {
        /// In the gateway's own process.
        Embedded = "embedded",
        /// In processes of its own, on the machine of the hub's process that looks after it.
        Process = "process",
        /// In containers of its own, of the Docker engine of that machine.
        Docker = "docker",
        /// As pods of a Kubernetes cluster.
        Kubernetes = "kubernetes",
    }
}

impl Target {
    /// The server has replicas of its own, which the gateway passes calls on to.
    #[must_use]
    pub fn has_replicas(self) -> bool {
        match self {
            Self::Embedded => false,
            Self::Process | Self::Docker | Self::Kubernetes => true,
        }
    }
}

closed! {
    /// How far a deployment is.
    DeploymentState {
        /// It was asked for, and nobody has looked at it yet.
        Pending = "pending",
        /// It is being started, or changed.
        Starting = "starting",
        /// It serves as it is wanted to.
        Running = "running",
        /// It serves, and not as it is wanted to: replicas are missing.
        Degraded = "degraded",
        /// It does not serve, and is tried again.
        Failed = "failed",
        /// It is being stopped: what was being answered gets the time to end.
        Stopping = "stopping",
        /// It is not wanted to serve.
        Stopped = "stopped",
    }
}

/// A deployment of a server: there is one for each server that was ever deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// Of which server.
    pub server: ServerId,
    /// Whose.
    pub organisation: OrganisationId,
    /// It is wanted to serve.
    pub is_wanted: bool,
    /// Where.
    pub target: Target,
    /// The version that it serves.
    pub current: VersionId,
    /// A newer version that some callers get.
    pub canary: Option<Canary>,
    /// Replicas of each version, where it has processes or containers of its own.
    pub replicas: i64,
    /// As many as there is to do instead, where it says so.
    pub scaling: Option<Scaling>,
    /// Counts changes of what is wanted.
    pub generation: i64,
    /// How far it is.
    pub state: DeploymentState,
    /// Since when.
    pub since: Timestamp,
    /// What there is to say about it: why it failed, what is missing.
    pub message: String,
    /// What was wanted when its state was found.
    pub observed_generation: i64,
    /// Attempts in a row that failed.
    pub failures: i64,
    /// When it was first asked for.
    pub created_at: Timestamp,
    /// Last change of what is wanted.
    pub updated_at: Timestamp,
}

/// Replicas by how much there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// The fewest; with 0, the last one ends when nobody calls, and the first call starts one.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 32))]
    pub min: i64,
    /// The most.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 32))]
    pub max: i64,
    /// Calls that one replica should have at a time.
    #[serde(default = "Scaling::calls")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub calls: u32,
    /// Percent of its processor time that one replica should use: of what it may use or, as a pod, of what it asks for. Calls decide alone when
    /// absent; otherwise whichever of the two asks for more replicas does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000))]
    pub cpu_percent: Option<u32>,
    /// Seconds for which fewer have to be enough before any ends.
    #[serde(default = "Scaling::quiet_seconds")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 3_600))]
    pub quiet_seconds: u32,
}

impl Scaling {
    fn calls() -> u32 {
        10
    }

    fn quiet_seconds() -> u32 {
        120
    }
}

/// A newer version that some callers get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Canary {
    /// Which.
    pub version: VersionId,
    /// Callers of a hundred. A caller gets the same version each time.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub percent: u8,
}

closed! {
    /// How a replica does.
    ReplicaState {
        /// It was started, and has not answered yet.
        Starting = "starting",
        /// It answers.
        Ready = "ready",
        /// It does not answer, or has ended.
        Failed = "failed",
        /// It gets no more calls, and ends once it has answered those that it has.
        Draining = "draining",
    }
}

/// A process that serves one version of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    /// Identifier.
    pub id: ReplicaId,
    /// Of which server.
    pub server: ServerId,
    /// Whose.
    pub organisation: OrganisationId,
    /// Which version.
    pub version: VersionId,
    /// How it does.
    pub state: ReplicaState,
    /// Where it listens, once it does.
    pub address: Option<String>,
    /// The process that runs it: name of the hub's process.
    pub node: String,
    /// Its process identifier there.
    pub process: Option<i64>,
    /// What there is to say about it.
    pub message: String,
    /// When it was started.
    pub started_at: Timestamp,
    /// Last change of its state.
    pub updated_at: Timestamp,
}

impl Replica {
    /// Where it runs, once it says where it listens: processes have a number, containers a socket in a file, pods an address.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let address = self.address.as_deref()?;
        Some(match self.process {
            Some(_) => Target::Process,
            None if address.starts_with("unix:") => Target::Docker,
            None => Target::Kubernetes,
        })
    }

    /// It answers, and runs elsewhere than where this target has its replicas: it goes on until those answer.
    #[must_use]
    pub fn is_before_move(&self, target: Target) -> bool {
        self.state == ReplicaState::Ready && self.target().is_some_and(|own| own != target)
    }
}

impl Deployment {
    /// It is wanted at another target that has replicas, too: what runs here goes on until those answer.
    #[must_use]
    pub fn has_moved(&self, from: Target) -> bool {
        self.is_wanted && self.target.has_replicas() && self.target != from
    }

    /// It is known whether it serves as it is wanted to: it does, or it failed, or it is not to.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let is_in_between =
            matches!(self.state, DeploymentState::Pending | DeploymentState::Starting | DeploymentState::Stopping);
        self.observed_generation == self.generation && !is_in_between
    }

    /// None of its replicas has to be there for it to serve as it is wanted to: the first call starts one.
    #[must_use]
    pub fn can_sleep(&self) -> bool {
        let may_have_none = self.target.has_replicas() && self.scaling.is_some_and(|scaling| scaling.min == 0);
        self.is_wanted && self.state == DeploymentState::Running && may_have_none
    }

    /// Nothing is wanted of it, and nothing of it is left.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        !self.is_wanted && self.state == DeploymentState::Stopped && self.observed_generation == self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replica(state: ReplicaState, address: Option<&str>, process: Option<i64>) -> Replica {
        Replica {
            id: ReplicaId(1),
            server: ServerId(2),
            organisation: OrganisationId(3),
            version: VersionId(4),
            state,
            address: address.map(str::to_owned),
            node: "a".to_owned(),
            process,
            message: String::new(),
            started_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn a_replica_that_answers_elsewhere_is_from_before_the_move() {
        use ReplicaState::{Ready, Starting};
        let process = replica(Ready, Some("127.0.0.1:9"), Some(42));
        let container = replica(Ready, Some("unix:/data/rep_1/mcp.sock"), None);
        let pod = replica(Ready, Some("10.1.2.3:8080"), None);
        for (one, target) in [(&process, Target::Process), (&container, Target::Docker), (&pod, Target::Kubernetes)] {
            assert_eq!(one.target(), Some(target));
            for wanted in [Target::Process, Target::Docker, Target::Kubernetes] {
                assert_eq!(one.is_before_move(wanted), wanted != target, "{one:?}");
            }
        }
        // Nothing is missed that never answered.
        assert!(!replica(Starting, None, None).is_before_move(Target::Process));
    }
}
