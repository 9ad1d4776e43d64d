//! Target `docker`: replicas as containers of an engine on this machine, which the hub may lose sight of and find again.
//!
//! A container has no network at all. It is reached through a socket in a folder that it shares with the hub, and reaches its upstreams
//! through another one there ([`hub_runtime::egress::passage`]): what is not on its list does not exist for it.

mod container;
mod engine;
mod folder;
mod shape;

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use bollard::{
    Docker,
    errors::Error as EngineError,
    query_parameters::{
        InspectContainerOptionsBuilder, ListContainersOptionsBuilder, ListImagesOptionsBuilder,
        RemoveContainerOptionsBuilder, RemoveImageOptionsBuilder,
    },
};
use hub_model::Blueprint;
use tokio::sync::Semaphore;

pub use container::{Container, Order};
pub use engine::{Sight, sight};
pub use shape::Limits;

use crate::image::{self, Cache, Name, Runtime, engine as images};
use folder::Folder;

/// Labels of what is ours.
mod label {
    /// Which hub's it is: of the folder that it shares with it.
    pub(super) const HUB: &str = "mcphub.hub";
    /// Whose server.
    pub(super) const ORGANISATION: &str = "mcphub.organisation";
    /// Which server.
    pub(super) const SERVER: &str = "mcphub.server";
    /// Which version of it.
    pub(super) const VERSION: &str = "mcphub.version";
    /// Which replica.
    pub(super) const REPLICA: &str = "mcphub.replica";
}

/// How the engine is used.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Its address (`unix:///run/docker.sock`); what the environment says, or this machine's own, when absent.
    pub host: Option<String>,
    /// The folder that containers share with the hub: each gets one in it.
    pub folder: PathBuf,
    /// What images are made of.
    pub runtimes: Vec<Runtime>,
    /// For what takes long to make.
    pub cache: Cache,
    /// What each container may have.
    pub limits: Limits,
}

/// An engine. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    docker: Docker,
    setup: Arc<Setup>,
    folder: Arc<Folder>,
    /// Leave to make and start a container: the first of many is there sooner when not all are begun at once.
    starting: Arc<Semaphore>,
}

/// Containers that are made at a time.
const AT_ONCE: usize = 8;

/// A container of ours that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its identifier.
    pub id: String,
    /// What it is labelled with.
    pub server: String,
    /// The version.
    pub version: String,
    /// The replica.
    pub replica: String,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// It runs.
    pub is_running: bool,
}

/// An engine that answers.
async fn dial(host: Option<&str>) -> Result<Docker, String> {
    let connected = match host {
        Some(host) => Docker::connect_with_host(host),
        None => Docker::connect_with_defaults(),
    };
    let unreachable = |error: EngineError| format!("no Docker engine answers: {error}");
    let docker = connected.map_err(unreachable)?;
    docker.ping().await.map_err(unreachable)?;
    Ok(docker)
}

impl Engine {
    /// Connects to the engine.
    ///
    /// # Errors
    /// When none answers, or the folder cannot be used; in words for an operator.
    pub async fn connect(setup: Setup) -> Result<Self, String> {
        let docker = dial(setup.host.as_deref()).await?;
        let folder = Folder::open(&setup.folder, &docker).await?;
        let starting = Arc::new(Semaphore::new(AT_ONCE));
        Ok(Self { docker, setup: Arc::new(setup), folder: Arc::new(folder), starting })
    }

    /// The repository of a server's images. Its tags are their digests.
    fn repository(&self, server: &str) -> String {
        format!("mcphub-{}/{}", self.folder.name, server.to_ascii_lowercase())
    }

    /// The image of a blueprint: made and loaded where it is not there yet.
    ///
    /// # Errors
    /// When it cannot be made, or the engine refuses it.
    async fn image(&self, server: &str, blueprint: Arc<Blueprint>) -> Result<String, String> {
        let setup = Arc::clone(&self.setup);
        let making = tokio::task::spawn_blocking(move || image::build(&blueprint, &setup.runtimes, &setup.cache));
        let made = making.await.map_err(|error| error.to_string())?;
        let image = made.map_err(|error| error.to_string())?;
        let tag: String = image.root.digest.trim_start_matches("sha256:").chars().take(24).collect();
        let text = format!("{}:{tag}", self.repository(server));
        if self.docker.inspect_image(&text).await.is_ok() {
            return Ok(text);
        }
        let name: Name = text.parse().map_err(|error: image::Error| error.to_string())?;
        images::load_upon(&self.docker, &image, &name).await.map_err(|error| error.to_string())?;
        Ok(text)
    }

    /// All containers of this hub's; of one server where it is named.
    ///
    /// # Errors
    /// When the engine does not answer.
    pub async fn containers(&self, server: Option<&str>) -> Result<Vec<Found>, String> {
        let mut labels = vec![format!("{}={}", label::HUB, self.folder.name)];
        labels.extend(server.map(|server| format!("{}={server}", label::SERVER)));
        let filters = HashMap::from([("label", labels)]);
        let options = ListContainersOptionsBuilder::default().all(true).filters(&filters).build();
        let listed = self.docker.list_containers(Some(options)).await.map_err(|error| error.to_string())?;
        let found = listed.into_iter().filter_map(|one| {
            let mut labels = one.labels?;
            let mut said = |name: &str| labels.remove(name).unwrap_or_default();
            Some(Found {
                server: said(label::SERVER),
                version: said(label::VERSION),
                replica: said(label::REPLICA),
                id: one.id?,
                created: one.created.unwrap_or(0),
                is_running: one.state.is_some_and(|state| state.to_string() == "running"),
            })
        });
        Ok(found.collect())
    }

    /// Removes a container, however it does, with what it shared with the hub. One that is gone is no error.
    ///
    /// # Errors
    /// When the engine does not answer, or cannot.
    pub async fn remove(&self, id: &str, replica: &str) -> Result<(), String> {
        let options = RemoveContainerOptionsBuilder::default().force(true).v(true).build();
        match self.docker.remove_container(id, Some(options)).await {
            // Gone, or going.
            Ok(()) | Err(EngineError::DockerResponseServerError { status_code: 404 | 409, .. }) => {}
            Err(error) => return Err(error.to_string()),
        }
        self.folder.remove(replica);
        Ok(())
    }

    /// Removes the image that a container is of, once it is gone, unless another one uses it.
    ///
    /// # Errors
    /// When the container cannot be removed.
    pub async fn remove_with_image(&self, id: &str, replica: &str) -> Result<(), String> {
        let options = InspectContainerOptionsBuilder::default().build();
        let found = self.docker.inspect_container(id, Some(options)).await;
        self.remove(id, replica).await?;
        if let Some(image) = found.ok().and_then(|found| found.config?.image) {
            self.remove_image(&image).await;
        }
        Ok(())
    }

    /// One that is used is refused, and removed another time.
    async fn remove_image(&self, name: &str) {
        let options = RemoveImageOptionsBuilder::default().build();
        let _ = self.docker.remove_image(name, Some(options), None).await;
    }

    /// Removes images of a server that no container uses.
    pub async fn remove_images(&self, server: &str) {
        let filters = HashMap::from([("reference", vec![self.repository(server)])]);
        let options = ListImagesOptionsBuilder::default().filters(&filters).build();
        let Ok(listed) = self.docker.list_images(Some(options)).await else { return };
        for tag in listed.into_iter().flat_map(|image| image.repo_tags) {
            self.remove_image(&tag).await;
        }
    }

    /// Folders of replicas that are not among these are removed.
    pub fn sweep(&self, keep: &dyn Fn(&str) -> bool) {
        self.folder.sweep(keep);
    }
}
