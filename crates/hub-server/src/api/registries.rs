//! Registries that an organisation pushes images to.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod delete_tag;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod tags;
pub(crate) mod test;
pub(crate) mod update;

use std::time::Duration;

use hub_deploy::image;
use hub_model::{
    Timestamp,
    api::Tested,
    id::{OrganisationId, RegistryId},
};
use hub_store::registries::{self, Login, Registry, Words};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    app::App,
    http::problem::Problem,
    images::{self, Kept},
};

/// How long somebody waits for a registry.
const PATIENCE: Duration = Duration::from_secs(30);
/// Tags of a repository that may be kept.
const MOST_KEPT: i64 = 1_000;

/// A registry of images.
#[derive(Serialize, ToSchema)]
#[schema(as = Registry)]
pub(crate) struct RegistryView {
    id: RegistryId,
    name: String,
    /// Its host, and the path that all repositories begin with: `registry.example:5000/team`.
    address: String,
    /// A user and a password are kept for it. They are never shown.
    has_login: bool,
    /// It may be reached without TLS.
    is_insecure: bool,
    /// Certificates in PEM that its own may be signed by, beside those that everybody trusts.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorities: Option<String>,
    /// Tags that are kept of each repository, the newest of those that were pushed from here; 0: all.
    keep: i64,
    /// What its last test came to.
    tested: Option<Tested>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<Registry> for RegistryView {
    fn from(registry: Registry) -> Self {
        let Registry {
            id,
            name,
            address,
            has_login,
            is_insecure,
            authorities,
            keep,
            tested,
            created_at,
            updated_at,
            ..
        } = registry;
        let keep = keep.unwrap_or(0);
        Self { id, name, address, has_login, is_insecure, authorities, keep, tested, created_at, updated_at }
    }
}

/// Who pushes to a registry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistryLogin)]
pub(crate) struct LoginBody {
    #[schema(min_length = 1, max_length = 255)]
    user: String,
    /// The password, or a token in its place. It is sealed and cannot be read again.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 65536)]
    password: SecretString,
}

impl LoginBody {
    fn checked(self) -> Result<Login, Problem> {
        let Self { user, password } = self;
        let is_plain = |text: &str| !text.chars().any(char::is_control);
        // A colon would end the user where both are sent together.
        if !(1..=255).contains(&user.len()) || !is_plain(&user) || user.contains(':') {
            return Err(Problem::invalid("login.user", "a user has 1 to 255 characters, and no colon among them"));
        }
        let secret = password.expose_secret();
        if !(1..=65_536).contains(&secret.len()) || !is_plain(secret) {
            return Err(Problem::invalid("login.password", "give a password of one line"));
        }
        Ok(Login { user, password })
    }
}

/// What a schema cannot say.
fn check(words: &Words) -> Result<(), Problem> {
    if words.address.len() > 255 || images::host(&words.address).is_none() {
        let message = "write it as HOST, HOST:PORT or HOST/PATH, in lower case and without https://";
        return Err(Problem::invalid("address", message));
    }
    let is_certificate =
        |pem: &String| pem.len() <= 65_536 && pem.contains("-----BEGIN CERTIFICATE-----") && !pem.contains('\0');
    if !words.authorities.as_ref().is_none_or(is_certificate) {
        return Err(Problem::invalid("authorities", "give certificates in PEM"));
    }
    if !words.keep.is_none_or(|keep| (1..=MOST_KEPT).contains(&keep)) {
        return Err(Problem::invalid("keep", format!("choose between 1 and {MOST_KEPT}, or 0 for all of them")));
    }
    Ok(())
}

/// A registry that is to be reached.
async fn open(app: &App, organisation: OrganisationId, id: RegistryId) -> Result<Kept, Problem> {
    images::open(app, organisation, id).await?.ok_or_else(|| Problem::not_found("the registry"))
}

async fn find(app: &App, organisation: OrganisationId, id: RegistryId) -> Result<Registry, Problem> {
    registries::find(app.store(), organisation, id).await?.ok_or_else(|| Problem::not_found("the registry"))
}

/// What a registry says while somebody waits for it.
async fn in_time<T>(asking: impl Future<Output = Result<T, image::Error>>) -> Result<T, String> {
    let said = tokio::time::timeout(PATIENCE, asking).await;
    let late = |_| Err(format!("the registry did not answer within {} s", PATIENCE.as_secs()));
    said.map_or_else(late, |said| said.map_err(|error| error.to_string()))
}
