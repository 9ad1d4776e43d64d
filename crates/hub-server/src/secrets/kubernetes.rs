//! Secrets of organisations as Secrets of Kubernetes, each organisation's in a namespace of its own.

use std::{path::PathBuf, time::Duration};

use hub_deploy::kubernetes::{Access, Names, Secrets};
use hub_model::{api::KubernetesKey, id::OrganisationId};
use secrecy::SecretString;
use tokio::sync::OnceCell;

use crate::settings;

/// How long the cluster may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The cluster with the Secrets, reached when the first one is wanted.
pub(super) struct Kubernetes {
    access: Access,
    namespace: String,
    secrets: OnceCell<Secrets>,
}

impl Kubernetes {
    /// Where the settings name namespaces for it.
    pub(super) fn new(settings: &settings::Kubernetes) -> Option<Self> {
        let access = Access {
            kubeconfig: settings.kubeconfig.as_ref().map(PathBuf::from),
            context: settings.context.clone(),
            namespace: settings.namespace.clone(),
            hub: settings.hub.clone(),
        };
        let namespace = settings.credentials_namespace.clone()?;
        Some(Self { access, namespace, secrets: OnceCell::new() })
    }

    pub(super) fn namespace(&self, organisation: OrganisationId) -> String {
        self.namespace.replace("{organisation}", &Names::namespace(None, "", &organisation.to_string()))
    }

    pub(super) async fn read(
        &self,
        organisation: OrganisationId,
        wanted: &KubernetesKey,
    ) -> Result<SecretString, String> {
        let secrets = self.secrets.get_or_try_init(|| Secrets::new(&self.access)).await?;
        let namespace = self.namespace(organisation);
        let read = secrets.read(&namespace, &wanted.name, &wanted.key);
        tokio::time::timeout(PATIENCE, read).await.map_err(|_| "the cluster does not answer".to_owned())?
    }
}
