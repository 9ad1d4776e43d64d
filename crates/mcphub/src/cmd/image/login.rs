//! Who pushes: as the command line says, or as `docker login` wrote it down.

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use hub_deploy::image::registry::Login;
use secrecy::SecretString;
use serde_json::Value;

use crate::failure::Failure;
use crate::secret::Named;

/// How the registry is reached, and as whom.
#[derive(Debug, Args)]
pub(super) struct LoginOptions {
    /// Who pushes, as USER=PASSWORD; PASSWORD may be env:NAME or file:PATH. What `docker login` wrote down when not given.
    #[arg(long, value_name = "USER=PASSWORD", value_parser = Named::parse_auth, requires = "push")]
    registry_login: Option<Named>,
    /// Push without TLS where the registry has none. Registries on this machine need not be told.
    #[arg(long, requires = "push")]
    pub(super) insecure_registry: bool,
    /// Certificates in PEM that the registry's certificate may be signed by.
    #[arg(long, value_name = "FILE", requires = "push")]
    registry_ca: Option<PathBuf>,
}

impl LoginOptions {
    /// Who pushes to this registry.
    pub(super) fn read(&self, host: &str) -> Result<Option<Login>, Failure> {
        match &self.registry_login {
            Some(named) => Ok(Some(Login { name: named.name.clone(), secret: named.value()?.into() })),
            None => Ok(written_down(host)),
        }
    }

    /// What the registry's certificate may be signed by.
    pub(super) fn authorities(&self) -> Result<Option<String>, Failure> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))
        };
        self.registry_ca.as_ref().map(read).transpose()
    }
}

/// From Docker's configuration, where it is there and holds the password itself. Keychains of desktops are not asked.
fn written_down(host: &str) -> Option<Login> {
    let path = std::env::home_dir()?.join(".docker/config.json");
    let config: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let key = if host == "index.docker.io" { "https://index.docker.io/v1/" } else { host };
    let auth = config.get("auths")?.get(key)?.get("auth")?.as_str()?;
    let pair = String::from_utf8(STANDARD.decode(auth).ok()?).ok()?;
    let (name, secret) = pair.split_once(':')?;
    Some(Login { name: name.to_owned(), secret: SecretString::from(secret) })
}
