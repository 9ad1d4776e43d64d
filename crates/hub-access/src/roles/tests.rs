//! The table of roles as people read it, so that a change of it is seen.

use std::fmt::Write as _;

use hub_model::{
    account::{Permission, Permissions, Role},
    id::RoleId,
};

use super::{may_grant, permissions};

const BUILT_IN: [Role; 4] = [Role::Viewer, Role::Developer, Role::Admin, Role::Owner];

const TABLE: &str = "\
organisation:read    viewer developer admin owner
organisation:update                   admin owner
organisation:delete                         owner
members:read         viewer developer admin owner
members:manage                        admin owner
roles:read           viewer developer admin owner
roles:manage                          admin owner
keys:read                             admin owner
keys:manage                           admin owner
apis:read            viewer developer admin owner
apis:create                 developer admin owner
apis:update                 developer admin owner
apis:delete                 developer admin owner
apis:call                   developer admin owner
credentials:read     viewer developer admin owner
credentials:write           developer admin owner
servers:read         viewer developer admin owner
servers:create              developer admin owner
servers:update              developer admin owner
servers:deploy              developer admin owner
servers:delete              developer admin owner
servers:call                developer admin owner
calls:read           viewer developer admin owner
jobs:read            viewer developer admin owner
jobs:cancel                 developer admin owner
jobs:retry                  developer admin owner
events:read          viewer developer admin owner
webhooks:read        viewer developer admin owner
webhooks:manage                       admin owner
registries:read      viewer developer admin owner
registries:manage                     admin owner
audit:read                            admin owner
usage:read           viewer developer admin owner
";

#[test]
fn the_table_of_roles() {
    let mut table = String::new();
    for permission in Permission::ALL {
        write!(table, "{:20}", permission.as_str()).unwrap();
        for role in BUILT_IN {
            let name = role.to_string();
            let shown = if permissions(role, None).has(*permission) { name.as_str() } else { "" };
            write!(table, " {shown:width$}", width = name.len()).unwrap();
        }
        table.push('\n');
    }
    assert_eq!(table, TABLE);
}

#[test]
fn a_role_of_the_organisations_own_allows_what_it_says() {
    let own = Role::Custom(RoleId(7));
    let some: Permissions = [Permission::AuditRead, Permission::ApisRead].into_iter().collect();
    assert_eq!(permissions(own, Some(some)), some);
    assert_eq!(permissions(own, None), Permissions::NONE);
    // A built-in role takes nothing from elsewhere.
    assert!(!permissions(Role::Viewer, Some(Permissions::all())).has(Permission::OrganisationDelete));
}

#[test]
fn nobody_gives_more_than_they_have() {
    let grants = |own: Role, wanted: Role| may_grant(own, permissions(own, None), wanted, permissions(wanted, None));
    for (at, own) in BUILT_IN.into_iter().enumerate() {
        for (above, wanted) in BUILT_IN.into_iter().enumerate() {
            assert_eq!(grants(own, wanted), above <= at, "{own} gives {wanted}");
        }
    }
    // With a key that may do less than its owner.
    let scoped = permissions(Role::Viewer, None);
    assert!(!may_grant(Role::Owner, scoped, Role::Developer, permissions(Role::Developer, None)));
}

#[test]
fn only_owners_make_owners() {
    let like_owner = Role::Custom(RoleId(7));
    assert!(!may_grant(like_owner, Permissions::all(), Role::Owner, Permissions::all()));
    assert!(may_grant(like_owner, Permissions::all(), like_owner, Permissions::all()));
    assert!(may_grant(Role::Owner, Permissions::all(), Role::Owner, Permissions::all()));
}
