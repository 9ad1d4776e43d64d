//! HashiCorp Vault: secrets of KV version 2, and what is encrypted by transit.
//!
//! <https://developer.hashicorp.com/vault/api-docs>. A token that is had by a role is had anew before it ends, and when it is not taken any
//! more.

mod login;

use std::{collections::BTreeMap, error::Error, time::Duration};

use secrecy::SecretString;
use serde_json::Value;
use vaultrs::{
    api::EndpointMiddleware,
    client::{VaultClient, VaultClientSettings},
    error::ClientError,
    kv2,
    transit::data,
};
use zeroize::Zeroizing;

use self::login::Session;
use crate::settings;

/// How long Vault may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What Vault has, as one of its clients sees it.
pub struct Vault {
    settings: settings::Vault,
    address: url::Url,
    session: tokio::sync::Mutex<Option<Session>>,
}

impl Vault {
    /// Vault as the settings say. It is not asked yet.
    ///
    /// # Errors
    /// When there is none in the settings.
    pub fn new(settings: &settings::Vault) -> Result<Self, String> {
        let address = settings.address.as_deref().and_then(|address| url::Url::parse(address).ok());
        let address = address.ok_or_else(|| "`vault.address` is not set".to_owned())?;
        Ok(Self { settings: settings.clone(), address, session: tokio::sync::Mutex::default() })
    }

    /// One key of a secret, which is text: `place` is `secret/mcphub/petstore`, the engine first.
    ///
    /// # Errors
    /// What is wrong and where, in words; never with a value.
    pub async fn read(&self, place: &str, key: &str) -> Result<SecretString, String> {
        let (engine, path) = place.split_once('/').ok_or_else(|| format!("{place} names no engine and path"))?;
        let read = |client: std::sync::Arc<VaultClient>| async move {
            kv2::read::<BTreeMap<String, Value>>(client.as_ref(), engine, path).await.map(Zeroed)
        };
        let mut found = self.asked(read).await.map_err(|error| match error {
            Asked::Answered { code: 404, .. } => {
                format!("Vault has no secret at {place}, or no KV version 2 engine `{engine}`")
            }
            Asked::Answered { code: 403, .. } => format!("Vault does not let the hub read {place}: {error}"),
            _ => format!("{place}: {error}"),
        })?;
        match found.0.remove(key) {
            Some(Value::String(value)) => Ok(SecretString::from(value)),
            Some(_) => Err(format!("the key `{key}` of {place} in Vault is no text")),
            None => Err(format!("the secret {place} in Vault has no key `{key}`")),
        }
    }

    /// What was encrypted by the key of transit, in base64 as transit has it.
    ///
    /// # Errors
    /// When Vault does not answer or refuses, or no key is set; in words.
    pub async fn decrypted(&self, encrypted: &str) -> Result<Zeroizing<String>, String> {
        let (mount, key) = self.transit()?;
        let decrypt = |client: std::sync::Arc<VaultClient>| async move {
            data::decrypt(client.as_ref(), mount, key, encrypted, None).await
        };
        let answer =
            self.asked(decrypt).await.map_err(|error| format!("the transit key `{key}` cannot be used: {error}"))?;
        Ok(Zeroizing::new(answer.plaintext))
    }

    /// Encrypts what is given in base64 by the key of transit: `vault:v1:…`.
    ///
    /// # Errors
    /// As [`Self::decrypted`].
    pub async fn encrypted(&self, plain: &str) -> Result<String, String> {
        let (mount, key) = self.transit()?;
        let encrypt = |client: std::sync::Arc<VaultClient>| async move {
            data::encrypt(client.as_ref(), mount, key, plain, None).await
        };
        let answer = self.asked(encrypt).await;
        answer
            .map(|answer| answer.ciphertext)
            .map_err(|error| format!("the transit key `{key}` cannot be used: {error}"))
    }

    fn transit(&self) -> Result<(&str, &str), String> {
        let transit = self.settings.transit.as_ref();
        transit
            .map(|transit| (transit.mount.as_str(), transit.key.as_str()))
            .ok_or_else(|| "`vault.transit.key` is not set".to_owned())
    }

    /// Asks Vault; once more with a new token when it does not take the one that there is.
    async fn asked<T, F>(&self, ask: impl Fn(std::sync::Arc<VaultClient>) -> F) -> Result<T, Asked>
    where
        F: Future<Output = Result<T, ClientError>>,
    {
        let client = self.client(None).await?;
        match ask(client.clone()).await {
            Err(ClientError::APIError { code: 401 | 403, .. }) => {
                let again = self.client(Some(&client)).await?;
                ask(again).await.map_err(|error| self.said(error))
            }
            answer => answer.map_err(|error| self.said(error)),
        }
    }

    /// A client with a token. It is put together here: what its crate makes is led by the environment, to proxies, too.
    fn client_with(&self, token: &str) -> Result<VaultClient, Asked> {
        let namespace = self.settings.namespace.clone();
        let settings = VaultClientSettings {
            address: self.address.clone(),
            ca_certs: Vec::new(),
            identity: None,
            timeout: Some(PATIENCE),
            token: token.to_owned(),
            verify: true,
            version: 1,
            wrapping: false,
            namespace: namespace.clone(),
            proxy: None,
        };
        let middle = EndpointMiddleware { token: token.to_owned(), version: "v1".to_owned(), wrap: None, namespace };
        let http = rustify::clients::reqwest::Client::new(self.address.as_str(), self.connection()?);
        Ok(VaultClient { http, middle, settings })
    }

    /// To Vault and past every proxy; with the authorities of the system, and those of the settings.
    fn connection(&self) -> Result<reqwest::Client, Asked> {
        let builder = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
        let builder = match &self.settings.ca_file {
            // Without TLS there is nothing to trust, and a system without authorities is no obstacle.
            _ if self.address.scheme() == "http" => builder.tls_certs_only(Vec::new()),
            Some(path) => {
                let wrong = |why: String| Asked::Failed(format!("vault.ca_file: {} {why}", path.display()));
                let text = std::fs::read(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
                let authorities = reqwest::Certificate::from_pem_bundle(&text);
                let authorities =
                    authorities.map_err(|error| wrong(format!("is no certificate: {}", innermost(&error))))?;
                builder.tls_certs_merge(authorities)
            }
            None => builder,
        };
        builder.build().map_err(|error| Asked::Failed(format!("Vault cannot be asked: {}", innermost(&error))))
    }

    fn said(&self, error: ClientError) -> Asked {
        match error {
            ClientError::APIError { code, errors } => Asked::Answered { code, errors },
            // Errors whose body is none of Vault's errors: a secret that was deleted, whose metadata is left.
            ClientError::RestClientError { source: rustify::errors::ClientError::ServerResponseError { code, .. } } => {
                Asked::Answered { code, errors: Vec::new() }
            }
            ClientError::RestClientError { source: rustify } => {
                let cause = innermost(&rustify);
                // Without the address: members read this, and where Vault is is the operator's.
                Asked::Failed(format!("Vault does not answer: {cause}"))
            }
            error => Asked::Failed(format!("Vault answered what cannot be understood: {error}")),
        }
    }
}

/// What came of a request in the place of an answer.
#[derive(Debug)]
enum Asked {
    Answered { code: u16, errors: Vec<String> },
    Failed(String),
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answered { code: 503, errors } if errors.is_empty() => write!(f, "Vault is sealed (503)"),
            Self::Answered { code, errors } if errors.is_empty() => write!(f, "Vault answered {code}"),
            // Vault's words have line breaks and stars where several things are wrong.
            Self::Answered { code, errors } => {
                let words = errors.join("; ");
                write!(f, "Vault answered {code}: {}", words.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// The error that all others follow from.
fn innermost(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

/// Values that do not stay in memory once they were looked at.
struct Zeroed(BTreeMap<String, Value>);

impl Drop for Zeroed {
    fn drop(&mut self) {
        for value in self.0.values_mut() {
            if let Value::String(text) = value {
                zeroize::Zeroize::zeroize(text);
            }
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("address", &self.address.as_str()).finish_non_exhaustive()
    }
}
