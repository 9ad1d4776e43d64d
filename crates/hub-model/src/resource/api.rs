//! What is wanted of an API.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Wrong, is_default};
use crate::api::{ApiSettings, KubernetesKey, SecretSource, Validation, VaultKey};

/// What is wanted of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct McpApiSpec {
    /// What people call it; its name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where its document comes from.
    pub source: ApiSource,
    /// How its document is read, watched and called.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settings: ApiSettingsSpec,
    /// Secrets that it is called with, by where they are. Those that are not named here stay as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<CredentialSpec>,
}

/// Where a document comes from: `url`, or `document` with `documents`, or `file` with `files`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiSource {
    /// An address: of a document, of a page that shows one, or of a live endpoint that is asked for its schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The document's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What `document` is called, where others refer to it or are referred to by it; `document` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// Texts that `document` refers to, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documents: BTreeMap<String, String>,
    /// A file beside the resource: a document, or a zip archive of documents. Only for those who have files: the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Files that `file` refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// How a document is read, watched and called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ApiSettingsSpec {
    /// What the document is, instead of recognising it: `openapi`, `graphql`, `wsdl`, `grpc`, `postman`, `har`, `curl` or `http`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What a document has to live up to.
    #[serde(skip_serializing_if = "is_best_effort")]
    pub validation: Validation,
    /// Base URL instead of the document's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream: Option<String>,
    /// Only tools whose name or operation matches one of these globs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Seconds between fetches of the document; never when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_every: Option<u32>,
    /// A new revision becomes current without anybody's approval.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_approve: bool,
    /// Seconds between probes of the upstream: 300 when absent, never when 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe_every: Option<u32>,
    /// A path or URL of the upstream to probe, instead of one that is found in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe: Option<String>,
    /// The credential with which the document is fetched, by its scheme's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_credential: Option<String>,
}

fn is_best_effort(validation: &Validation) -> bool {
    *validation == Validation::BestEffort
}

/// A secret, by where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CredentialSpec {
    /// The security scheme's name in the document.
    pub scheme: String,
    /// Where its value is.
    pub value_from: ValueFrom,
}

/// Where a secret's value is: one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValueFrom {
    /// An environment variable of the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
    /// A file that the command line can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// A Kubernetes secret: the operator reads it in the namespace of the resource, the hub in that of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_key_ref: Option<SecretKeyRef>,
    /// A secret in Vault, which the hub reads, below the organisation's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultKey>,
}

/// A key of a Kubernetes secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SecretKeyRef {
    /// The secret's name.
    pub name: String,
    /// The key in it.
    pub key: String,
}

impl ValueFrom {
    /// Where the hub reads it by itself, where that is said; a Kubernetes secret is read by the hub only where no operator does.
    #[must_use]
    pub fn source(&self) -> Option<SecretSource> {
        let secret = self.secret_key_ref.as_ref();
        let vault = self.vault.clone().map(SecretSource::Vault);
        vault.or_else(|| {
            secret.map(|secret| {
                SecretSource::Kubernetes(KubernetesKey { name: secret.name.clone(), key: secret.key.clone() })
            })
        })
    }
}

impl From<SecretSource> for ValueFrom {
    fn from(source: SecretSource) -> Self {
        match source {
            SecretSource::Vault(key) => Self { vault: Some(key), ..Self::default() },
            SecretSource::Kubernetes(KubernetesKey { name, key }) => {
                Self { secret_key_ref: Some(SecretKeyRef { name, key }), ..Self::default() }
            }
        }
    }
}

/// Seconds between probes where nothing is said of them.
const PROBE_EVERY: u32 = 300;

impl Default for ApiSettingsSpec {
    fn default() -> Self {
        Self::from(ApiSettings::default())
    }
}

impl From<ApiSettings> for ApiSettingsSpec {
    fn from(settings: ApiSettings) -> Self {
        let ApiSettings {
            kind,
            validation,
            upstream,
            only,
            refresh_every,
            auto_approve,
            probe_every,
            probe,
            document_credential,
        } = settings;
        let probe_every = Some(probe_every.unwrap_or(0)).filter(|seconds| *seconds != PROBE_EVERY);
        Self { kind, validation, upstream, only, refresh_every, auto_approve, probe_every, probe, document_credential }
    }
}

impl From<ApiSettingsSpec> for ApiSettings {
    fn from(spec: ApiSettingsSpec) -> Self {
        Self {
            kind: spec.kind,
            validation: spec.validation,
            upstream: spec.upstream,
            only: spec.only,
            refresh_every: spec.refresh_every,
            auto_approve: spec.auto_approve,
            probe_every: Some(spec.probe_every.unwrap_or(PROBE_EVERY)).filter(|seconds| *seconds != 0),
            probe: spec.probe,
            document_credential: spec.document_credential,
        }
    }
}

impl McpApiSpec {
    /// The same specification in its one form: what can be left out is.
    #[must_use]
    pub fn tidy(mut self, name: &str) -> Self {
        self.display_name = self.display_name.filter(|display| display != name);
        self.settings = ApiSettings::from(self.settings).into();
        self
    }

    /// # Errors
    /// When its source is none, or several; or where a credential is twice, or is nowhere.
    pub fn check(&self) -> Result<(), Wrong> {
        self.source.check()?;
        for (number, credential) in self.credentials.iter().enumerate() {
            let place = format!("spec.credentials[{number}]");
            if self.credentials.iter().take(number).any(|before| before.scheme == credential.scheme) {
                return Err(Wrong::new(place, format!("the scheme `{}` is named twice", credential.scheme)));
            }
            let from = &credential.value_from;
            let named = [from.env.is_some(), from.file.is_some(), from.secret_key_ref.is_some(), from.vault.is_some()];
            if named.into_iter().filter(|is_named| *is_named).count() != 1 {
                return Err(Wrong::new(format!("{place}.valueFrom"), "name one of env, file, secretKeyRef and vault"));
            }
        }
        Ok(())
    }
}

impl ApiSource {
    fn check(&self) -> Result<(), Wrong> {
        let wrong = |message: &str| Err(Wrong::new("spec.source", message));
        let given = [self.url.is_some(), self.document.is_some(), self.file.is_some()];
        if given.into_iter().filter(|is_given| *is_given).count() != 1 {
            return wrong("name one of url, document and file");
        }
        if self.document.is_none() && (self.root.is_some() || !self.documents.is_empty()) {
            return wrong("root and documents go with document");
        }
        if self.file.is_none() && !self.files.is_empty() {
            return wrong("files go with file");
        }
        Ok(())
    }
}
