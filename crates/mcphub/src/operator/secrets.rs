//! Secrets that an API is called with, read from the cluster where they are there.

use std::collections::BTreeMap;

use hub_model::{api::SecretSource, resource::CredentialSpec};
use k8s_openapi::api::core::v1::Secret as InCluster;
use kube::Api;
use secrecy::SecretString;

use super::judged::Stop;
use crate::resources::Secret;

/// Secrets by scheme, and which version of which one each is: `name/key@version`.
#[derive(Default)]
pub(super) struct Secrets {
    pub(super) values: BTreeMap<String, Secret>,
    pub(super) versions: BTreeMap<String, String>,
}

/// Reads what credentials refer to, in the namespace of the object that does.
pub(super) async fn read(
    kube: &kube::Client,
    namespace: &str,
    credentials: &[CredentialSpec],
) -> Result<Secrets, Stop> {
    let api: Api<InCluster> = Api::namespaced(kube.clone(), namespace);
    let mut found = Secrets::default();
    for (number, credential) in credentials.iter().enumerate() {
        let place = format!("spec.credentials[{number}].valueFrom");
        if let Some(key) = &credential.value_from.vault {
            found.values.insert(credential.scheme.clone(), Secret::Elsewhere(SecretSource::Vault(key.clone())));
            continue;
        }
        let Some(wanted) = &credential.value_from.secret_key_ref else {
            let message = "an operator has neither files nor an environment of yours; name a secretKeyRef, or vault";
            return Err(Stop::invalid(format!("{place}: {message}")));
        };
        let (name, key) = (&wanted.name, &wanted.key);
        let secret = api.get_opt(name).await.map_err(|error| {
            Stop::failed("SecretUnreadable", format!("{place}: the secret {name} cannot be read: {error}"))
        })?;
        let missing = |what: String| Stop::failed("SecretNotFound", format!("{place}: {what}"));
        let secret = secret.ok_or_else(|| missing(format!("there is no secret {name} in {namespace}")))?;
        let data = secret.data.unwrap_or_default();
        let bytes = data.get(key).ok_or_else(|| missing(format!("the secret {name} has no key {key}")))?;
        let text = std::str::from_utf8(&bytes.0)
            .map_err(|_| Stop::failed("SecretUnreadable", format!("{place}: the key {key} of {name} is no text")))?;
        // A secret that was made of a file often ends with a line break, which no credential has.
        let text = text.trim_end_matches(['\r', '\n']);
        let version = secret.metadata.resource_version.unwrap_or_default();
        found.values.insert(credential.scheme.clone(), Secret::Value(SecretString::from(text.to_owned())));
        found.versions.insert(credential.scheme.clone(), format!("{name}/{key}@{version}"));
    }
    Ok(found)
}
