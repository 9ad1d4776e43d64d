//! API keys: of people, and of service accounts.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;
pub(crate) mod rotate;

use hub_model::{
    Timestamp,
    account::{ApiKey, KeyOwner, KeyReach, Permission, Permissions},
    id::{KeyId, ServiceAccountId, UserId},
};
use hub_store::organisations::service_accounts;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{caller::Authorised, problem::Problem},
};

/// An API key, without the key.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct KeyView {
    id: KeyId,
    name: String,
    /// The beginning of the key, to recognise it by.
    hint: String,
    /// The person that it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserId>,
    /// The service account that it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    service_account: Option<ServiceAccountId>,
    /// What it may do, of what its owner may.
    scopes: Permissions,
    /// Which servers and tools it may use; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    reach: Option<KeyReach>,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    /// To the minute.
    last_used_at: Option<Timestamp>,
}

/// An API key with the key.
#[derive(Serialize, ToSchema)]
#[schema(as = ApiKeyWithSecret)]
pub(crate) struct WithKey {
    #[serde(flatten)]
    pub(in crate::api) view: KeyView,
    /// The key. Shown this once.
    pub(in crate::api) key: String,
}

impl From<ApiKey> for KeyView {
    fn from(key: ApiKey) -> Self {
        let (user, service_account) = match key.owner {
            KeyOwner::User(user) => (Some(user), None),
            KeyOwner::Service(service) => (None, Some(service)),
        };
        let ApiKey { id, name, hint, scopes, reach, created_at, expires_at, last_used_at, .. } = key;
        Self { id, name, hint, user, service_account, scopes, reach, created_at, expires_at, last_used_at }
    }
}

/// One's own keys are one's own business; those of others need a permission.
fn may_touch<P>(authorised: &Authorised<P>, owner: KeyOwner) -> Result<(), Problem> {
    let own = authorised.caller.user().map(KeyOwner::User);
    if own == Some(owner) || authorised.permissions.has(Permission::KeysManage) {
        return Ok(());
    }
    Err(Problem::forbidden("this needs the permission `keys:manage`, which you do not have here"))
}

/// Whoever gets a key can do what its owner can: one's own keys, and those of service accounts that may not do more than oneself.
async fn may_hold<P>(app: &App, authorised: &Authorised<P>, owner: KeyOwner) -> Result<(), Problem> {
    may_touch(authorised, owner)?;
    match owner {
        KeyOwner::User(user) if authorised.caller.user() == Some(user) => Ok(()),
        KeyOwner::User(_) => Err(Problem::forbidden("somebody else's key can be revoked, not rotated")),
        KeyOwner::Service(service) => {
            let found = service_accounts::find(app.store(), authorised.id(), service).await?;
            let found = found.ok_or_else(|| Problem::not_found("the service account"))?;
            super::members::may_give(app, authorised, found.role).await
        }
    }
}
