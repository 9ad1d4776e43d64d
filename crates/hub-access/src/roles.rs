//! What roles allow: the one table of the four that every organisation has, and who may give which.

use hub_model::account::{Permission, Permissions, Role};

/// The built-in roles, each with all that those before it may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Viewer,
    Developer,
    Admin,
    Owner,
}

/// The least of the built-in roles that has a permission. A new permission has to be decided on here.
const fn least(permission: Permission) -> Rank {
    match permission {
        Permission::OrganisationRead
        | Permission::MembersRead
        | Permission::RolesRead
        | Permission::ApisRead
        | Permission::CredentialsRead
        | Permission::ServersRead
        | Permission::CallsRead
        | Permission::JobsRead
        | Permission::EventsRead
        | Permission::WebhooksRead
        | Permission::RegistriesRead
        | Permission::UsageRead => Rank::Viewer,

        Permission::ApisCreate
        | Permission::ApisUpdate
        | Permission::ApisDelete
        | Permission::ApisCall
        | Permission::CredentialsWrite
        | Permission::ServersCreate
        | Permission::ServersUpdate
        | Permission::ServersDeploy
        | Permission::ServersDelete
        | Permission::ServersCall
        | Permission::JobsCancel
        | Permission::JobsRetry => Rank::Developer,

        Permission::OrganisationUpdate
        | Permission::MembersManage
        | Permission::RolesManage
        | Permission::KeysRead
        | Permission::KeysManage
        | Permission::WebhooksManage
        | Permission::RegistriesManage
        | Permission::AuditRead => Rank::Admin,

        Permission::OrganisationDelete => Rank::Owner,
    }
}

/// What a role allows. `custom` is what a role of the organisation's own allows: nothing when absent, and of no account for the
/// built-in ones.
#[must_use]
pub fn permissions(role: Role, custom: Option<Permissions>) -> Permissions {
    let rank = match role {
        Role::Viewer => Rank::Viewer,
        Role::Developer => Rank::Developer,
        Role::Admin => Rank::Admin,
        Role::Owner => Rank::Owner,
        Role::Custom(_) => return custom.unwrap_or(Permissions::NONE),
    };
    Permission::ALL.iter().copied().filter(|permission| least(*permission) <= rank).collect()
}

/// Whether somebody with `own_role`, who may do `own` (scopes of their key taken off), may give or take `wanted_role`, which allows
/// `wanted`. Nobody gives more than they have, and only owners make owners, whatever else a role may be allowed.
#[must_use]
pub fn may_grant(own_role: Role, own: Permissions, wanted_role: Role, wanted: Permissions) -> bool {
    let is_above = wanted_role == Role::Owner && own_role != Role::Owner;
    own.include(wanted) && !is_above
}

#[cfg(test)]
mod tests;
