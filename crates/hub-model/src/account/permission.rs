//! What somebody may do in an organisation, each as one word: `apis:read`.

use serde::{Deserialize, Serialize};

use crate::closed::closed;

closed! {
    /// One thing that may be allowed.
    Permission {
        /// See the organisation itself.
        OrganisationRead = "organisation:read",
        /// Rename it, set its defaults.
        OrganisationUpdate = "organisation:update",
        /// End it.
        OrganisationDelete = "organisation:delete",
        /// See who is in it.
        MembersRead = "members:read",
        /// Invite, remove, and change roles.
        MembersManage = "members:manage",
        /// See its roles.
        RolesRead = "roles:read",
        /// Make, change and delete roles.
        RolesManage = "roles:manage",
        /// See its service accounts and everybody's API keys (never the keys).
        KeysRead = "keys:read",
        /// Make and revoke service accounts and anybody's API keys.
        KeysManage = "keys:manage",
        /// See APIs, their documents, tools and health.
        ApisRead = "apis:read",
        /// Register APIs.
        ApisCreate = "apis:create",
        /// Change APIs, fetch them anew, approve revisions.
        ApisUpdate = "apis:update",
        /// Delete and restore APIs.
        ApisDelete = "apis:delete",
        /// Call their tools for a trial.
        ApisCall = "apis:call",
        /// See which credentials there are (never their values).
        CredentialsRead = "credentials:read",
        /// Set, test and delete credentials.
        CredentialsWrite = "credentials:write",
        /// See servers, their versions and deployments.
        ServersRead = "servers:read",
        /// Make servers.
        ServersCreate = "servers:create",
        /// Change servers, and freeze versions of them.
        ServersUpdate = "servers:update",
        /// Deploy, stop, promote and roll back servers.
        ServersDeploy = "servers:deploy",
        /// Delete servers.
        ServersDelete = "servers:delete",
        /// Use servers: call their tools through the gateway.
        ServersCall = "servers:call",
        /// See records of calls and logs of servers.
        CallsRead = "calls:read",
        /// See jobs and their progress.
        JobsRead = "jobs:read",
        /// Cancel jobs.
        JobsCancel = "jobs:cancel",
        /// Have jobs done once more that have ended.
        JobsRetry = "jobs:retry",
        /// See and follow events.
        EventsRead = "events:read",
        /// See receivers of events.
        WebhooksRead = "webhooks:read",
        /// Make, change and delete receivers of events.
        WebhooksManage = "webhooks:manage",
        /// See registries of images (never their passwords) and their tags.
        RegistriesRead = "registries:read",
        /// Make, change, test and delete registries, and delete tags.
        RegistriesManage = "registries:manage",
        /// Read the audit log.
        AuditRead = "audit:read",
        /// See quotas and what is used of them.
        UsageRead = "usage:read",
    }
}

/// A set of permissions. In JSON an array in the order of their declaration.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u64);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);

    /// All that there are.
    #[must_use]
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether it is among them.
    #[must_use]
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether all of `others` are among them.
    #[must_use]
    pub const fn include(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Those in both.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// In the order of their declaration.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

const fn bit(permission: Permission) -> u64 {
    1 << permission as u64
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | bit(permission)))
    }
}

impl std::fmt::Debug for Permissions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::as_str)).finish()
    }
}

impl Serialize for Permissions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Permissions {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let permission = utoipa::openapi::Ref::from_schema_name("Permission");
        utoipa::openapi::ArrayBuilder::new().items(permission).into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Permissions {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        schemas.push((
            <Permission as utoipa::ToSchema>::name().into_owned(),
            <Permission as utoipa::PartialSchema>::schema(),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, Permissions};

    #[test]
    fn every_permission_has_a_bit_of_its_own() {
        assert!(Permission::ALL.len() <= 64);
        assert_eq!(Permissions::all().iter().count(), Permission::ALL.len());
        for permission in Permission::ALL.iter().copied() {
            let alone: Permissions = [permission].into_iter().collect();
            assert_eq!(alone.iter().collect::<Vec<_>>(), [permission]);
        }
    }

    #[test]
    fn is_an_array_of_words() {
        let some: Permissions = [Permission::ApisRead, Permission::AuditRead].into_iter().collect();
        let json = serde_json::to_string(&some).unwrap();
        assert_eq!(json, r#"["apis:read","audit:read"]"#);
        assert_eq!(serde_json::from_str::<Permissions>(&json).unwrap(), some);
        assert!(serde_json::from_str::<Permissions>(r#"["apis:fly"]"#).is_err());
    }
}
