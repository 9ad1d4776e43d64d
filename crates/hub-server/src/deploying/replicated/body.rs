//! What a replica runs in. All the rest of its life is the same.

use std::{sync::Arc, time::Duration};

use hub_deploy::{
    docker::{Container, Engine, Order},
    process::Process,
};
use hub_model::{
    Blueprint,
    id::{ReplicaId, VersionId},
    server::{Deployment, Target},
};
use hub_runtime::{
    egress::passage::Leave,
    replica::{Outfit, Start, Told},
    socket::Address,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Notify;

use super::Shared;

/// The process or the container of a replica.
pub(super) enum Body {
    Process(Process),
    Container(Container),
}

/// A replica that is to be started.
pub(super) struct New<'n> {
    pub(super) id: ReplicaId,
    pub(super) version: VersionId,
    pub(super) blueprint: &'n Arc<Blueprint>,
    pub(super) token: &'n SecretString,
    pub(super) outfit: &'n Outfit,
}

impl Body {
    /// Starts one, as its deployment wants it; the reason where it cannot be started.
    pub(super) async fn start(
        shared: &Shared,
        deployment: &Deployment,
        new: New<'_>,
        changed: Arc<Notify>,
    ) -> Result<Self, String> {
        let New { id, version, blueprint, token, outfit } = new;
        if deployment.target == Target::Docker {
            let order = Order {
                organisation: deployment.organisation.to_string(),
                server: deployment.server.to_string(),
                version: version.to_string(),
                replica: id.to_string(),
            };
            let engine = shared.docker.engine().await?;
            let leave = Leave::of(blueprint, outfit)?;
            let container =
                Container::start(&engine, order, Arc::clone(blueprint), &told(token, outfit), leave, changed)?;
            return Ok(Self::Container(container));
        }
        let launch = shared.launch.as_ref().ok_or("this process of the hub starts no others")?;
        let start = Start {
            blueprint: Blueprint::clone(blueprint),
            listen: Address::Tcp((std::net::Ipv4Addr::LOCALHOST, 0).into()),
            token: token.expose_secret().to_owned(),
            outfit: outfit.clone(),
        };
        let process = Process::start(launch, &start, changed);
        process.map(Self::Process).map_err(|error| format!("no process can be started: {error}"))
    }

    /// Takes up a container that runs.
    pub(super) fn adopt(engine: &Engine, new: &New<'_>, changed: Arc<Notify>) -> Result<Self, String> {
        let New { id, blueprint, token, outfit, .. } = new;
        let leave = Leave::of(blueprint, outfit)?;
        Container::adopt(engine, &id.to_string(), &told(token, outfit), leave, changed).map(Self::Container)
    }

    /// Where it listens, once it does.
    pub(super) fn listening(&self) -> Option<&Address> {
        match self {
            Self::Process(process) => process.listening(),
            Self::Container(container) => container.listening(),
        }
    }

    /// Processor time that it has used by now.
    pub(super) async fn used(&self) -> Result<Duration, String> {
        match self {
            Self::Process(process) => process.used().ok_or_else(|| "the system does not say".to_owned()),
            Self::Container(container) => container.used().await,
        }
    }

    /// How it ended, once it has.
    pub(super) fn ended(&self) -> Option<&str> {
        match self {
            Self::Process(process) => process.ended(),
            Self::Container(container) => container.ended(),
        }
    }

    /// What it said since the last time.
    pub(super) fn take_lines(&self) -> Vec<String> {
        match self {
            Self::Process(process) => process.take_lines(),
            Self::Container(container) => container.take_lines(),
        }
    }

    /// Its number in this machine's operating system, where it is a process of this one's.
    pub(super) fn id(&self) -> Option<u32> {
        match self {
            Self::Process(process) => process.id(),
            Self::Container(_) => None,
        }
    }

    /// Gives it another outfit.
    pub(super) fn wear(&self, blueprint: &Blueprint, token: &SecretString, outfit: &Outfit) {
        match self {
            Self::Process(process) => process.wear(outfit),
            Self::Container(container) => match Leave::of(blueprint, outfit) {
                Ok(leave) => container.wear(&told(token, outfit), leave),
                Err(why) => tracing::warn!(why, "a container cannot be told where it may connect to"),
            },
        }
    }

    /// Lets it end once it has answered what it has.
    pub(super) fn end(&mut self) {
        match self {
            Self::Process(process) => process.end(),
            Self::Container(container) => container.end(),
        }
    }

    /// Ends it at once.
    pub(super) fn kill(&mut self) {
        match self {
            Self::Process(process) => process.kill(),
            Self::Container(container) => container.kill(),
        }
    }

    /// Removes what is left of it; its image too, where nobody will want another one of it.
    pub(super) async fn discard(self, is_last: bool) {
        if let Self::Container(container) = self {
            container.discard(is_last).await;
        }
    }
}

fn told(token: &SecretString, outfit: &Outfit) -> Told {
    Told { token: token.expose_secret().to_owned(), outfit: outfit.clone() }
}
