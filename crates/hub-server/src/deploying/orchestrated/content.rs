//! What the pods of one version are made of, and where they have to get to.

use std::{io::Write as _, sync::Arc};

use flate2::{Compression, write::GzEncoder};
use hub_deploy::kubernetes::{Cluster, Egress};
use hub_model::{
    Blueprint,
    id::VersionId,
    server::{Deployment, FrozenSource},
};
use hub_runtime::{
    egress::passage::Leave,
    replica::{Outfit, Told},
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use crate::{
    app::App,
    deploying::dressed::{dressed, frozen},
};

/// What ends the names of a cluster's services.
const SERVICE: &str = ".svc.cluster.local";

/// The token of a version's pods, where there are any.
pub(super) async fn token(cluster: &Cluster, namespace: &str, name: &str) -> Result<Option<Arc<SecretString>>, String> {
    let told = cluster.told(namespace, name).await?;
    let told = told.and_then(|told| serde_json::from_slice::<Told>(&told).ok());
    Ok(told.map(|told| Arc::new(SecretString::from(told.token))))
}

/// A version, as its pods get it.
pub(super) struct Served {
    pub(super) token: Arc<SecretString>,
    /// The blueprint, compressed.
    pub(super) packed: Vec<u8>,
    blueprint: Arc<Blueprint>,
    sources: Vec<FrozenSource>,
    outfit: Outfit,
    /// Of what pods were told last.
    marked: Option<String>,
}

impl Served {
    /// Reads a version. Pods that are there keep their token.
    pub(super) async fn read(
        app: &App,
        cluster: &Cluster,
        deployment: &Deployment,
        version: VersionId,
        namespace: &str,
        name: &str,
    ) -> Result<Self, String> {
        let (blueprint, sources) = frozen(app, deployment, version).await?;
        let token = token(cluster, namespace, name).await?.unwrap_or_else(|| {
            let mut random = [0; 32];
            app.entropy().fill(&mut random);
            Arc::new(SecretString::from(random.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
        });
        let whole = Arc::clone(&blueprint);
        let packing = tokio::task::spawn_blocking(move || {
            let mut packed = GzEncoder::new(Vec::new(), Compression::default());
            packed.write_all(&serde_json::to_vec(&*whole)?)?;
            packed.finish()
        });
        let packed: std::io::Result<Vec<u8>> = packing.await.map_err(|error| error.to_string())?;
        let packed = packed.map_err(|error| error.to_string())?;
        Ok(Self { token, packed, blueprint, sources, outfit: Outfit::default(), marked: None })
    }

    /// With the credentials and settings of now.
    pub(super) async fn dressed(self, app: &App, deployment: &Deployment) -> Result<Self, String> {
        let outfit =
            dressed(app, deployment, &self.blueprint, &self.sources).await.map_err(|error| error.to_string())?;
        Ok(Self { outfit, ..self })
    }

    /// What its pods are told.
    pub(super) fn told(&self) -> Result<Vec<u8>, String> {
        let told = Told { token: self.token.expose_secret().to_owned(), outfit: self.outfit.clone() };
        serde_json::to_vec(&told).map_err(|error| error.to_string())
    }

    /// Another word whenever pods are told something else than the last time; nothing where they are not.
    pub(super) fn mark(&mut self) -> Option<String> {
        let digest = Sha256::digest(self.told().ok()?);
        let mark: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let is_news = self.marked.as_ref() != Some(&mark);
        // The first time they are told when they are started.
        let is_first = self.marked.replace(mark.clone()).is_none();
        (is_news && !is_first).then_some(mark)
    }

    /// Adds where its pods have to get to.
    pub(super) async fn reaches(&self, egress: &mut Egress) -> Result<(), String> {
        let leave = Leave::of(&self.blueprint, &self.outfit)?;
        let places: Vec<(String, u16)> = leave.places().map(|(host, port)| (host.to_owned(), port)).collect();
        for (host, port) in places {
            let named = host.strip_suffix(SERVICE).or_else(|| host.strip_suffix(".svc"));
            if let Some(namespace) = named.and_then(|name| name.rsplit('.').next()) {
                egress.namespaces.insert(namespace.to_owned());
                continue;
            }
            let private = leave.private(&host, port).await;
            match private.is_empty() {
                true => drop(egress.public.insert(port)),
                false => egress.private.extend(private.into_iter().map(|address| (address, port))),
            }
        }
        Ok(())
    }
}
