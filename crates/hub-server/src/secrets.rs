//! Secrets that are kept elsewhere: in HashiCorp Vault, or as Secrets of Kubernetes.
//!
//! Each organisation has a place of its own there, which the settings name, and nothing that a member says leads out of it. What was read is
//! sealed and kept as if it had been given: calls need neither Vault nor the cluster, and go on while one of them is away.

mod kubernetes;
mod vault;

use hub_model::{api::SecretSource, id::OrganisationId};
use secrecy::{ExposeSecret as _, SecretString};

use self::kubernetes::Kubernetes;
pub use self::vault::Vault;
use crate::settings::Settings;

/// The most characters of a secret: certificates with their chains are the longest.
pub(crate) const MOST: usize = 64 << 10;

/// Where secrets may be read.
pub(crate) struct Sources {
    vault: Option<(Vault, String)>,
    kubernetes: Option<Kubernetes>,
}

impl Sources {
    pub(crate) fn new(settings: &Settings) -> Self {
        let folder = settings.vault.credentials.clone();
        let vault = folder.and_then(|folder| Some((Vault::new(&settings.vault).ok()?, folder)));
        Self { vault, kubernetes: Kubernetes::new(&settings.kubernetes) }
    }

    /// Where an organisation's secrets are in Vault: the engine and a folder.
    pub(crate) fn folder(&self, organisation: OrganisationId) -> Option<String> {
        self.vault.as_ref().map(|(_, folder)| folder.replace("{organisation}", &organisation.to_string()))
    }

    /// The namespace with an organisation's Secrets.
    pub(crate) fn namespace(&self, organisation: OrganisationId) -> Option<String> {
        self.kubernetes.as_ref().map(|kubernetes| kubernetes.namespace(organisation))
    }

    /// Reads a secret of an organisation.
    ///
    /// # Errors
    /// Where it was looked for and what is wrong there, in words for a member; never with the value.
    pub(crate) async fn read(
        &self,
        organisation: OrganisationId,
        source: &SecretSource,
    ) -> Result<SecretString, String> {
        // Whoever wrote it was told; what is kept may come from a backup that somebody wrote.
        source.check().map_err(|(member, why)| format!("{member}: {why}"))?;
        let value = match source {
            SecretSource::Vault(wanted) => {
                let (Some((vault, _)), Some(folder)) = (&self.vault, self.folder(organisation)) else {
                    return Err("credentials cannot come from Vault here: `vault.credentials` is not set".to_owned());
                };
                vault.read(&format!("{}/{}", folder.trim_end_matches('/'), wanted.path), &wanted.key).await?
            }
            SecretSource::Kubernetes(wanted) => {
                let Some(kubernetes) = &self.kubernetes else {
                    return Err(
                        "credentials cannot come from Kubernetes here: `kubernetes.credentials_namespace` is not set"
                            .to_owned(),
                    );
                };
                kubernetes.read(organisation, wanted).await?
            }
        };
        if is_secret(&value) { Ok(value) } else { Err(format!("what is there has not 1 to {MOST} characters")) }
    }
}

/// Whether this can be a secret.
pub(crate) fn is_secret(secret: &SecretString) -> bool {
    let text = secret.expose_secret();
    (1..=MOST).contains(&text.chars().count()) && !text.contains('\0')
}
