//! How much an organisation has of what it may have.

use hub_model::{account::Quotas, id::OrganisationId};

use super::lock;
use crate::{
    database::{Executor, Read, Transaction, arguments},
    error::{Error, Result},
};

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Registered APIs, deleted ones that can still be restored included.
    Apis,
    /// Bytes of documents and what was made of them, as stored.
    StoredBytes,
    /// Members.
    Members,
    /// Servers.
    Servers,
    /// Servers that are wanted to serve.
    Deployments,
}

impl Resource {
    /// The name of its quota.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apis => "apis",
            Self::StoredBytes => "stored_bytes",
            Self::Members => "members",
            Self::Servers => "servers",
            Self::Deployments => "deployments",
        }
    }

    fn most(self, quotas: &Quotas) -> Option<i64> {
        match self {
            Self::Apis => quotas.apis,
            Self::StoredBytes => quotas.stored_bytes,
            Self::Members => quotas.members,
            Self::Servers => quotas.servers,
            Self::Deployments => quotas.deployments,
        }
    }

    fn count(self) -> &'static str {
        match self {
            Self::Apis => "SELECT COUNT(*) AS n FROM apis WHERE organisation_id = $1",
            Self::StoredBytes => {
                "SELECT CAST(COALESCE(SUM(stored), 0) AS BIGINT) AS n FROM blobs WHERE organisation_id = $1"
            }
            Self::Members => "SELECT COUNT(*) AS n FROM members WHERE organisation_id = $1",
            Self::Servers => "SELECT COUNT(*) AS n FROM servers WHERE organisation_id = $1",
            Self::Deployments => {
                "SELECT COUNT(*) AS n FROM deployments WHERE organisation_id = $1 AND is_wanted = TRUE"
            }
        }
    }

    async fn used(self, executor: Executor<'_>, organisation: OrganisationId) -> Result<i64> {
        Ok(executor.one(self.count(), arguments![organisation]).await?.unwrap_or(0))
    }
}

/// One quota and what is used of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Of what.
    pub resource: Resource,
    /// What there is.
    pub used: i64,
    /// The most that there may be; any amount when absent.
    pub most: Option<i64>,
}

/// What an organisation uses.
///
/// # Errors
/// When the database does not answer.
pub async fn usage(from: &impl Read, organisation: OrganisationId, quotas: &Quotas) -> Result<Vec<Usage>> {
    let mut usage = Vec::new();
    for resource in [Resource::Apis, Resource::StoredBytes, Resource::Members, Resource::Servers, Resource::Deployments]
    {
        let used = resource.used(from.executor(), organisation).await?;
        usage.push(Usage { resource, used, most: resource.most(quotas) });
    }
    Ok(usage)
}

/// The quotas of an organisation, the hub's defaults where it has none of its own.
#[must_use]
pub fn effective(own: &Quotas, defaults: &Quotas) -> Quotas {
    Quotas {
        apis: own.apis.or(defaults.apis),
        servers: own.servers.or(defaults.servers),
        deployments: own.deployments.or(defaults.deployments),
        calls_per_day: own.calls_per_day.or(defaults.calls_per_day),
        stored_bytes: own.stored_bytes.or(defaults.stored_bytes),
        members: own.members.or(defaults.members),
    }
}

/// Makes sure that there is room for so many more. Until the end of the transaction nobody else adds any, in whichever process.
pub(crate) async fn reserve(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    resource: Resource,
    more: i64,
) -> Result<()> {
    let quotas = effective(&lock(tx, organisation, None).await?.quotas, tx.store().default_quotas());
    let Some(most) = resource.most(&quotas) else { return Ok(()) };
    if resource.used(tx.executor(), organisation).await?.saturating_add(more) > most {
        return Err(Error::Quota { what: resource.name(), most });
    }
    Ok(())
}
