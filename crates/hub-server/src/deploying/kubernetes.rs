//! The cluster of this process: connected to when the first pod is wanted, and looked through for what nobody wants.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use hub_deploy::kubernetes::{Access, Cluster, Limits, Names, Peer, Shape};
use hub_model::{
    id::OrganisationId,
    server::{DeploymentState, Server, Target},
};
use hub_store::servers::deployments;
use tokio::sync::{Mutex, watch};

use crate::{app::App, settings};

/// How often it is looked for what nobody wants.
const SWEEP: Duration = Duration::from_secs(60);

/// The cluster, once somebody needs it.
#[derive(Clone)]
pub(super) struct Kubernetes {
    app: App,
    cluster: Arc<Mutex<Option<Cluster>>>,
}

impl Kubernetes {
    pub(super) fn new(app: &App) -> Self {
        Self { app: app.clone(), cluster: Arc::default() }
    }

    fn settings(&self) -> &settings::Kubernetes {
        &self.app.settings().kubernetes
    }

    /// The cluster; why there is none, in words.
    pub(super) async fn cluster(&self) -> Result<Cluster, String> {
        let mut known = self.cluster.lock().await;
        if let Some(cluster) = known.as_ref() {
            return Ok(cluster.clone());
        }
        let settings = self.settings();
        if !settings.enabled {
            return Err("servers may not run on Kubernetes here (`kubernetes.enabled`)".to_owned());
        }
        let access = Access {
            kubeconfig: settings.kubeconfig.as_ref().map(PathBuf::from),
            context: settings.context.clone(),
            namespace: settings.namespace.clone(),
            hub: settings.hub.clone(),
        };
        let cluster = Cluster::connect(&access).await?;
        *known = Some(cluster.clone());
        Ok(cluster)
    }

    /// What a server's objects are called.
    pub(super) fn names(&self, server: &Server) -> Names {
        Names::new(self.namespace(server.organisation), &server.id.to_string())
    }

    /// Where an organisation's servers are.
    pub(super) fn namespace(&self, organisation: OrganisationId) -> String {
        let settings = self.settings();
        Names::namespace(settings.namespace.as_deref(), &settings.namespace_prefix, &organisation.to_string())
    }

    /// An organisation has a namespace of its own.
    pub(super) fn has_namespaces(&self) -> bool {
        self.settings().namespace.is_none()
    }

    /// What holds for all servers.
    pub(super) fn shape(&self) -> Shape {
        let settings = self.settings();
        let labels = settings.gateway_labels.iter().filter_map(|label| label.split_once('='));
        let labels: Vec<(String, String)> = labels.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let inside = settings
            .gateway_namespace
            .iter()
            .map(|namespace| Peer::Pods { namespace: namespace.clone(), labels: labels.clone() });
        let outside = settings.gateway_networks.iter().cloned().map(Peer::Addresses);
        Shape {
            hub: settings.hub.clone(),
            image: settings.image.clone(),
            pull_policy: settings.pull_policy.clone(),
            pull_secret: settings.pull_secret.clone(),
            limits: Limits {
                memory_mib: settings.memory_mib,
                processor_request: settings.processor_request,
                processor_limit: settings.processor_limit,
            },
            gateways: inside.chain(outside).collect(),
            processor_target: settings.processor_target,
            calls_metric: settings.calls_metric.clone(),
            pods: settings.pods,
        }
    }

    /// Removes, from time to time, what the cluster has of servers that were deleted or are not wanted there while nobody looked.
    pub(super) async fn sweep(self, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(SWEEP) => {}
            }
            if !self.settings().enabled {
                continue;
            }
            if let Err(error) = self.swept().await {
                tracing::warn!(error, "what nobody wants of the cluster cannot be looked for");
            }
        }
    }

    async fn swept(&self) -> Result<(), String> {
        let (cluster, settings) = (self.cluster().await?, self.settings());
        let mut unwanted = BTreeSet::new();
        for left in cluster.servers(&settings.hub, settings.namespace.as_deref()).await? {
            let (Ok(organisation), Ok(server)) = (left.organisation.parse(), left.server.parse()) else { continue };
            let found = deployments::find(self.app.store(), organisation, server).await;
            let found = found.map_err(|error| error.to_string())?;
            // One that is being stopped has somebody who looks after it.
            // Nor is one that moves elsewhere left over, until it is there.
            let is_wanted = found.is_some_and(|found| match found.target {
                Target::Kubernetes => found.is_wanted || !found.is_gone(),
                _ => found.has_moved(Target::Kubernetes) && found.state != DeploymentState::Running,
            });
            if !is_wanted {
                unwanted.insert(left);
            }
        }
        for left in unwanted {
            tracing::info!(
                server = left.server,
                namespace = left.namespace,
                "what the cluster has of a server that nobody wants is removed"
            );
            cluster.prune(&left.namespace, &left.server).await?;
        }
        Ok(())
    }
}
